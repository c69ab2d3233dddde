package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoneMarkerTest {
    @TempDir
    Path folder;

    @Test
    void fileWithoutItsMarker_waits() {
        try (SluiceFixture sluice =
                SluiceFixture.in(folder).set("sluice.inbox.done-marker", true).start()) {
            sluice.drop("waiting.txt", "later").drop("sub/ready.txt", "now").drop("sub/ready.txt.done");

            assertThat(sluice.output("sub/ready").texts()).containsExactly("echo: now");
            sluice.untilIdle();
            assertThat(sluice.path("inbox/waiting.txt")).exists();
            assertThat(sluice.files("inbox")).containsExactly("waiting.txt");

            sluice.drop("waiting.txt.done");
            assertThat(sluice.output("waiting").texts()).containsExactly("echo: later");
            assertThat(sluice.files("inbox")).isEmpty();
        }
    }
}
