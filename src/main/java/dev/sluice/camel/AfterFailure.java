package dev.sluice.camel;

import dev.sluice.job.JobCounts;
import dev.sluice.job.JobStore;
import dev.sluice.limit.RateLimitPool;
import dev.sluice.limit.RateLimitPools;
import dev.sluice.limit.Reservation;
import dev.sluice.provider.ProviderException;
import dev.sluice.time.StoppedException;
import dev.sluice.time.Ticker;
import dev.sluice.usage.RequestUse.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from an attempt that failed: its budget is settled, its pool hears of it, and the redelivery learns how
 * long the provider asks to wait. Thread-safe.
 */
public final class AfterFailure implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(AfterFailure.class);
    /** A worker sleeps no longer than this for a reply that names a time; its pool may stay shut for longer. */
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(15);

    private static final Set<Integer> OUTAGE = Set.of(502, 503, 504, 529);
    private static final long NEXT_COUNT = Duration.ofMinutes(5).toNanos();

    private final Ticker ticker = Ticker.system();
    private final JobStore store;
    private final RateLimitPools pools;
    private final RefusedForGood refusedForGood;
    private final NoteUse uses;
    private final UserBudgets budgets;
    private final int maxAttempts;
    private final int repeatPercent;

    AfterFailure(
            JobStore store,
            RateLimitPools pools,
            RefusedForGood refusedForGood,
            NoteUse uses,
            UserBudgets budgets,
            int maxAttempts,
            int repeatPercent) {
        this.budgets = budgets;
        this.uses = uses;
        this.repeatPercent = repeatPercent;
        this.refusedForGood = refusedForGood;
        this.store = store;
        this.pools = pools;
        this.maxAttempts = maxAttempts;
    }

    @Override
    public void process(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (isStop(failure)) {
            Attempt.reservation(exchange).ifPresent(Reservation::withdraw);
            return;
        }
        noteOver(exchange, failure);
        PromptGroup group = Attempt.group(exchange);
        RateLimitPool pool = pools.pool(group.pool());
        noteUse(exchange, group, failure);
        Optional<Reservation> reservation = Attempt.reservation(exchange);
        LOG.debug(
                "request failed: pool={} prompts={} cause={}",
                group.pool(),
                group.prompts().size(),
                failure.toString());
        if (failure instanceof ProviderException.RateLimited limited) {
            reservation.ifPresent(refused -> {
                refused.refund();
                Duration wait = pool.refused(refused, WireLimits.refusal(limited));
                exchange.getIn()
                        .setHeader(Exchange.REDELIVERY_DELAY, withJitter(wait).toMillis());
            });
            count(group, JobCounts.refusal());
        } else if (failure instanceof ProviderException.Blocked blocked) {
            reservation.ifPresent(refused -> {
                refused.refund();
                pool.block(refused, String.valueOf(blocked.getMessage()));
            });
            exchange.getIn().setHeader(Exchange.REDELIVERY_DELAY, 0L);
        } else if (failure instanceof ProviderException.Rejected || failure instanceof ProviderException.TooLarge) {
            reservation.ifPresent(refused -> {
                refused.refund();
                pool.rejected(refused);
            });
            refusedForGood.note(group, failure);
            Attempt.countAttempt(exchange);
        } else {
            refusedForGood.note(group, failure);
            noteFault(exchange, pool, failure);
            retryAfter(failure)
                    .ifPresent(wait -> exchange.getIn()
                            .setHeader(
                                    Exchange.REDELIVERY_DELAY, withJitter(wait).toMillis()));
            count(group, JobCounts.retry());
        }
    }

    /** Returns whether the request goes out again: always after a rate limit, else while attempts are left. */
    public boolean mayRetry(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        return !pools.stopped()
                && !store.isOver(Attempt.group(exchange).prompts())
                && (failure instanceof ProviderException.RateLimited
                        || failure instanceof ProviderException.Blocked
                        || neverArrived(failure)
                        || (Attempt.attempts(exchange) < maxAttempts && mayRepeat(exchange, failure)));
    }

    private boolean mayRepeat(Exchange exchange, Exception failure) {
        return !mayBePaid(failure) || store.takeRepeats(Attempt.group(exchange).prompts(), repeatPercent);
    }

    /** A request without any reply may have been answered and paid for all the same; one with a useless reply was. */
    private void noteOver(Exchange exchange, Exception failure) {
        store.over(Attempt.request(exchange));
        if (mayBePaid(failure)) {
            Attempt.lost(exchange);
        }
    }

    private void noteUse(Exchange exchange, PromptGroup group, Exception failure) {
        if (!neverArrived(failure)) {
            boolean limited = failure instanceof ProviderException.RateLimited;
            boolean untold = uses.failed(exchange, group, limited ? Outcome.RATE_LIMITED : Outcome.FAILED);
            if (untold && mayBePaid(failure)) {
                budgets.lost(group.prompts());
            }
            awaitCounted(failure);
        }
    }

    /** What an attempt has used counts before its prompts are sent again. */
    private void awaitCounted(Exception failure) {
        if (budgets.boundAnybody() && !(failure instanceof ProviderException.RateLimited)) {
            try {
                store.awaitStored();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean mayBePaid(Exception failure) {
        return failure instanceof ProviderException reply
                ? reply.status() == 200
                : failure instanceof IOException && !neverArrived(failure);
    }

    /**
     * A request that never arrived is no attempt, and costs nothing. During an outage those who find out whether it is over
     * count an attempt only every five minutes: it is not their fault, and yet it may be.
     */
    private void noteFault(Exchange exchange, RateLimitPool pool, Exception failure) {
        Optional<Reservation> reservation = Attempt.reservation(exchange);
        if (neverArrived(failure)) {
            reservation.ifPresent(Reservation::refund);
        } else if (!pool.isProbing()
                || !isOutage(failure)
                || Attempt.nanosSinceCounted(exchange, ticker) > NEXT_COUNT) {
            Attempt.countFault(exchange, ticker);
        }
        reservation.ifPresent(failed -> pool.faulted(
                failed,
                String.valueOf(failure.getMessage()),
                retryAfter(failure).orElse(null)));
    }

    private static boolean isOutage(Exception failure) {
        return failure instanceof ProviderException.Unavailable unavailable && OUTAGE.contains(unavailable.status());
    }

    private static boolean neverArrived(Exception failure) {
        return failure instanceof ConnectException
                || failure instanceof ConnectTimeoutException
                || failure instanceof UnknownHostException
                || failure instanceof NoRouteToHostException;
    }

    /** Camel asks here about a stop too, where the attempt before has failed. */
    private static boolean isStop(Exception failure) {
        return failure instanceof StoppedException
                || failure instanceof InterruptedException
                || failure instanceof RejectedExecutionException;
    }

    private static Optional<Duration> retryAfter(Exception failure) {
        return failure instanceof ProviderException provider ? provider.retryAfter() : Optional.empty();
    }

    /** Adds up to a quarter, at most a second: never earlier than told, and not all at once. */
    private Duration withJitter(Duration wait) {
        Duration capped = wait.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : wait;
        long jitter = Math.min(1_000, capped.toMillis() / 4 + 1);
        return capped.plusMillis(ThreadLocalRandom.current().nextLong(jitter + 1));
    }

    private void count(PromptGroup group, JobCounts counts) {
        PerJob.of(group.prompts()).forEach((job, prompts) -> store.count(job, counts));
    }
}
