package dev.sluice.job;

import java.sql.Connection;
import java.sql.SQLException;

/** What is done in the database as a whole or not at all. */
@FunctionalInterface
public interface Transaction<T> {
    /** Does it on a connection that commits afterwards. */
    T on(Connection connection) throws SQLException;
}
