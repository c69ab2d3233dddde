package dev.sluice.allowance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.allowance.Allowance.OnExceed;
import dev.sluice.allowance.Allowance.WhenCapped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Allowances under many workers, in virtual time. */
class BudgetsTest {
    private final SetClock clock = new SetClock();

    private static Allowance capped(@Nullable Long requests, @Nullable Long tokens, @Nullable Long microUsd) {
        return new Allowance(
                Map.of(Period.DAY, new Bound(requests, tokens, microUsd)), OnExceed.CAP, WhenCapped.WAIT, true, null);
    }

    private Budgets budgets(Map<String, Allowance> users) {
        return new Budgets(new Allowances(users, Allowance.UNBOUNDED, ZoneOffset.UTC), clock, Budgets.History.NONE);
    }

    @Test
    void whatIsUnderWayAlready_isReserved_evenBeyondTheBound() {
        Budgets budgets = budgets(Map.of("ana", capped(2L, null, null)));
        Amount request = new Amount(1, 0, 0);
        for (int i = 0; i < 3; i++) {
            budgets.reserveAnyway("ana", request);
        }
        assertThat(budgets.reserve("ana", request)).isPresent();
        budgets.release("ana", request);
        budgets.release("ana", request);
        assertThat(budgets.reserve("ana", request)).isEmpty();
    }

    @Test
    void eightWorkers_threeUsers_tenThousandPrompts_noCapIsPassed_andTheRestResumesTheNextDay() throws Exception {
        Map<String, Long> caps = Map.of("ana", 100_000L, "ben", 250_000L, "cem", 77_777L);
        Map<String, Allowance> users = new ConcurrentHashMap<>();
        caps.forEach((user, cap) -> users.put(user, capped(null, cap, null)));
        Budgets budgets = budgets(users);
        Queue<String> prompts = new ConcurrentLinkedQueue<>();
        IntStream.range(0, 10_000).forEach(i -> prompts.add(new String[] {"ana", "ben", "cem"}[i % 3]));
        int days = 0;
        while (!prompts.isEmpty()) {
            Map<String, AtomicLong> spent = new ConcurrentHashMap<>();
            work(budgets, prompts, spent, clock.instant());
            spent.forEach((user, tokens) -> {
                assertThat(tokens.get()).as(user).isLessThanOrEqualTo(caps.get(user));
                assertThat(budgets.usedIn(user, Period.DAY).tokens()).isEqualTo(tokens.get());
                assertThat(budgets.reserved(user)).isEqualTo(Amount.NOTHING);
            });
            days++;
            clock.pass(Duration.ofDays(1));
        }
        assertThat(days).isGreaterThan(1).isLessThan(20);
    }

    /** Eight workers take prompts until nobody may send any more today. */
    private static void work(Budgets budgets, Queue<String> prompts, Map<String, AtomicLong> spent, Instant at)
            throws InterruptedException {
        Queue<String> held = new ConcurrentLinkedQueue<>();
        Thread[] workers = new Thread[8];
        for (int worker = 0; worker < workers.length; worker++) {
            Random random = new Random(worker);
            workers[worker] = new Thread(() -> {
                for (String user = prompts.poll(); user != null; user = prompts.poll()) {
                    Amount most = new Amount(1, 100 + random.nextInt(100), 0);
                    if (budgets.reserve(user, most).isPresent()) {
                        held.add(user);
                    } else {
                        long used = random.nextInt((int) most.tokens() + 1);
                        Thread.yield();
                        budgets.used(user, new Amount(1, used, 0), at);
                        budgets.release(user, most);
                        spent.computeIfAbsent(user, name -> new AtomicLong()).addAndGet(used);
                    }
                }
            });
            workers[worker].start();
        }
        for (Thread worker : workers) {
            worker.join();
        }
        prompts.addAll(held);
    }

    @Property(tries = 200)
    void anyInterleaving_neverPassesAnyBound(
            @ForAll @IntRange(min = 1, max = 500) int bound, @ForAll long seed, @ForAll boolean cost) {
        SetClock time = new SetClock();
        Allowance allowance = cost ? capped(null, null, (long) bound) : capped((long) bound, null, null);
        Budgets budgets = new Budgets(
                new Allowances(Map.of("u", allowance), Allowance.UNBOUNDED, ZoneOffset.UTC),
                time,
                Budgets.History.NONE);
        Random random = new Random(seed);
        java.util.List<Amount> open = new java.util.ArrayList<>();
        long used = 0;
        for (int step = 0; step < 300; step++) {
            if (open.isEmpty() || random.nextBoolean()) {
                long size = 1 + random.nextInt(50);
                Amount wanted = cost ? new Amount(0, 0, size) : new Amount(size, 0, 0);
                if (budgets.reserve("u", wanted).isEmpty()) {
                    open.add(wanted);
                }
            } else {
                Amount reserved = open.remove(random.nextInt(open.size()));
                long most = cost ? reserved.microUsd() : reserved.requests();
                long part = random.nextInt((int) most + 1);
                budgets.used("u", cost ? new Amount(0, 0, part) : new Amount(part, 0, 0), time.instant());
                budgets.release("u", reserved);
                used += part;
            }
            assertThat(used).isLessThanOrEqualTo(bound);
        }
    }

    @Test
    void refusal_saysWhat_andUntilWhen_andWhetherItCanEverBe() {
        Budgets budgets = budgets(Map.of("u", capped(null, 100L, null)));

        assertThat(budgets.reserve("u", new Amount(1, 60, 0))).isEmpty();
        Budgets.Refusal refusal = budgets.reserve("u", new Amount(1, 60, 0)).orElseThrow();

        assertThat(refusal.what()).isEqualTo("tokens=120 of 100");
        assertThat(refusal.until()).isEqualTo("2026-11-23T00:00:00Z");
        assertThat(refusal.never()).isFalse();
        assertThat(refusal.reserved()).isTrue();
        assertThat(budgets.reserve("u", new Amount(1, 101, 0)).orElseThrow().never())
                .isTrue();
    }

    @Test
    void historyOfTheWindow_counts_andEachUserHasTheAllowanceForOthersForHimself() {
        Budgets budgets = new Budgets(
                new Allowances(Map.of(), capped(10L, null, null), ZoneOffset.UTC),
                clock,
                (user, from, to) -> user.equals("old") ? new Amount(10, 0, 0) : Amount.NOTHING);

        assertThat(budgets.reserve("old", new Amount(1, 0, 0))).isPresent();
        assertThat(budgets.reserve("new", new Amount(10, 0, 0))).isEmpty();
        assertThat(budgets.reserve("newer", new Amount(10, 0, 0))).isEmpty();
    }

    @Test
    void windowThatTurns_beginsEmpty_evenWhereTheHistoryHasWhatIsCountedNext() {
        Map<String, Long> ledger = new ConcurrentHashMap<>(Map.of("2026-11-22", 40L));
        Budgets budgets = new Budgets(
                new Allowances(Map.of("u", capped(60L, null, null)), Allowance.UNBOUNDED, ZoneOffset.UTC),
                clock,
                (user, from, to) -> new Amount(ledger.getOrDefault(from.toString(), 0L), 0, 0));
        Amount twenty = new Amount(20, 0, 0);
        assertThat(budgets.reserve("u", twenty)).isEmpty();
        Instant before = clock.instant();
        clock.pass(Duration.ofDays(1));

        ledger.put("2026-11-23", 20L);
        budgets.used("u", twenty, clock.instant());
        budgets.release("u", twenty);
        budgets.used("u", twenty, before);

        assertThat(budgets.usedIn("u", Period.DAY)).isEqualTo(twenty);
        assertThat(budgets.reserve("u", new Amount(40, 0, 0))).isEmpty();
        assertThat(budgets.reserve("u", new Amount(1, 0, 0))).isPresent();
    }

    @Test
    void attemptThatFailed_overdraws_untilWhatWasReservedIsGivenBack() {
        Budgets budgets = budgets(Map.of("u", capped(2L, null, null)));
        Amount one = new Amount(1, 0, 0);
        assertThat(budgets.reserve("u", one)).isEmpty();
        assertThat(budgets.reserve("u", one)).isEmpty();
        assertThat(budgets.isOverdrawn("u", Amount.NOTHING)).isFalse();

        budgets.used("u", one, clock.instant());

        assertThat(budgets.isOverdrawn("u", Amount.NOTHING)).isTrue();
        assertThat(budgets.isOverdrawn("u", one)).isFalse();
        budgets.release("u", one);
        assertThat(budgets.isOverdrawn("u", Amount.NOTHING)).isFalse();
    }

    /** A clock that is set by hand. */
    private static final class SetClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-22T09:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
