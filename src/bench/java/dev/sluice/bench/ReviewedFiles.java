package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.simulator.SimulatedAnswers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Files of one user that all wait for a decision, where each is now, and what was decided. A few names take turns. */
final class ReviewedFiles {
    static final int PROMPTS = 5;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NAMES = 8;
    private static final String WHY = ".why.json";
    private final Home home;
    private final String user;
    private final Random random;
    private final Map<Integer, Boolean> approvals = new TreeMap<>();
    private int dropped;

    ReviewedFiles(Home home, String user, Random random) {
        this.home = home;
        this.user = user;
        this.random = random;
    }

    /** Drops another file, unless one of the name that is next lies in the inbox. */
    void drop() throws IOException {
        String name = "file" + dropped % NAMES;
        String folder = "@" + user + "/" + user;
        if (!Files.exists(home.inbox(folder).resolve(name + ".jsonl"))) {
            int file = dropped++;
            home.drop(folder, name, PROMPTS, prompt -> "{\"prompt\":\"" + text(file, prompt) + "\"}");
        }
    }

    private static String text(int file, long prompt) {
        return "File " + file + " asks " + prompt + ": what is to be seen in Trieste?";
    }

    int dropped() {
        return dropped;
    }

    int decided() {
        return approvals.size();
    }

    int approved() {
        return (int) approvals.values().stream().filter(approved -> approved).count();
    }

    /** Returns the files that wait, as the command {@code review list} shows them. */
    List<String> waiting() throws IOException {
        return files(home.folder().resolve("review")).stream()
                .map(file -> home.folder().resolve("review").relativize(file).toString())
                .filter(name -> !name.startsWith("approved/") && !name.startsWith("denied/"))
                .sorted()
                .toList();
    }

    /**
     * Moves a file that waits to those that were decided about, as somebody does by hand; now and then without the folders above it,
     * which only tells whose it is when no other one is on its way.
     */
    void decideByHand(String name) throws IOException {
        boolean alone = !isAnyToBeClaimed();
        boolean approves = decide(name);
        Path folder = home.folder().resolve("review").resolve(approves ? "approved" : "denied");
        Path to = folder.resolve(alone && random.nextInt(4) == 0 ? Path.of(name).getFileName() : Path.of(name));
        Files.createDirectories(to.getParent());
        Files.move(home.folder().resolve("review").resolve(name), to);
    }

    /** Returns the command that decides about a file that waits. */
    List<String> commandFor(String name) throws IOException {
        return List.of("review", decide(name) ? "approve" : "deny", name);
    }

    private boolean decide(String name) throws IOException {
        boolean approves = random.nextInt(3) > 0;
        approvals.put(fileAt(home.folder().resolve("review").resolve(name)), approves);
        return approves;
    }

    /** Returns whether files that were decided about are still to be claimed. */
    boolean isAnyToBeClaimed() throws IOException {
        return !files(home.folder().resolve("review/approved")).isEmpty()
                || !files(home.folder().resolve("review/denied")).isEmpty();
    }

    /** Returns whether any isn't worked off. */
    boolean isAnyLeft() throws IOException {
        return files(home.folder().resolve("archive/@" + user)).size() < dropped;
    }

    /** Returns how many notes there are. */
    long notes() throws IOException {
        return notesIn(home.folder().resolve("review")).size();
    }

    /** Returns how many notes have no file in the folder: it was about to come, or was just claimed. */
    long halfWay() throws IOException {
        Path review = home.folder().resolve("review");
        List<String> names =
                files(review).stream().map(file -> file.getFileName() + WHY).toList();
        return notesIn(review).stream()
                .filter(note -> !names.contains(note.getFileName().toString()))
                .count();
    }

    /** Returns what is not where it ought to be while files come and go. */
    List<String> problems() throws IOException {
        List<String> problems = new ArrayList<>();
        Map<Integer, List<Path>> places = new TreeMap<>();
        for (String folder : List.of("inbox", "work", "review", "archive", "rejected")) {
            for (Path file : files(home.folder().resolve(folder))) {
                if (file.toString().contains("@" + user) || folder.equals("review")) {
                    places.computeIfAbsent(fileAt(file), number -> new ArrayList<>())
                            .add(home.folder().relativize(file));
                }
            }
        }
        for (int file = 0; file < dropped; file++) {
            List<Path> found = places.getOrDefault(file, List.of());
            if (found.size() != 1) {
                problems.add("file " + file + " is in " + found.size() + " places: " + found);
            } else if (approvals.containsKey(file) && found.get(0).startsWith("review/" + user)) {
                problems.add("file " + file + " was decided about and waits again: " + found);
            } else if (!approvals.containsKey(file) && found.get(0).startsWith("archive")) {
                problems.add("file " + file + " was never decided about and is archived: " + found);
            } else if (found.get(0).startsWith("review/" + user)
                    && !Files.exists(home.folder().resolve(found.get(0) + WHY))) {
                problems.add("file " + file + " waits without a note: " + found);
            }
        }
        return problems;
    }

    /** Returns what is wrong with the answers when all are worked off. */
    List<String> wrongAnswers(Map<Long, String> outputs, Map<Long, String> archived) throws IOException {
        List<String> problems = new ArrayList<>();
        Map<Integer, Integer> times = new TreeMap<>();
        for (Map.Entry<Long, String> job : outputs.entrySet()) {
            if (job.getValue().startsWith("@" + user)) {
                int file = fileAt(home.folder().resolve("archive").resolve(archived.getOrDefault(job.getKey(), "")));
                times.merge(file, 1, Integer::sum);
                List<String> lines =
                        Files.readAllLines(home.folder().resolve("outbox").resolve(job.getValue() + ".results.jsonl"));
                for (int i = 0; i < PROMPTS; i++) {
                    JsonNode line = JSON.readTree(i < lines.size() ? lines.get(i) : "{}");
                    boolean right = Boolean.TRUE.equals(approvals.get(file))
                            ? line.path("text").asText().equals(SimulatedAnswers.echo(text(file, i), 0))
                            : line.at("/error/code").asText().equals("review_denied");
                    if (!right || lines.size() != PROMPTS) {
                        problems.add("file " + file + " approved=" + approvals.get(file) + " has line " + line);
                    }
                }
            }
        }
        for (int file = 0; file < dropped; file++) {
            if (times.getOrDefault(file, 0) != 1) {
                problems.add("file " + file + " was worked off " + times.getOrDefault(file, 0) + " times");
            }
        }
        long results = Home.count(home.outbox("@" + user).resolve(user), ".results.jsonl");
        if (results != dropped) {
            problems.add("there are " + results + " files of answers to " + dropped + " files");
        }
        return problems;
    }

    /** Returns the number of a file by its first prompt. */
    private static int fileAt(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst()
                    .map(line -> Integer.parseInt(line.replaceAll(".*File (\\d+) asks.*", "$1")))
                    .orElse(-1);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".jsonl")
                            && !file.getFileName().toString().startsWith("."))
                    .filter(Files::isRegularFile)
                    .toList();
        }
    }

    private static List<Path> notesIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(WHY)).toList();
        }
    }
}
