package dev.sluice.evidence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the tables of usage for some business days. For one thread. */
final class UsageTables {
    private static final String FIRST_USE = """
            SELECT day FROM usage_days WHERE pool = ? AND model = ? ORDER BY day LIMIT 1""";
    private static final String DAYS = """
            SELECT day, pool, model, SUM(requests), SUM(prompts), SUM(input_tokens), SUM(cached_tokens),
              SUM(output_tokens), SUM(cost_microusd), SUM(unpriced), SUM(rate_limited), SUM(waited_millis)
            FROM usage_days WHERE day BETWEEN ? AND ? GROUP BY day, pool, model""";
    private static final String USERS = """
            SELECT pool, model, COUNT(*) FROM (SELECT DISTINCT pool, model, user FROM usage_days
              WHERE day BETWEEN ? AND ? AND strftime('%w', day) NOT IN ('0', '6') AND user <> '' AND requests > 0)
            GROUP BY pool, model""";
    private static final String MINUTES = """
            SELECT minute, pool, model, requests, input_tokens + output_tokens, rate_limited > 0 OR waited_millis >= ?
            FROM usage_minutes WHERE minute >= ? AND minute < ? ORDER BY minute""";
    private static final long NO_NUMBER = -1;

    private final Connection connection;
    private final BusinessDays window;
    private final TreeMap<Key, Use> uses = new TreeMap<>();

    private UsageTables(Connection connection, BusinessDays window) {
        this.connection = connection;
        this.window = window;
    }

    /** Returns what was used of each model that was used on these days. */
    static List<ModelUse> read(Connection connection, BusinessDays window) throws SQLException {
        UsageTables tables = new UsageTables(connection, window);
        tables.readDays();
        tables.readFirstUse();
        tables.readUsers();
        tables.readMinutes();
        return tables.uses.entrySet().stream()
                .map(entry -> entry.getValue().of(entry.getKey()))
                .filter(use -> use.total().requests() > 0)
                .toList();
    }

    private void readDays() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(DAYS)) {
            setWindow(query);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    int day = window.indexOf(LocalDate.parse(rows.getString(1)));
                    if (day >= 0) {
                        uses.computeIfAbsent(key(rows, 2), key -> new Use(window.count())).days[day] = totals(rows);
                    }
                }
            }
        }
    }

    private static Totals totals(ResultSet rows) throws SQLException {
        return new Totals(
                rows.getLong(4),
                rows.getLong(5),
                rows.getLong(6),
                rows.getLong(7),
                rows.getLong(8),
                rows.getLong(9),
                rows.getLong(10),
                rows.getLong(11),
                rows.getLong(12));
    }

    private void readFirstUse() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(FIRST_USE)) {
            for (Map.Entry<Key, Use> entry : uses.entrySet()) {
                query.setString(1, entry.getKey().pool);
                query.setString(2, entry.getKey().model);
                try (ResultSet row = query.executeQuery()) {
                    if (row.next()) {
                        entry.getValue().first = LocalDate.parse(row.getString(1));
                    }
                }
            }
        }
    }

    private void readUsers() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(USERS)) {
            setWindow(query);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    Use use = uses.get(key(rows, 1));
                    if (use != null) {
                        use.users = rows.getLong(3);
                    }
                }
            }
        }
    }

    /** Reads the minutes, a run of neighbouring days at a time, so that weekends are passed over. */
    private void readMinutes() throws SQLException {
        Map<Long, Map<Long, Use>> places = places();
        try (PreparedStatement query = connection.prepareStatement(MINUTES)) {
            for (List<LocalDate> run : runs(window.days())) {
                query.setLong(1, ModelUse.LEAST_WAITED_MILLIS);
                query.setLong(2, window.startOf(run.get(0)));
                query.setLong(3, window.startOf(run.get(run.size() - 1).plusDays(1)));
                readMinutes(query, places);
            }
        }
    }

    private static void readMinutes(PreparedStatement query, Map<Long, Map<Long, Use>> places) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                Use use = places.getOrDefault(rows.getLong(2), Map.of()).get(rows.getLong(3));
                if (use != null) {
                    use.add(rows.getLong(1), rows.getLong(4), rows.getLong(5), rows.getLong(6) > 0);
                }
            }
        }
    }

    /** Returns the uses by the numbers that stand for their pools and models in the rows of minutes. */
    private Map<Long, Map<Long, Use>> places() throws SQLException {
        Map<Long, Map<Long, Use>> places = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT id FROM usage_names WHERE name = ?")) {
            for (Map.Entry<Key, Use> entry : uses.entrySet()) {
                places.computeIfAbsent(number(query, entry.getKey().pool), pool -> new HashMap<>())
                        .put(number(query, entry.getKey().model), entry.getValue());
            }
        }
        return places;
    }

    private static long number(PreparedStatement query, String name) throws SQLException {
        query.setString(1, name);
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? row.getLong(1) : NO_NUMBER;
        }
    }

    private static Collection<List<LocalDate>> runs(List<LocalDate> days) {
        List<List<LocalDate>> runs = new ArrayList<>();
        LocalDate expected = null;
        for (LocalDate day : days) {
            if (!day.equals(expected)) {
                runs.add(new ArrayList<>());
            }
            runs.get(runs.size() - 1).add(day);
            expected = day.plusDays(1);
        }
        return runs;
    }

    private void setWindow(PreparedStatement query) throws SQLException {
        query.setString(1, window.first().toString());
        query.setString(2, window.last().toString());
    }

    private static Key key(ResultSet rows, int column) throws SQLException {
        return new Key(rows.getString(column), rows.getString(column + 1));
    }

    private record Key(String pool, String model) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byModel = model.compareTo(other.model);
            return byModel != 0 ? byModel : pool.compareTo(other.pool);
        }
    }

    /** What was found of one model so far. */
    private static final class Use {
        private final Totals[] days;
        private final BusyMinutes minutes = new BusyMinutes();
        private LocalDate first = LocalDate.MAX;
        private long limitedMinutes;
        private long users;

        Use(int days) {
            this.days = new Totals[days];
            Arrays.fill(this.days, Totals.NONE);
        }

        /** Adds a minute; they come in order. */
        void add(long minute, long requests, long tokens, boolean limited) {
            limitedMinutes += limited ? 1 : 0;
            if (requests > 0) {
                minutes.add(minute, requests, tokens);
            }
        }

        ModelUse of(Key key) {
            return new ModelUse(key.pool, key.model, first, Arrays.asList(days), minutes, limitedMinutes, users);
        }
    }
}
