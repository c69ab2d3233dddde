package dev.sluice.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/** A database file that is damaged: it is set aside, never deleted, and what can be read of it goes into a new one. */
final class BrokenDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(BrokenDatabase.class);
    private static final List<String> TABLES = List.of(
            "jobs",
            "results",
            "repeats",
            "maybe_repeated",
            "pools",
            "batches",
            "runs",
            "assistants",
            "answers",
            "decisions",
            "usage_names",
            "usage_requests",
            "usage_prompts",
            "usage_minutes",
            "usage_days",
            "maybe_used");
    /** Those are stored by their first columns. */
    private static final Set<String> WITHOUT_ROW_IDS =
            Set.of("usage_prompts", "usage_minutes", "usage_days", "maybe_used");

    private static final List<String> COMPANIONS = List.of("", "-wal", "-shm");
    private static final Set<Integer> BROKEN =
            Set.of(SQLiteErrorCode.SQLITE_CORRUPT.code, SQLiteErrorCode.SQLITE_NOTADB.code);
    private static final int PRIMARY_CODE = 0xff;

    private BrokenDatabase() {}

    /** Returns whether a failure means that the database file is damaged. */
    static boolean isCauseOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && BROKEN.contains(sql.getErrorCode() & PRIMARY_CODE)) {
                return true;
            }
        }
        return false;
    }

    /** Gives a damaged database file another name, and returns that. */
    static Path setAside(Path file, Clock clock) throws IOException {
        String time = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString().replace(":", "");
        Path aside = file.resolveSibling(file.getFileName() + ".broken-" + time);
        for (int k = 2; Files.exists(aside); k++) {
            aside = file.resolveSibling(file.getFileName() + ".broken-" + time + "-" + k);
        }
        for (String companion : COMPANIONS) {
            Path part = file.resolveSibling(file.getFileName() + companion);
            if (Files.exists(part)) {
                Files.move(part, aside.resolveSibling(aside.getFileName() + companion));
            }
        }
        return aside;
    }

    /** Sets a database file aside that has been emptied, and says so. */
    static void setAsideIfEmpty(Path file, Clock clock) throws IOException {
        if (Files.exists(file) && Files.size(file) == 0) {
            Path aside = setAside(file, clock);
            LOG.error(
                    "the database was empty; jobs come back from work/, and their prompts are sent again: set-aside={}",
                    aside);
        }
    }

    /** Copies what can be read of a damaged database into a new one, and says how much that was. */
    static void rescue(Path aside, JobDatabase database) throws SQLException {
        List<String> rescued = new ArrayList<>();
        try (Connection to = database.connect()) {
            to.setAutoCommit(false);
            for (String table : TABLES) {
                rescued.add(rescue(table, aside, to) + " " + table.replace('_', ' '));
            }
            to.commit();
            to.setAutoCommit(true);
        }
        LOG.error(
                "the database was damaged; it is set aside, and a new one has what could be read of it. What is missing is"
                        + " taken from work/ and outbox/, and prompts without a result are sent again:"
                        + " set-aside={} read={}",
                aside,
                String.join(", ", rescued));
    }

    /** Reads a table from its begin and, where that ends early, from its end too. */
    private static long rescue(String table, Path aside, Connection to) throws SQLException {
        long rows = 0;
        String column1 = WITHOUT_ROW_IDS.contains(table) ? "1 " : "rowid ";
        for (String order : List.of("ASC", "DESC")) {
            try (Connection from = DriverManager.getConnection("jdbc:sqlite:" + aside);
                    Statement select = from.createStatement();
                    ResultSet row = select.executeQuery("SELECT * FROM " + table + " ORDER BY " + column1 + order);
                    PreparedStatement insert = insert(table, row, to)) {
                while (row.next()) {
                    for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                        insert.setObject(column, row.getObject(column));
                    }
                    rows += insert.executeUpdate();
                }
                return rows;
            } catch (SQLException e) {
                LOG.debug("the rest of the table can't be read: table={} cause={}", table, e.getMessage());
            }
        }
        return rows;
    }

    private static PreparedStatement insert(String table, ResultSet row, Connection to) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            columns.add(row.getMetaData().getColumnName(column));
        }
        String places = String.join(", ", Collections.nCopies(columns.size(), "?"));
        return to.prepareStatement(
                "INSERT OR IGNORE INTO " + table + " (" + String.join(", ", columns) + ") VALUES (" + places + ")");
    }
}
