package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.usage.Asker;
import dev.sluice.usage.PromptUse;
import dev.sluice.usage.RequestUse;
import dev.sluice.usage.Service;
import dev.sluice.usage.UsageReport;
import dev.sluice.usage.UsageSum;
import dev.sluice.usage.UsedTokens;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreWriterTest {
    @TempDir
    Path folder;

    private JobDatabase database;
    private StoreWriter writer;

    @BeforeEach
    void open() throws SQLException {
        database = new JobDatabase(folder.resolve("test.db"));
        database.migrate();
        writer = new StoreWriter(database.connect());
    }

    @AfterEach
    void close() {
        writer.close();
        database.close();
    }

    @Test
    void writes_inTheirOrder_areStoredBeforeTheyAreToldOf() throws Exception {
        List<Long> told = Collections.synchronizedList(new ArrayList<>());

        for (long index = 0; index < 500; index++) {
            Result result = result(index);
            writer.add(new Telling(tables -> tables.insertResult(result), () -> {
                told.add(result.index());
                assertThat(stored()).isGreaterThan((int) result.index());
            }));
        }
        writer.close();

        assertThat(told).hasSize(500).isSorted();
    }

    @Test
    void writes_whileACommitIsUnderWay_areCommittedTogether() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<Integer> storedWhenTold = Collections.synchronizedList(new ArrayList<>());
        writer.add(tables -> {
            entered.countDown();
            awaitQuietly(go);
        });
        entered.await();
        for (long index = 0; index < 100; index++) {
            Result result = result(index);
            writer.add(new Telling(tables -> tables.insertResult(result), () -> storedWhenTold.add(stored())));
        }
        go.countDown();
        writer.close();

        assertThat(storedWhenTold).hasSize(100).containsOnly(100);
    }

    @Test
    void listener_thatFails_costsNoOtherWrite() throws Exception {
        writer.add(new Telling(tables -> tables.insertResult(result(0)), () -> {
            throw new IllegalStateException("nobody listens any more");
        }));
        writer.add(tables -> tables.insertResult(result(1)));
        writer.close();

        assertThat(stored()).isEqualTo(2);
    }

    @Test
    void write_thatFails_isTriedAgainUntilItWorks() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        writer.add(tables -> {
            tables.insertResult(result(0));
            if (tries.incrementAndGet() == 1) {
                throw new SQLException("database or disk is full");
            }
        });
        await().until(() -> writer.problem().equals("database or disk is full"));
        await().until(() -> writer.problem().isEmpty());
        writer.close();

        assertThat(tries).hasValue(2);
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void used_inATransactionThatIsTriedAgain_countsOnce() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Asker asker = new Asker("ana", "default");
        RequestUse use = new RequestUse(
                Instant.EPOCH,
                "pool",
                "m",
                asker,
                Service.STANDARD,
                RequestUse.Outcome.ANSWERED,
                1,
                Duration.ZERO,
                null,
                List.of(new PromptUse(1, 0, asker, new UsedTokens(10, 0, 1))));
        writer.add(tables -> {
            tables.ledger().add(use);
            if (tries.incrementAndGet() == 1) {
                throw new SQLException("database or disk is full");
            }
        });
        await().until(() -> tries.get() == 2 && writer.problem().isEmpty());
        writer.close();

        LocalDate day = LocalDate.EPOCH;
        UsageSum ana = database.inTransaction(connection -> UsageReport.ofUser(connection, "ana", day, day));
        assertThat(ana).isEqualTo(new UsageSum("ana", 1, 1, 10, 0, 1, 0, 1, 0, 0));
    }

    @Test
    void close_whileWritesKeepFailing_ends() throws Exception {
        writer.add(tables -> {
            throw new SQLException("database or disk is full");
        });
        await().until(() -> !writer.problem().isEmpty());

        writer.close();

        assertThat(stored()).isZero();
    }

    private int stored() {
        try {
            return database.stored(1).indexes().cardinality();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Result result(long index) {
        return new Result.Failed(1, index, 1, 500, "server_error", "it broke");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Telling(StoreWriter.Write write, Runnable listener) implements StoreWriter.Write {
        @Override
        public void apply(JobTables tables) throws SQLException {
            write.apply(tables);
        }

        @Override
        public void committed() {
            listener.run();
        }
    }
}
