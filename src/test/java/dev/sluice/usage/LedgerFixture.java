package dev.sluice.usage;

import dev.sluice.prompt.Model;
import dev.sluice.prompt.ModelCatalog;
import dev.sluice.prompt.Price;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteDataSource;

/** A ledger in a database of its own, in memory. */
final class LedgerFixture implements AutoCloseable {
    static final Asker ANA = new Asker("ana", "default");
    static final Asker BEN = new Asker("ben", "search");
    private static int count;
    private final Connection connection;
    private final Ledger ledger;

    LedgerFixture(ZoneId zone, Price... prices) {
        String url = "jdbc:sqlite:file:ledger-" + ++count + "?mode=memory&cache=shared";
        try {
            connection = DriverManager.getConnection(url);
            SQLiteDataSource source = new SQLiteDataSource();
            source.setUrl(url);
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:sluice/db")
                    .load()
                    .migrate();
            connection.setAutoCommit(false);
            ModelCatalog models = new ModelCatalog(List.of(new Model("m", "o200k_base", null, 1, List.of(prices))));
            ledger = new Ledger(connection, new LedgerRules(models, zone, true));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static Price price(String from, String input, String cached, String output) {
        return new Price(LocalDate.parse(from), new BigDecimal(input), new BigDecimal(cached), new BigDecimal(output));
    }

    static RequestUse use(Instant at, Service service, Long mark, List<PromptUse> prompts) {
        Asker first = prompts.isEmpty() ? ANA : prompts.get(0).asker();
        RequestUse.Outcome outcome = prompts.isEmpty() ? RequestUse.Outcome.RATE_LIMITED : RequestUse.Outcome.ANSWERED;
        return new RequestUse(at, "pool", "m", first, service, outcome, 3, Duration.ofMillis(250), mark, prompts);
    }

    static RequestUse use(String at, long tokens) {
        return use(
                Instant.parse(at),
                Service.STANDARD,
                null,
                List.of(new PromptUse(1, 0, ANA, new UsedTokens(tokens, 0, 0))));
    }

    /** Writes requests in one transaction. */
    LedgerFixture write(RequestUse... uses) {
        try {
            for (RequestUse use : uses) {
                ledger.add(use);
            }
            ledger.beforeCommit();
            connection.commit();
            return this;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes requests in a transaction that comes to nothing. */
    LedgerFixture writeInVain(RequestUse... uses) {
        try {
            for (RequestUse use : uses) {
                ledger.add(use);
            }
            ledger.rolledBack();
            connection.rollback();
            return this;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    List<UsageSum> by(UsageReport.By by, String from, String to) {
        try {
            return UsageReport.of(connection, by, LocalDate.parse(from), LocalDate.parse(to));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    UsageSum total() {
        return by(UsageReport.By.USER, "1970-01-01", "9999-12-31").stream()
                .reduce(UsageSum.none("all"), UsageSum::plus);
    }

    Connection connection() {
        return connection;
    }

    /** Returns the numbers of one row. */
    List<Long> row(String sql) {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(sql)) {
            row.next();
            List<Long> numbers = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                numbers.add(row.getLong(i));
            }
            return numbers;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
