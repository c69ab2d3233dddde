package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.HomeFolder;
import dev.sluice.job.JobStore;
import dev.sluice.job.PoolNote;
import dev.sluice.usage.Asker;
import dev.sluice.usage.PromptUse;
import dev.sluice.usage.RequestUse;
import dev.sluice.usage.RequestUse.Outcome;
import dev.sluice.usage.Service;
import dev.sluice.usage.UsedTokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock of these tests stands on Saturday 2026-11-21. */
class EvidenceCommandTest {
    @TempDir
    Path folder;

    private final CommandLineBench bench = new CommandLineBench(new FakeEngine());

    @Test
    void homeThatNobodyUsed_evidence_saysSo() throws Exception {
        Path home = Files.createDirectories(folder.resolve("empty home"));

        assertThat(bench.run("evidence", "--home", home.toString())).isEqualTo(1);

        assertThat(bench.err()).contains("nothing was recorded yet in " + home);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void noUse_evidence_saysSo() throws Exception {
        makeHome();
        Path out = folder.resolve("report.html");

        assertThat(run("--out", out.toString())).isZero();

        assertThat(bench.out()).contains("no use was recorded on these days");
        assertThat(out).content().contains("No use was recorded");
    }

    @Test
    void usedHome_evidence_isWrittenInEachFormat() throws Exception {
        makeHome();
        use(LocalDate.of(2026, 11, 9), 10);

        for (String ending : List.of("html", "md", "csv")) {
            Path out = folder.resolve("report." + ending);
            assertThat(run("--out", out.toString())).isZero();
            assertThat(out).content().contains("gpt-5-mini", "4,800,000 tokens on 10 business days");
            assertThat(bench.out()).contains("evidence written to " + out);
        }

        assertThat(folder.resolve("report.html")).content().contains("<svg", "of the limit of 100,000 tokens a minute");
        assertThat(Files.list(folder).filter(file -> file.toString().endsWith(".part")))
                .isEmpty();
    }

    @Test
    void withoutOut_evidence_isPrintedAsMarkdown() throws Exception {
        makeHome();
        use(LocalDate.of(2026, 11, 2), 5);

        assertThat(run("--from", "2026-11-02", "--to", "2026-11-08")).isZero();

        assertThat(bench.out())
                .startsWith("# Evidence for a higher rate limit")
                .contains("5 business days, Mon 2 Nov 2026 to Fri 6 Nov 2026");
    }

    @Test
    void wrongOptions_evidence_areRefusedInASentence() throws Exception {
        makeHome();

        assertThat(run("--out", "report.pdf")).isEqualTo(1);
        assertThat(run("--days", "0")).isEqualTo(1);
        assertThat(run("--to", "2026-11-20")).isEqualTo(1);
        assertThat(run("--from", "yesterday")).isEqualTo(1);
        assertThat(run("--from", "2026-11-02", "--to", "2026-11-21")).isEqualTo(1);
        assertThat(run("--headroom", "-1")).isEqualTo(1);
        assertThat(run("--out", folder.resolve("none/report.md").toString())).isEqualTo(1);

        assertThat(bench.err())
                .contains("--out must end in .html, .md or .csv: value=report.pdf")
                .contains("--days must be from 1 to 1000: value=0")
                .contains("--to takes --from with it")
                .contains("--from must be a date such as 2026-11-02: value=yesterday")
                .contains("--to must be a day that is over: value=2026-11-21")
                .contains("--headroom must be from 0 to 1000: value=-1")
                .contains("no such folder: path=" + folder.resolve("none"))
                .doesNotContain("Exception");
    }

    private int run(String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "evidence";
        arguments[1] = "--home";
        arguments[2] = folder.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return bench.run(arguments);
    }

    private void makeHome() throws Exception {
        HomeFolder home = new HomeFolder(folder);
        home.create();
        try (JobStore store = JobStore.open(home, Set.of(), Clock.systemUTC(), true)) {
            String status = "{\"requests\":{\"configured\":500},\"tokens\":{\"learned\":100000},\"images\":{}}";
            store.notePools(List.of(new PoolNote(
                    "default",
                    600L,
                    100_000L,
                    null,
                    LocalDate.EPOCH,
                    0,
                    0,
                    status,
                    Instant.parse("2026-11-20T10:00:00Z"))));
        }
    }

    /** Notes eight busy minutes of 30 requests and 60,000 tokens on each of some business days. */
    private void use(LocalDate first, int count) throws Exception {
        try (JobStore store = JobStore.open(new HomeFolder(folder), Set.of(), Clock.systemUTC(), true)) {
            for (int i = 0; i < count; i++) {
                LocalDate day = first.plusDays(i + i / 5 * 2L);
                for (int minute = 0; minute < 8; minute++) {
                    Instant at = day.atTime(10, minute).toInstant(ZoneOffset.UTC);
                    store.used(Collections.nCopies(30, use(at)));
                }
            }
        }
    }

    private static RequestUse use(Instant at) {
        Asker me = new Asker("me", "default");
        List<PromptUse> prompts = List.of(new PromptUse(1, 0, me, new UsedTokens(1_600, 0, 400)));
        return new RequestUse(
                at, "default", "gpt-5-mini", me, Service.STANDARD, Outcome.ANSWERED, 1, Duration.ZERO, null, prompts);
    }
}
