package dev.sluice.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** Reads the database of a home folder from outside, also while another process works on it. Stateless. */
public final class HomeDatabase {
    private HomeDatabase() {}

    /** Returns how all jobs stand. */
    public static List<JobStatus> jobs(HomeFolder home) {
        return reading(home, List.of(), JobDatabase::jobStatus);
    }

    /** Returns what was last noted of the limit pools. */
    public static List<PoolNote> pools(HomeFolder home) {
        return reading(home, List.of(), JobDatabase::poolNotes);
    }

    /** Reads something, or returns this where there is no database. */
    public static <T> T read(HomeFolder home, T nothing, Transaction<T> work) {
        return reading(home, nothing, database -> database.reading(work));
    }

    /** Reads something that takes what was last noted of the limit pools, or returns this where there is no database. */
    public static <T> T readWithPools(HomeFolder home, T nothing, Function<List<PoolNote>, Transaction<T>> work) {
        return reading(home, nothing, database -> database.reading(work.apply(database.poolNotes())));
    }

    static <T> T reading(HomeFolder home, T nothing, JobDatabase.Read<T> read) {
        Path file = fileOf(home);
        if (!Files.exists(file)) {
            return nothing;
        }
        try (JobDatabase database = new JobDatabase(file)) {
            if (!database.isCurrent()) {
                database.migrate();
            }
            return read.from(database);
        } catch (SQLException | RuntimeException e) {
            throw problem(file, e);
        }
    }

    private static RuntimeException problem(Path file, Exception failure) {
        if (BrokenDatabase.isCauseOf(failure)) {
            return new StoreException("the database is damaged; the next run sets it aside and keeps what can be read"
                    + " of it: file=" + file);
        }
        return failure instanceof RuntimeException known
                ? known
                : new StoreException("the database can't be read: file=" + file, failure);
    }

    static Path fileOf(HomeFolder home) {
        return home.state().resolve(JobStore.DATABASE);
    }
}
