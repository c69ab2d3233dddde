package dev.sluice.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database of a version that summed up minutes by user is brought up to date. */
class MinutesOfModelsTest {
    private static final LocalDate DAY = LocalDate.of(1970, 1, 1);

    @TempDir
    Path folder;

    @Test
    void minutesOfUsers_becomeThoseOfModels() throws SQLException {
        String url = "jdbc:sqlite:" + folder.resolve("old.db");
        migrate(url, "10");
        try (Connection connection = DriverManager.getConnection(url);
                Statement sql = connection.createStatement()) {
            sql.execute("INSERT INTO usage_names VALUES (1, 'pool'), (2, 'm')");
            sql.execute("""
                    INSERT INTO usage_minutes VALUES
                    (7, 'pool', 'm', 'ana', 'a', 2, 1, 10, 1, 5, 100, 0, 1, 30),
                    (7, 'pool', 'm', 'ben', 'b', 1, 1, 20, 2, 6, 200, 1, 0, 40),
                    (8, 'pool', 'never seen before', 'ben', 'b', 1, 1, 1, 0, 0, 0, 0, 0, 0)""");
            sql.execute("""
                    INSERT INTO usage_requests VALUES
                    (1, 420000, 1, 2, 3, 4, 0, 0, 1, 10, 1, 5, 100, 30, NULL),
                    (2, 420001, 1, 2, 3, 4, 0, 1, 1, 0, 0, 0, NULL, 0, NULL),
                    (3, 479999, 1, 2, 3, 4, 0, 3, 1, 20, 2, 6, 200, 40, NULL)""");
        }

        migrate(url, "latest");

        try (Connection connection = DriverManager.getConnection(url)) {
            assertThat(UtcDays.of(connection, DAY, DAY))
                    .containsExactlyInAnyOrder(
                            new DayUse(DAY, "m", 2, new UsedTokens(30, 3, 11), 300, 1),
                            new DayUse(DAY, "never seen before", 0, new UsedTokens(1, 0, 0), 0, 0));
        }
    }

    private static void migrate(String url, String target) {
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:sluice/db")
                .target(target)
                .load()
                .migrate();
    }
}
