package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {
    @TempDir
    Path folder;

    private HomeFolder home;

    @BeforeEach
    void createHome() throws IOException {
        home = new HomeFolder(folder);
        home.create();
    }

    @Test
    void lock_thatThisProcessHolds_isRefusedWithItsPid() throws IOException {
        try (HomeLock first = HomeLock.take(home)) {
            assertThat(first).isNotNull();
            assertThatIllegalStateException()
                    .isThrownBy(() -> HomeLock.take(home))
                    .withMessage("another Sluice works on this home folder: home=" + folder + " pid="
                            + ProcessHandle.current().pid());
        }
    }

    @Test
    void lock_afterClose_isFree() throws IOException {
        HomeLock first = HomeLock.take(home);
        first.close();

        HomeLock second = HomeLock.take(home);
        first.close();

        assertThatIllegalStateException().isThrownBy(() -> HomeLock.take(home));
        second.close();
        assertThatCode(() -> HomeLock.take(home).close()).doesNotThrowAnyException();
    }

    @Test
    void lock_ofAnotherHome_isFree(@TempDir Path other) throws IOException {
        HomeFolder otherHome = new HomeFolder(other);
        otherHome.create();

        try (HomeLock first = HomeLock.take(home);
                HomeLock second = HomeLock.take(otherHome)) {
            assertThat(first).isNotSameAs(second);
        }
    }

    @Test
    void lock_refusedInThisProcess_staysShutForOthers() throws Exception {
        try (HomeLock first = HomeLock.take(home)) {
            assertThat(first).isNotNull();
            assertThatIllegalStateException().isThrownBy(() -> HomeLock.take(home));

            assertThat(takenByAnotherProcess()).isFalse();
        }
        assertThat(takenByAnotherProcess()).isTrue();
    }

    private boolean takenByAnotherProcess() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        folder.toString())
                .inheritIO()
                .start();
        return process.waitFor() == 0;
    }

    /** Ends with 0 when it could take the lock, with 1 when another process had it. */
    static final class OtherProcess {
        private OtherProcess() {}

        public static void main(String[] args) throws IOException {
            try {
                HomeLock.take(new HomeFolder(Path.of(args[0])));
            } catch (IllegalStateException e) {
                System.exit(1);
            }
        }
    }
}
