package dev.sluice.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.batch.NewFile;
import dev.sluice.config.Configuration;
import dev.sluice.config.ConfigurationLoader;
import dev.sluice.config.ConfigurationSource;
import dev.sluice.config.QuickStart;
import dev.sluice.config.Setting;
import dev.sluice.evidence.BusinessDays;
import dev.sluice.evidence.EvidenceReport;
import dev.sluice.evidence.PoolLimit;
import dev.sluice.job.HomeDatabase;
import dev.sluice.job.HomeFolder;
import dev.sluice.job.PoolNote;
import dev.sluice.prompt.ModelCatalog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the report with which a provider is asked for a higher limit, also while another process works on the home folder. */
@Command(
        name = "evidence",
        description = {
            "Write the report with which a provider is asked for a higher rate limit: what was used on business days, how much"
                    + " of the limit that was, and what will be needed.",
            "Without --out it is printed as Markdown."
        },
        exitCodeList = {" 0:written", " 1:could not run"})
final class EvidenceCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ENDINGS = List.of(".html", ".md", ".csv");
    private static final int MOST_DAYS = 1000;
    private final Surroundings around;

    @Mixin
    private HomeOptions home = new HomeOptions();

    @Mixin
    private ConfigFolder config = new ConfigFolder();

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many business days, the last ones that are over; default: ${DEFAULT-VALUE}.")
    private int days;

    @Option(names = "--from", paramLabel = "DATE", description = "First day, such as 2026-11-02, instead of --days.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "DATE", description = "Last day; default with --from: yesterday.")
    private @Nullable String to;

    @Option(
            names = "--headroom",
            paramLabel = "PERCENT",
            defaultValue = "20",
            description = "What the projected need adds to what is foreseen; default: ${DEFAULT-VALUE}.")
    private int headroomPercent;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "File to write, replacing one that is there: .html with charts, .md or .csv.")
    private @Nullable Path out;

    EvidenceCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        System.setProperty("java.awt.headless", "true");
        String ending = ending();
        Instant now = around.clock().instant();
        Configuration configuration = configuration();
        ZoneId zone = configuration.settings().zone(Setting.USAGE_ZONE);
        BusinessDays window = window(LocalDate.ofInstant(now, zone), zone);
        if (headroomPercent < 0 || headroomPercent > 1000) {
            throw new IllegalArgumentException("--headroom must be from 0 to 1000: value=" + headroomPercent);
        }
        HomeFolder folder = home.existing();
        if (ending.equals(".html")) {
            EvidenceReport.prepareCharts();
        }
        ModelCatalog models = configuration.models();
        EvidenceReport report = HomeDatabase.<Optional<EvidenceReport>>readWithPools(
                        folder,
                        Optional.empty(),
                        notes -> database -> Optional.of(
                                EvidenceReport.of(database, window, limits(notes), models, headroomPercent)))
                .orElseThrow(() -> new IllegalStateException(
                        "nothing was recorded yet in " + home.home() + "; the first run does so"));
        String madeBy = "Sluice " + Version.text();
        String text = switch (ending) {
            case ".html" -> report.html(now, madeBy);
            case ".csv" -> report.csv();
            default -> report.markdown(now, madeBy);
        };
        write(text, report);
        return ExitCode.OK.number();
    }

    private String ending() {
        if (out == null) {
            return ".md";
        }
        String name = out.getFileName().toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream()
                .filter(name::endsWith)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--out must end in .html, .md or .csv: value=" + out));
    }

    private BusinessDays window(LocalDate today, ZoneId zone) {
        if (from == null && to == null) {
            if (days < 1 || days > MOST_DAYS) {
                throw new IllegalArgumentException("--days must be from 1 to " + MOST_DAYS + ": value=" + days);
            }
            return BusinessDays.before(today, days, zone);
        }
        if (from == null) {
            throw new IllegalArgumentException("--to takes --from with it");
        }
        LocalDate last = to == null ? today.minusDays(1) : date("--to", to);
        if (!last.isBefore(today)) {
            throw new IllegalArgumentException("--to must be a day that is over: value=" + last);
        }
        return BusinessDays.between(date("--from", from), last, zone);
    }

    private static LocalDate date(String option, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(option + " must be a date such as 2026-11-02: value=" + text, e);
        }
    }

    private Configuration configuration() {
        ConfigurationSource source =
                new ConfigurationSource(home.home(), config.folder(), Map.of(), QuickStart.NONE, around.environment());
        return ConfigurationLoader.load(source);
    }

    /** Returns the limits as the last run noted them: the configured one, else what was learned. */
    private static Map<String, PoolLimit> limits(List<PoolNote> notes) {
        Map<String, PoolLimit> limits = new HashMap<>();
        for (PoolNote note : notes) {
            JsonNode status = status(note);
            limits.put(
                    note.pool(),
                    new PoolLimit(
                            limit(status.path("requests"), note.requestsPerMinute()),
                            limit(status.path("tokens"), note.tokensPerMinute()),
                            limit(status.path("images"), note.imagesPerMinute())));
        }
        return limits;
    }

    private static JsonNode status(PoolNote note) {
        try {
            return JSON.readTree(note.status());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the note of a limit pool can't be read: pool=" + note.pool(), e);
        }
    }

    private static @Nullable Long limit(JsonNode noted, @Nullable Long learned) {
        return noted.path("configured").isNumber()
                ? Long.valueOf(noted.path("configured").longValue())
                : learned;
    }

    private void write(String text, EvidenceReport report) throws IOException {
        if (out == null) {
            around.terminal().out().print(text);
            return;
        }
        Path target = out.toAbsolutePath().normalize();
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("no such folder: path=" + folder);
        }
        try (NewFile file = new NewFile(target)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            FileChannel channel = file.channel();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            file.publish();
        }
        around.terminal()
                .out()
                .println("evidence written to " + target
                        + (report.isEmpty() ? ": no use was recorded on these days" : ""));
    }
}
