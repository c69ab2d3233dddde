package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The ledger and the results of a home folder, read in a copy, so that the next start finds them as they were left. */
final class LedgerBooks implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUMS =
            "SELECT COALESCE(SUM(input_tokens), 0) || ' ' || COALESCE(SUM(cached_tokens), 0) || ' ' ||"
                    + " COALESCE(SUM(output_tokens), 0) || ' ' || COALESCE(SUM(cost_microusd), 0) FROM ";
    private final Home home;
    private final List<Path> copies;
    private final Connection connection;

    private LedgerBooks(Home home, List<Path> copies, Connection connection) {
        this.home = home;
        this.copies = copies;
        this.connection = connection;
    }

    /** Returns whether any process came so far as to make the database. */
    static boolean areThere(Home home) throws IOException {
        if (!Files.exists(home.folder().resolve("state/sluice.db"))) {
            return false;
        }
        try (LedgerBooks books = of(home)) {
            return books.text("SELECT COUNT(*) FROM sqlite_master WHERE name = 'decisions'")
                    .equals("1");
        }
    }

    /** Opens what a process is at work on. */
    static LedgerBooks ofRunning(Home home) throws IOException {
        return new LedgerBooks(home, List.of(), connect(home.folder().resolve("state/sluice.db")));
    }

    /** Opens what a process has left. */
    static LedgerBooks of(Home home) throws IOException {
        Path copy = Files.createTempDirectory("sluice-books");
        List<Path> copies = new ArrayList<>();
        try (Stream<Path> files = Files.list(home.folder().resolve("state"))) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("sluice.db"))
                    .toList()) {
                copies.add(Files.copy(file, copy.resolve(file.getFileName())));
            }
        }
        return new LedgerBooks(home, copies, connect(copies.get(0).resolveSibling("sluice.db")));
    }

    private static Connection connect(Path database) throws IOException {
        try {
            return DriverManager.getConnection("jdbc:sqlite:" + database);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** Returns what doesn't agree with what. */
    List<String> problems() throws IOException {
        List<String> problems = new ArrayList<>();
        String prompts = text(SUMS + "usage_prompts");
        for (String table : List.of("usage_requests", "usage_minutes", "usage_days")) {
            String sums = text(SUMS + table);
            if (!sums.equals(prompts)) {
                problems.add("sums of " + table + " are " + sums + ", those of usage_prompts " + prompts);
            }
        }
        none(problems, "use of one reply twice", """
                SELECT COUNT(*) FROM (SELECT 1 FROM usage_prompts GROUP BY job_id, idx HAVING COUNT(*) > 1)""");
        none(problems, "answers without use", """
                SELECT COUNT(*) FROM results r WHERE request_id IS NOT NULL AND NOT EXISTS
                (SELECT 1 FROM usage_prompts p JOIN usage_requests q ON q.id = p.request AND q.outcome = 0
                WHERE p.job_id = r.job_id AND p.idx = r.idx)""");
        none(problems, "use without an answer", """
                SELECT COUNT(*) FROM usage_prompts p JOIN jobs j ON j.id = p.job_id AND j.state <> 'DONE'
                WHERE NOT EXISTS (SELECT 1 FROM results r WHERE r.job_id = p.job_id AND r.idx = p.idx)""");
        none(problems, "requests without prompts", """
                SELECT COUNT(*) FROM usage_requests q WHERE outcome = 0
                AND carried <> (SELECT COUNT(*) FROM usage_prompts p WHERE p.request = q.id)""");
        long differing = differing();
        if (differing > 0) {
            problems.add("answers whose use is another in the ledger: count=" + differing);
        }
        return problems;
    }

    private void none(List<String> problems, String what, String count) throws IOException {
        if (!text(count).equals("0")) {
            problems.add(what + ": count=" + text(count));
        }
    }

    /** Returns how many stored answers name other tokens than the ledger has for them. */
    private long differing() throws IOException {
        String sql = """
                SELECT r.body, p.input_tokens, p.output_tokens FROM results r JOIN usage_prompts p
                ON p.job_id = r.job_id AND p.idx = r.idx WHERE r.request_id IS NOT NULL""";
        long differing = 0;
        try (Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery(sql)) {
            while (rows.next()) {
                JsonNode usage = JSON.readTree(rows.getString(1)).path("usage");
                differing += isSame(usage, rows.getLong(2), rows.getLong(3)) ? 0 : 1;
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
        return differing;
    }

    private static boolean isSame(JsonNode usage, long input, long output) {
        return usage.path("prompt_tokens").asLong(-1) == input
                && usage.path("completion_tokens").asLong() == output;
    }

    /** Returns how many lines of the finished jobs' outputs name other tokens than the ledger has for them. */
    long differingLines() throws IOException {
        long differing = 0;
        for (Map.Entry<Long, String> job : finished().entrySet()) {
            Map<Long, long[]> uses = uses(job.getKey());
            try (BufferedReader lines = Files.newBufferedReader(
                    home.folder().resolve("outbox").resolve(job.getValue() + ".results.jsonl"))) {
                for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                    JsonNode line = JSON.readTree(text);
                    long[] use = uses.remove(line.path("index").asLong());
                    boolean same = use == null ? line.has("error") : isSame(line.path("usage"), use[0], use[1]);
                    differing += same ? 0 : 1;
                }
            }
            differing += uses.size();
        }
        return differing;
    }

    private Map<Long, long[]> uses(long job) throws IOException {
        Map<Long, long[]> uses = new HashMap<>();
        try (Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery(
                        "SELECT idx, input_tokens, output_tokens FROM usage_prompts WHERE job_id = " + job)) {
            while (rows.next()) {
                uses.put(rows.getLong(1), new long[] {rows.getLong(2), rows.getLong(3)});
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
        return uses;
    }

    /** Returns the names of the outputs of the finished jobs. */
    Map<Long, String> finished() throws IOException {
        return byJob("SELECT id, output_name FROM jobs WHERE state = 'DONE' ORDER BY id");
    }

    /** Returns where the files of the finished jobs are, below the archive. */
    Map<Long, String> archived() throws IOException {
        return byJob("SELECT id, archived_as FROM jobs WHERE state = 'DONE' ORDER BY id");
    }

    /** Returns what the jobs that aren't finished wait for. */
    Map<Long, String> waits() throws IOException {
        return byJob("SELECT id, COALESCE(waits_for, '') FROM jobs WHERE state <> 'DONE' ORDER BY id");
    }

    private Map<Long, String> byJob(String sql) throws IOException {
        Map<Long, String> byJob = new LinkedHashMap<>();
        try (Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery(sql)) {
            while (rows.next()) {
                byJob.put(rows.getLong(1), rows.getString(2));
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
        return byJob;
    }

    /** Returns what the ledger has of each model. */
    Map<String, Served> byModel() throws IOException {
        Map<String, Served> byModel = new TreeMap<>();
        try (Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery("""
                        SELECT name, COUNT(*), SUM(input_tokens), SUM(cached_tokens), SUM(output_tokens)
                        FROM usage_requests q JOIN usage_names n ON n.id = q.model WHERE outcome = 0 GROUP BY name""")) {
            while (rows.next()) {
                byModel.put(
                        rows.getString(1),
                        new Served(rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getLong(5)));
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
        return byModel;
    }

    /** Returns what the ledger's prompts have cost, in micro-dollars. */
    long microUsd() throws IOException {
        return Long.parseLong(text("SELECT COALESCE(SUM(cost_microusd), 0) FROM usage_prompts"));
    }

    /** Returns how many prompts have an answer. */
    long answers() throws IOException {
        return Long.parseLong(text("SELECT COUNT(DISTINCT job_id || ':' || idx) FROM usage_prompts"));
    }

    /** Returns how many requests the journal shows as under way of which a prompt has no result, by the folder of their user. */
    Map<String, Long> openRequests() throws IOException {
        Map<String, String[]> open = new LinkedHashMap<>();
        for (String line : Files.readAllLines(home.folder().resolve("state/requests.journal"))) {
            String[] words = line.split(" ", -1);
            if (words.length > 3 && words[0].equals("sent")) {
                open.put(words[1], words[2].split(":", -1));
            } else if (words.length > 2) {
                open.remove(words[1]);
            }
        }
        Map<String, Long> byUser = new TreeMap<>();
        for (String[] jobAndPrompts : open.values()) {
            long job = Long.parseLong(jobAndPrompts[0]);
            BitSet prompts = positions(jobAndPrompts[1]);
            uses(job).keySet().forEach(index -> prompts.clear(Math.toIntExact(index)));
            if (!prompts.isEmpty()) {
                byUser.merge(userOf(job), 1L, Long::sum);
            }
        }
        return byUser;
    }

    private static BitSet positions(String ranges) {
        BitSet positions = new BitSet();
        for (String range : ranges.split(",", -1)) {
            String[] ends = range.split("-", -1);
            positions.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
        }
        return positions;
    }

    /** A claimed file lies in a folder of its job, below that of its user. */
    private String userOf(long job) throws IOException {
        try (Stream<Path> folders = Files.list(home.folder().resolve("work/" + job))) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.startsWith("@"))
                    .findFirst()
                    .map(name -> name.substring(1))
                    .orElse("");
        }
    }

    private String text(String sql) throws IOException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "";
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException(e);
        }
        for (Path copy : copies) {
            // The database makes files beside the copies, and removes them.
            Files.deleteIfExists(copy);
            Files.deleteIfExists(copy.resolveSibling("sluice.db-shm"));
        }
        if (!copies.isEmpty()) {
            Files.delete(copies.get(0).getParent());
        }
    }
}
