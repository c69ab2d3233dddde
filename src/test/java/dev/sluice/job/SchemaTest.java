package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {
    @TempDir
    private Path folder;

    @Test
    void number_isThatOfTheLatestMigration() throws IOException {
        try (Stream<Path> migrations = Files.list(Path.of("src/main/resources/sluice/db"))) {
            int latest = migrations
                    .map(file -> file.getFileName().toString())
                    .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                    .max()
                    .orElseThrow();
            assertThat(JobDatabase.SCHEMA).isEqualTo(latest);
        }
    }

    @Test
    void database_isCurrent_onceItWasBroughtUpToDate() {
        try (JobDatabase database = new JobDatabase(folder.resolve("a.db"))) {
            assertThat(database.isCurrent()).isFalse();
            database.migrate();
            assertThat(database.isCurrent()).isTrue();
        }
    }
}
