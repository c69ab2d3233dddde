package dev.sluice.usage;

import dev.sluice.prompt.Price;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes requests and their prompts into the ledger, in the transaction of whoever has the connection, and adds them to the sums
 * of their minute and day: once for each transaction and sum. Not thread-safe.
 */
public final class Ledger {
    private static final long UNKNOWN = -1;
    private static final long MILLIS_OF_MINUTE = 60_000;
    private static final int MOST_NAMES = 100_000;
    /** The columns of sums of days, in the order that {@link Amounts} has them in. */
    private static final List<String> SUMS = List.of(
            "requests",
            "prompts",
            "input_tokens",
            "cached_tokens",
            "output_tokens",
            "cost_microusd",
            "unpriced",
            "rate_limited",
            "waited_millis");

    /** Those of minutes, which have one more. */
    private static final List<String> SUMS_OF_MINUTES =
            Stream.concat(SUMS.stream(), Stream.of("answered")).toList();

    private final Connection connection;
    private final LedgerRules rules;
    private final PreparedStatement insertRequest;
    private final PreparedStatement insertPrompt;
    private final PreparedStatement insertName;
    private final PreparedStatement selectName;
    private final PreparedStatement addToMinute;
    private final PreparedStatement addToDay;
    private final Map<String, Long> names = new HashMap<>();
    private final Map<MinuteKey, Amounts> minutes = new HashMap<>();
    private final Map<DayKey, Amounts> days = new HashMap<>();
    private long lastRequest = UNKNOWN;

    private record MinuteKey(long minute, String pool, String model) {}

    private record DayKey(LocalDate day, String pool, String model, Asker asker) {}

    /** Opens the ledger of a database. */
    public Ledger(Connection connection, LedgerRules rules) throws SQLException {
        this.connection = connection;
        this.rules = rules;
        insertRequest = connection.prepareStatement("""
                INSERT INTO usage_requests (id, at, pool, model, user, profile, service, outcome, carried, input_tokens,
                cached_tokens, output_tokens, cost_microusd, waited_millis, mark)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""");
        insertPrompt = connection.prepareStatement("""
                INSERT INTO usage_prompts (request, n, job_id, idx, user, profile, input_tokens, cached_tokens,
                output_tokens, cost_microusd) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
        insertName = connection.prepareStatement("INSERT INTO usage_names (name) VALUES (?) ON CONFLICT DO NOTHING");
        selectName = connection.prepareStatement("SELECT id FROM usage_names WHERE name = ?");
        addToMinute = connection.prepareStatement(
                upsert("usage_minutes", List.of("minute", "pool", "model"), SUMS_OF_MINUTES));
        addToDay = connection.prepareStatement(
                upsert("usage_days", List.of("day", "pool", "model", "user", "profile"), SUMS));
    }

    private static String upsert(String table, List<String> keys, List<String> sums) {
        List<String> columns = Stream.concat(keys.stream(), sums.stream()).toList();
        String added = sums.stream()
                .map(column -> column + " = " + column + " + excluded." + column)
                .collect(Collectors.joining(", "));
        return "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES ("
                + String.join(", ", Collections.nCopies(columns.size(), "?")) + ") ON CONFLICT DO UPDATE SET " + added;
    }

    /** Writes a request with its prompts; returns it as it counts, or empty where it has a mark and was written before. */
    public Optional<CountedUse> add(RequestUse use) throws SQLException {
        if (!rules.kept()) {
            return Optional.empty();
        }
        LocalDate day = dayOf(use.at());
        long[] costs = costs(use, day);
        if (!insert(use, costs)) {
            return Optional.empty();
        }
        Amounts minute = ofMinute(use);
        minute.addRequest(use);
        ofDay(day, use, use.first()).addRequest(use);
        for (int i = 0; i < use.prompts().size(); i++) {
            PromptUse prompt = use.prompts().get(i);
            insertPrompt(i, prompt, costs[i]);
            minute.addPrompt(prompt.tokens(), costs[i]);
            ofDay(day, use, prompt.asker()).addPrompt(prompt.tokens(), costs[i]);
        }
        boolean priced = Arrays.stream(costs).allMatch(cost -> cost != UNKNOWN);
        return Optional.of(
                new CountedUse(use, priced ? Arrays.stream(costs).boxed().toList() : List.of()));
    }

    /** Writes beside the ledger what a user may have used. */
    public void addMaybeUsed(String user, MaybeUsed most, Instant at) throws SQLException {
        most.add(connection, dayOf(at), user);
    }

    private LocalDate dayOf(Instant at) {
        return at.atZone(rules.zone()).toLocalDate();
    }

    private Amounts ofMinute(RequestUse use) {
        long minute = Math.floorDiv(use.at().toEpochMilli(), MILLIS_OF_MINUTE);
        return minutes.computeIfAbsent(new MinuteKey(minute, use.pool(), use.model()), key -> new Amounts());
    }

    private Amounts ofDay(LocalDate day, RequestUse use, Asker asker) {
        return days.computeIfAbsent(new DayKey(day, use.pool(), use.model(), asker), key -> new Amounts());
    }

    private long[] costs(RequestUse use, LocalDate day) {
        Optional<Price> price = rules.models().find(use.model()).priceOn(day);
        return price.map(known -> CostShares.of(known, use.service(), use.prompts()))
                .orElseGet(() ->
                        use.prompts().stream().mapToLong(prompt -> UNKNOWN).toArray());
    }

    private boolean insert(RequestUse use, long[] costs) throws SQLException {
        if (lastRequest == UNKNOWN) {
            lastRequest = highestRequest();
        }
        UsedTokens tokens = use.tokens();
        insertRequest.setLong(1, lastRequest + 1);
        insertRequest.setLong(2, use.at().toEpochMilli());
        insertRequest.setLong(3, number(use.pool()));
        insertRequest.setLong(4, number(use.model()));
        insertRequest.setLong(5, number(use.first().user()));
        insertRequest.setLong(6, number(use.first().profile()));
        insertRequest.setInt(7, use.service().code());
        insertRequest.setInt(8, use.outcome().code());
        insertRequest.setInt(9, use.carried());
        insertRequest.setLong(10, tokens.input());
        insertRequest.setLong(11, tokens.cached());
        insertRequest.setLong(12, tokens.output());
        insertRequest.setObject(13, total(costs));
        insertRequest.setLong(14, use.waited().toMillis());
        insertRequest.setObject(15, use.mark());
        boolean isNew = insertRequest.executeUpdate() == 1;
        lastRequest += isNew ? 1 : 0;
        return isNew;
    }

    /** Returns the sum of costs, or null where they are unknown. */
    private static @Nullable Long total(long[] costs) {
        long sum = 0;
        for (long cost : costs) {
            if (cost == UNKNOWN) {
                return null;
            }
            sum += cost;
        }
        return sum;
    }

    private void insertPrompt(int place, PromptUse prompt, long cost) throws SQLException {
        insertPrompt.setLong(1, lastRequest);
        insertPrompt.setInt(2, place);
        insertPrompt.setLong(3, prompt.job());
        insertPrompt.setLong(4, prompt.index());
        insertPrompt.setLong(5, number(prompt.asker().user()));
        insertPrompt.setLong(6, number(prompt.asker().profile()));
        insertPrompt.setLong(7, prompt.tokens().input());
        insertPrompt.setLong(8, prompt.tokens().cached());
        insertPrompt.setLong(9, prompt.tokens().output());
        if (cost == UNKNOWN) {
            insertPrompt.setObject(10, null);
        } else {
            insertPrompt.setLong(10, cost);
        }
        insertPrompt.executeUpdate();
    }

    private long number(String name) throws SQLException {
        Long known = names.get(name);
        if (known != null) {
            return known;
        }
        insertName.setString(1, name);
        insertName.executeUpdate();
        selectName.setString(1, name);
        try (ResultSet row = selectName.executeQuery()) {
            long number = row.next() ? row.getLong(1) : 0;
            if (names.size() >= MOST_NAMES) {
                names.clear();
            }
            names.put(name, number);
            return number;
        }
    }

    private long highestRequest() throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("SELECT COALESCE(MAX(id), 0) FROM usage_requests")) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** Adds what came since the last transaction to the sums; to be called right before each commit. */
    public void beforeCommit() throws SQLException {
        for (Map.Entry<MinuteKey, Amounts> entry : minutes.entrySet()) {
            MinuteKey key = entry.getKey();
            addToMinute.setLong(1, key.minute());
            addToMinute.setLong(2, number(key.pool()));
            addToMinute.setLong(3, number(key.model()));
            execute(addToMinute, 4, SUMS_OF_MINUTES, entry.getValue());
        }
        for (Map.Entry<DayKey, Amounts> entry : days.entrySet()) {
            DayKey key = entry.getKey();
            addToDay.setString(1, key.day().toString());
            addToDay.setString(2, key.pool());
            addToDay.setString(3, key.model());
            addToDay.setString(4, key.asker().user());
            addToDay.setString(5, key.asker().profile());
            execute(addToDay, 6, SUMS, entry.getValue());
        }
        minutes.clear();
        days.clear();
    }

    private static void execute(PreparedStatement add, int firstColumn, List<String> columns, Amounts amounts)
            throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            add.setLong(firstColumn + i, amounts.get(i));
        }
        add.executeUpdate();
    }

    /** Forgets what came since the last transaction, which was rolled back. */
    public void rolledBack() {
        minutes.clear();
        days.clear();
        names.clear();
        lastRequest = UNKNOWN;
    }
}
