package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFolderTest {
    @TempDir
    private Path temporary;

    private UserFiles user;

    @BeforeEach
    void setUp() {
        user = new UserFiles(temporary);
    }

    @Test
    void keyInAFile_readableByOthers_isWarnedOf() throws IOException {
        user.properties("sluice.provider.api-key=sk-1");
        permit("rw-r-----");

        assertThat(user.warnings())
                .containsExactly("config/application.properties: file holds a key and is readable by others;"
                        + " chmod 600 config/application.properties");
    }

    @Test
    void keyInAFile_readableByItsOwnerOnly_isFine() throws IOException {
        user.properties("sluice.provider.api-key=sk-1");
        permit("rw-------");

        assertThat(user.warnings()).isEmpty();
    }

    @Test
    void fileWithoutAKey_readableByOthers_isFine() throws IOException {
        user.properties("sluice.provider.api-key=");
        permit("rw-r--r--");

        assertThat(user.warnings()).isEmpty();
    }

    @Test
    void otherFiles_thatLookLikeConfiguration_areWarnedOf() {
        user.file("profile.yaml", "").file("limits.yml", "").file("notes.txt", "");

        assertThat(user.warnings())
                .containsExactly(
                        "config/limits.yml: file is not read; did you mean limits.yaml?",
                        "config/profile.yaml: file is not read; did you mean profiles.yaml?");
    }

    @Test
    void file_notUtf8_isAProblem() {
        user.file("profiles.yaml", "default: {model: \u00fc}".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(user.problems()).containsExactly("config/profiles.yaml: file is not UTF-8");
    }

    @Test
    void file_withByteOrderMarkAndWindowsLines_isRead() {
        user.properties("\ufeffsluice.jobs.concurrent=7\r\nsluice.retry.attempts=2\r\n")
                .file("profiles.yaml", "\ufeffdefault:\r\n  model: llama3\r\n");

        Configuration configuration = user.load();

        assertThat(configuration.settings().number(Setting.JOBS_CONCURRENT)).isEqualTo(7);
        assertThat(configuration.profiles().get("default").model()).isEqualTo("llama3");
    }

    @Test
    void file_tooLarge_isAProblem() {
        user.properties("#".repeat((1 << 20) + 1));

        assertThat(user.problems())
                .containsExactly("config/application.properties: file can't be read: larger than 1048576 bytes");
    }

    @Test
    void file_isAFolder_isAProblem() throws IOException {
        Files.createDirectories(user.path("models.yaml"));

        assertThat(user.problems()).singleElement().asString().startsWith("config/models.yaml: file can't be read: ");
    }

    private void permit(String permissions) throws IOException {
        assumeThat(FileSystems.getDefault().supportedFileAttributeViews()).contains("posix");
        Files.setPosixFilePermissions(
                user.path("application.properties"), PosixFilePermissions.fromString(permissions));
    }
}
