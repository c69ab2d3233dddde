package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.HomeFolder;
import dev.sluice.job.JobStore;
import dev.sluice.job.PoolNote;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsCommandTest {
    @TempDir
    Path folder;

    private final CommandLineBench bench = new CommandLineBench(new FakeEngine());

    @Test
    void homeThatNobodyUsed_limits_saysSoAndMakesNothing() throws Exception {
        Path home = Files.createDirectories(folder.resolve("no home"));

        assertThat(bench.run("limits", "--home", home.toString())).isZero();

        assertThat(bench.out()).contains("no limit pool was noted yet in " + home);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void notedPools_limits_areATableWithImagesWhereThereAreSome() throws Exception {
        HomeFolder home = new HomeFolder(folder);
        home.create();
        try (JobStore store = JobStore.open(home, Set.of(), Clock.systemUTC(), true)) {
            store.notePools(List.of(
                    note("draw", "{\"pace\":5,\"configured\":5,\"ofMinute\":4,\"ofDay\":1234}"),
                    note("text", "{\"pace\":null,\"ofMinute\":0,\"ofDay\":0}")));
        }

        assertThat(bench.run("limits", "--home", folder.toString())).isZero();

        assertThat(bench.out().lines())
                .containsExactly(
                        "pool  limit     configured  learned  pace/min  last minute  today  per day",
                        "draw  requests  -           -              60            0      7  -",
                        "      tokens    -           -        -         -            -      -",
                        "      images             5  -               5            4  1,234  -",
                        "text  requests  -           -              60            0      7  -",
                        "      tokens    -           -        -         -            -      -",
                        "draw waits for its turn",
                        "text waits for its turn",
                        "noted at 2026-11-22T10:00:00Z");
    }

    private static PoolNote note(String pool, String images) {
        String status = "{\"requests\":{\"pace\":60,\"ofMinute\":0,\"ofDay\":7},\"tokens\":{},\"images\":" + images
                + ",\"waitsFor\":\"its turn\"}";
        return new PoolNote(
                pool, null, null, null, LocalDate.EPOCH, 7, 0, status, Instant.parse("2026-11-22T10:00:00Z"));
    }

    @Test
    void folderThatTheLocaleCantDecode_limits_isRefused() {
        assertThat(bench.run("limits", "--home", "Pr\ufffd\ufffdfung")).isEqualTo(1);

        assertThat(bench.err()).contains("LC_ALL=C.UTF-8");
    }
}
