package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsCommandTest {
    @TempDir
    Path folder;

    private final CommandLineBench bench = new CommandLineBench(new FakeEngine());

    @Test
    void homeThatNobodyUsed_limits_saysSoAndMakesNothing() {
        Path home = folder.resolve("no home");

        assertThat(bench.run("limits", "--home", home.toString())).isZero();

        assertThat(bench.out()).contains("no limit pool was noted yet in " + home);
        assertThat(home).doesNotExist();
    }

    @Test
    void folderThatTheLocaleCantDecode_limits_isRefused() {
        assertThat(bench.run("limits", "--home", "Pr\ufffd\ufffdfung")).isEqualTo(1);

        assertThat(bench.err()).contains("LC_ALL=C.UTF-8");
    }
}
