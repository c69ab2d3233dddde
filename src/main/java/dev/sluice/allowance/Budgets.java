package dev.sluice.allowance;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Holds the allowances: what a prompt may use at most is reserved before it is sent, in all windows at once or in none, and settled
 * to what it used. Used and reserved together never pass a bound, whoever comes at the same time, as long as nothing uses more
 * than was reserved for it. Thread-safe.
 */
public final class Budgets {
    private final Allowances allowances;
    private final Clock clock;
    private final History history;
    private final Map<String, Account> accounts = new HashMap<>();

    /** What was used before this process, such as by the ledger's sums. */
    @FunctionalInterface
    public interface History {
        /** Nothing was. */
        History NONE = (user, from, to) -> Amount.NOTHING;

        /** Returns what a user has used from one day to another, both included. */
        Amount used(String user, LocalDate from, LocalDate to);
    }

    /**
     * Why something may not be sent now. Immutable.
     *
     * @param what what it would exceed, such as {@code tokens=120 of 100}
     * @param period the period whose bound that is
     * @param until when the next window begins
     * @param never whether it would exceed an empty window too, so that it can never be sent
     * @param reserved whether some of what is in the way is only reserved, so that there may be room before
     */
    public record Refusal(String what, Period period, Instant until, boolean never, boolean reserved) {}

    /** Creates budgets that begin with what was used before. */
    public Budgets(Allowances allowances, Clock clock, History history) {
        this.allowances = allowances;
        this.clock = clock;
        this.history = history;
    }

    /**
     * Reserves an amount for a user, or returns why that can't be. Who reserves no request, since his prompts share one that is
     * reserved when it is sent, needs one to be left.
     */
    public synchronized Optional<Refusal> reserve(String user, Amount amount) {
        Allowance allowance = allowances.of(user);
        if (!allowance.isBounded()) {
            return Optional.empty();
        }
        Account account = account(user);
        Amount least = new Amount(Math.max(1, amount.requests()), amount.tokens(), amount.microUsd());
        Optional<Refusal> refusal = refusal(allowance, account, least);
        if (refusal.isEmpty()) {
            account.reserved = account.reserved.plus(amount);
        }
        return refusal;
    }

    /** Reserves an amount that is under way already, even where it exceeds a bound. */
    public synchronized void reserveAnyway(String user, Amount amount) {
        if (allowances.of(user).isBounded()) {
            Account account = account(user);
            account.reserved = account.reserved.plus(amount);
        }
    }

    /**
     * Returns whether used and reserved together exceed a bound, since something has used more than was reserved for it, such as
     * an attempt that came to nothing.
     *
     * @param spare what is reserved for nothing
     */
    public synchronized boolean isOverdrawn(String user, Amount spare) {
        Allowance allowance = allowances.of(user);
        return allowance.isBounded()
                && refusal(allowance, account(user), Amount.NOTHING.minus(spare))
                        .isPresent();
    }

    /** Returns what would be in the way of an amount, or empty; nothing is reserved. */
    public synchronized Optional<Refusal> wouldRefuse(String user, Amount amount) {
        Allowance allowance = allowances.of(user);
        return allowance.isBounded() ? refusal(allowance, account(user), amount) : Optional.empty();
    }

    private Optional<Refusal> refusal(Allowance allowance, Account account, Amount amount) {
        Instant now = clock.instant();
        for (Map.Entry<Period, Bound> entry : new EnumMap<>(allowance.bounds()).entrySet()) {
            Period period = entry.getKey();
            Amount used = account.used(period, now);
            Optional<String> exceeded =
                    entry.getValue().exceededBy(used.plus(account.reserved).plus(amount));
            if (exceeded.isPresent()) {
                boolean never = entry.getValue().exceededBy(amount).isPresent();
                boolean reserved =
                        entry.getValue().exceededBy(used.plus(amount)).isEmpty();
                Instant until = period.end(now, allowances.zone());
                return Optional.of(new Refusal(exceeded.get(), period, until, never, reserved));
            }
        }
        return Optional.empty();
    }

    /** Gives back what was reserved, since it is settled or was not sent. */
    public synchronized void release(String user, Amount amount) {
        Account account = accounts.get(user);
        if (account != null) {
            account.reserved = account.reserved.minus(amount);
        }
    }

    /**
     * Counts what a user has used, which the history has by now: it will tell whoever hasn't asked yet.
     *
     * @param at when, which tells the windows that it counts in
     */
    public synchronized void used(String user, Amount amount, Instant at) {
        Account account = accounts.get(user);
        if (account != null) {
            account.add(amount, at);
        }
    }

    /** Returns what a user has used in the present window of a period. */
    public synchronized Amount usedIn(String user, Period period) {
        return account(user).used(period, clock.instant());
    }

    /** Returns what is reserved for a user. */
    public synchronized Amount reserved(String user) {
        return account(user).reserved;
    }

    private Account account(String user) {
        return accounts.computeIfAbsent(user, Account::new);
    }

    /**
     * What one user has used and reserved. What was used before this is looked up once, before any of this is used: all that comes
     * afterwards is counted here, so that a window that begins later begins empty.
     */
    private final class Account {
        private final Map<Period, LocalDate> windows = new EnumMap<>(Period.class);
        private final Map<Period, Amount> used = new EnumMap<>(Period.class);
        private Amount reserved = Amount.NOTHING;

        Account(String user) {
            Instant now = clock.instant();
            LocalDate today = Period.DAY.firstDay(now, allowances.zone());
            for (Period period : Period.values()) {
                LocalDate first = period.firstDay(now, allowances.zone());
                windows.put(period, first);
                used.put(period, history.used(user, first, today));
            }
        }

        Amount used(Period period, Instant now) {
            LocalDate first = period.firstDay(now, allowances.zone());
            if (first.isAfter(windows.getOrDefault(period, LocalDate.MIN))) {
                windows.put(period, first);
                used.put(period, Amount.NOTHING);
            }
            return used.getOrDefault(period, Amount.NOTHING);
        }

        /** Counts what was used at a moment, which may lie before the window that has begun since then. */
        void add(Amount amount, Instant at) {
            for (Period period : Period.values()) {
                Amount before = used(period, at);
                if (period.firstDay(at, allowances.zone()).equals(windows.get(period))) {
                    used.put(period, before.plus(amount));
                }
            }
        }
    }
}
