package dev.sluice.job;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements for the rows of {@code answers.csv}, but for the one that notes a row. Stateless. */
final class AnswerTable {
    private AnswerTable() {}

    /** Returns the folders that have rows of a sweep that has not ended. */
    static List<String> openFolders(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT DISTINCT folder FROM answers WHERE goes_to = '' ORDER BY folder");
                ResultSet rows = select.executeQuery()) {
            List<String> folders = new ArrayList<>();
            while (rows.next()) {
                folders.add(rows.getString(1));
            }
            return folders;
        }
    }

    /** Returns the sweeps that have ended, and whose rows are still there. */
    static List<Sweep> ended(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT DISTINCT goes_to, folder FROM answers WHERE goes_to > '' ORDER BY goes_to");
                ResultSet rows = select.executeQuery()) {
            List<Sweep> ended = new ArrayList<>();
            while (rows.next()) {
                ended.add(new Sweep(rows.getString(2), rows.getString(1)));
            }
            return ended;
        }
    }

    /** Notes that the rows of a folder go into a file, which later ones don't. */
    static void end(Connection connection, Sweep sweep) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE answers SET goes_to = ? WHERE goes_to = '' AND folder = ?")) {
            update.setString(1, sweep.file());
            update.setString(2, sweep.folder());
            update.executeUpdate();
        }
    }

    /** Forgets the rows of a file. */
    static void forget(Connection connection, String file) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM answers WHERE goes_to = ?")) {
            delete.setString(1, file);
            delete.executeUpdate();
        }
    }

    /** Returns the label's column of a file, that of the latest job where a profile was changed meanwhile, or empty. */
    static Optional<String> labelColumn(Connection connection, String file) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT label_column FROM answers WHERE goes_to = ? AND label_column IS NOT NULL
                ORDER BY job_id DESC LIMIT 1""")) {
            select.setString(1, file);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    /** Returns the first rows of a file by the names of their files, or those after another row. */
    static List<AnswerRow> page(Connection connection, String file, @Nullable AnswerRow after, int most)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT job_id, folder, file, answer, label_column, label, error FROM answers
                WHERE goes_to = ? AND (file, job_id) > (?, ?) ORDER BY file, job_id LIMIT ?""")) {
            select.setString(1, file);
            select.setString(2, after == null ? "" : after.file());
            select.setLong(3, after == null ? 0 : after.job());
            select.setInt(4, most);
            List<AnswerRow> page = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    page.add(new AnswerRow(
                            rows.getLong(1),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(5),
                            rows.getString(6),
                            rows.getString(7)));
                }
            }
            return page;
        }
    }
}
