package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The home folder and the files in it may have any name that Camel can be told. */
@DisabledOnOs(OS.WINDOWS)
class HomePathTest {
    private static final String FILE = "Größe + 50%20 & {{sluice.home}} ${sys.os.name} #1?; a=b";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "my größe übung 日本語 ✓",
                "#a%20b & 50% + 1=2, 'x' \"y\"; c:d ~ RAW(e) %2525",
                "{{sluice.home}} {x} $body"
            })
    void homeFolder_withAnyName_works(String name) {
        try (SluiceFixture sluice = SluiceFixture.in(folder, name).start()) {
            sluice.drop("sub & folder%20/" + FILE + ".txt", "hello").drop(FILE + ".xyz", "x");

            assertThat(sluice.output("sub & folder%20/" + FILE).texts()).containsExactly("echo: hello");
            sluice.untilIdle();
            assertThat(sluice.files("archive")).containsExactly("sub & folder%20/" + FILE + ".txt");
            assertThat(sluice.files("rejected")).containsExactly(FILE + ".xyz", FILE + ".xyz.why.txt");
            assertThat(sluice.files("work")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"what?", "a?b=c", "${sys.user.home}", "$simple{body}", "back\\slash"})
    void homeFolder_withNameThatCamelCannotTake_isRefusedInOneSentence(String name) {
        try (SluiceFixture sluice = SluiceFixture.in(folder, name)) {
            assertThatIllegalStateException()
                    .isThrownBy(sluice::start)
                    .withMessageStartingWith("the path of the home folder must not hold ")
                    .withMessageEndingWith(": home=" + folder.resolve(name));
            assertThat(sluice.home()).doesNotExist();
        }
    }
}
