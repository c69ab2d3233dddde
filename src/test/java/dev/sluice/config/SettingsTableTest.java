package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTableTest {

    @Test
    void document_holdsTheTable() throws IOException {
        assertThat(Files.readString(Path.of("docs/configuration.md"))).contains(SettingsTable.BEGIN, SettingsTable.END);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/configuration.md", "README.md"})
    void table_whereItStands_equalsTheCode(String file) throws IOException {
        String text = Files.exists(Path.of(file)) ? Files.readString(Path.of(file)) : "";
        int begin = text.indexOf(SettingsTable.BEGIN);
        int end = text.indexOf(SettingsTable.END);

        assertThat(begin < 0).as("both markers or none").isEqualTo(end < 0);
        if (begin >= 0) {
            assertThat(text.substring(begin + SettingsTable.BEGIN.length(), end).strip())
                    .isEqualTo(SettingsTable.render().strip());
        }
    }

    @Test
    void packedFiles_areNamedInTheDocument() throws IOException {
        assertThat(Files.readString(Path.of("docs/configuration.md"))).contains(Limits.PRESETS);
    }
}
