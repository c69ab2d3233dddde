package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that is damaged is set aside, one of a newer version is left alone. */
class DamagedDatabaseTest {
    private static final int RESULTS = 2_000;

    @TempDir
    Path folder;

    private HomeFolder home;
    private Path database;

    @BeforeEach
    void halfAJob() throws Exception {
        home = new HomeFolder(folder);
        home.create();
        database = home.state().resolve("sluice.db");
        Path file = Files.writeString(home.inbox().resolve("a.txt"), "line\n".repeat(2 * RESULTS));
        try (JobStore store = open()) {
            Job job = store.claim(file, "default");
            store.start(job.id(), 2L * RESULTS);
            List<Result> results = new ArrayList<>();
            for (int i = 0; i < RESULTS; i++) {
                results.add(new Result.Answered(job.id(), i, 1, "req", "{\"text\":\"" + "x".repeat(100) + "\"}"));
            }
            store.store(results);
        }
    }

    private JobStore open() throws IOException, InterruptedException {
        return JobStore.open(home, Set.of("default"), Clock.systemUTC(), true);
    }

    private List<String> asides() throws IOException {
        try (Stream<Path> files = Files.list(home.state())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains(".broken-"))
                    .toList();
        }
    }

    private void overwriteAPage() throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(database.toFile(), "rw")) {
            bytes.seek(bytes.length() / 2 / 4_096 * 4_096);
            bytes.write("nonsense".repeat(512).getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void pageOverwritten_aFileThatWasDenied_staysDenied() throws Exception {
        Path file = Files.createDirectories(home.review().denied()).resolve("b.txt");
        long denied;
        try (JobStore store = open()) {
            denied = store.claim(Files.writeString(file, "line\n"), "b.txt", "default", Decision.DENIED)
                    .id();
        }
        overwriteAPage();

        try (JobStore store = open()) {
            assertThat(store.decision(denied)).contains(Decision.DENIED);
        }
        assertThat(asides()).hasSize(1);
    }

    @Test
    void pageOverwritten_isSetAside_andMostResultsAreKept() throws Exception {
        long size = Files.size(database);
        overwriteAPage();

        try (JobStore store = open()) {
            assertThat(store.unfinished()).singleElement().satisfies(job -> {
                assertThat(job.name()).isEqualTo("a.txt");
                assertThat(store.progress(job.id()).answered()).isBetween(RESULTS / 2L, (long) RESULTS);
            });
        }
        assertThat(asides()).hasSize(1);
        assertThat(Files.size(home.state().resolve(asides().get(0)))).isEqualTo(size);
    }

    @Test
    void noDatabaseAtAll_isSetAside_andTheJobBeginsAgainFromItsFile() throws Exception {
        Files.writeString(database, "this is no database".repeat(1_000));

        try (JobStore store = open()) {
            assertThat(store.unfinished()).extracting(Job::name).containsExactly("a.txt");
        }
        assertThat(asides()).hasSize(1);
    }

    @Test
    void noDatabase_answersAreWrittenOut_fileIsArchivedOnly() throws Exception {
        Files.writeString(database, "this is no database".repeat(1_000));
        Files.writeString(home.outbox().resolve("a.report.json"), "{\"job\":1,\"file\":\"a.txt\"}");

        try (JobStore store = open()) {
            assertThat(store.unfinished()).isEmpty();
        }
        assertThat(home.archive().resolve("a.txt")).exists();
    }

    @Test
    void newerVersion_isRefusedWithASentence_andLeftAsItIs() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO flyway_schema_history SELECT 99, '99', 'future', type, 'V99__future.sql',"
                    + " checksum, installed_by, installed_on, execution_time, success FROM flyway_schema_history"
                    + " WHERE installed_rank = 1");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }

        assertThatThrownBy(this::open)
                .hasMessageContaining("newer version of Sluice")
                .hasMessageContaining("99");
        assertThat(asides()).isEmpty();
    }

    @Test
    void emptied_isSetAside_andTheJobBeginsAgainFromItsFile() throws Exception {
        Files.write(database, new byte[0]);

        try (JobStore store = open()) {
            assertThat(store.unfinished()).extracting(Job::name).containsExactly("a.txt");
        }
        assertThat(asides()).hasSize(1);
    }

    @Test
    void stateOfAnotherHome_isRefused() throws Exception {
        HomeFolder other = HomeFolder.of(folder.resolve("other"), null, home.state());

        assertThatThrownBy(other::create).hasMessageContaining("another home folder");
    }

    @Test
    void stateElsewhereThatIsNotThere_isRefused() throws Exception {
        Path apart = folder.resolve("apart");
        HomeFolder first = HomeFolder.of(folder.resolve("second"), null, apart);
        first.create();
        Files.delete(apart.resolve("home"));

        HomeFolder again = HomeFolder.of(folder.resolve("second"), null, null);

        assertThatThrownBy(again::create).hasMessageContaining("mount that folder");
    }
}
