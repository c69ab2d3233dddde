package dev.sluice.camel;

import dev.sluice.job.StoreException;
import dev.sluice.polled.RunStep;
import dev.sluice.polled.RunStep.Action;
import dev.sluice.provider.ProviderException;
import dev.sluice.time.StoppedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A step of a run that failed, and what its failure tells. Immutable.
 *
 * @param step what was to be done
 * @param cause why it was not, as it was thrown
 */
record RunFailure(RunStep step, Exception cause) {
    private static final Logger LOG = LoggerFactory.getLogger(RunFailure.class);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    /** A gateway gives up waiting, while what is behind it goes on. */
    private static final Set<Integer> MAY_HAVE_ACTED = Set.of(408, 499, 500, 502, 504, 524);

    private static final String ASSISTANT = "assistant";
    private static final String THREAD = "thread";

    String message() {
        return String.valueOf(cause.getMessage());
    }

    /** Returns whether Sluice stops, or the job was cancelled. */
    boolean isStop() {
        return cause instanceof StoppedException
                || cause instanceof InterruptedException
                || cause instanceof RejectedExecutionException;
    }

    boolean isLimited() {
        return cause instanceof ProviderException.RateLimited;
    }

    boolean isBlocked() {
        return cause instanceof ProviderException.Blocked;
    }

    /** Returns whether our own database is at fault, not the provider. */
    boolean isOfStore() {
        return cause instanceof StoreException;
    }

    /** Returns whether the provider will not have what it was asked, however often. */
    boolean isRefusal() {
        return cause instanceof ProviderException.Rejected || cause instanceof ProviderException.TooLarge;
    }

    boolean neverArrived() {
        return cause instanceof ConnectException
                || cause instanceof ConnectTimeoutException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException;
    }

    /** Returns whether the provider may have started what was asked for, though nobody was told. */
    boolean mayHaveStarted() {
        if (cause instanceof ProviderException reply) {
            return reply.status() == 0 || reply.status() == 200 || MAY_HAVE_ACTED.contains(reply.status());
        }
        return !neverArrived() && !isOfStore() && !(cause instanceof StoppedException);
    }

    /** Returns whether a thread has a run already: one of ours has it from a start whose reply was lost. */
    boolean isAlreadyActive() {
        return step.action() == Action.START_RUN
                && cause instanceof ProviderException.Rejected
                && lowerCase().contains("active run");
    }

    /** Returns whether the provider says that it has no such assistant as a run was to be started of. */
    boolean lacksAssistant() {
        return lacksSomething() && lowerCase().contains(ASSISTANT);
    }

    /** Returns whether the provider says that it has no such thread as a run was to be started on. */
    boolean lacksThread() {
        return lacksSomething() && !lacksAssistant() && lowerCase().contains(THREAD);
    }

    private boolean lacksSomething() {
        return step.action() == Action.START_RUN
                && cause instanceof ProviderException provider
                && provider.status() == 404;
    }

    private String lowerCase() {
        return message().toLowerCase(Locale.ROOT);
    }

    /** Returns the wait that the provider asks for, or null. */
    @Nullable
    Duration retryAfter() {
        return cause instanceof ProviderException provider
                ? provider.retryAfter().orElse(null)
                : null;
    }

    /** Returns how long to wait after this failure, the {@code count}-th in a row: doubled each time, and as long as asked for. */
    Duration waitAfter(Duration first, int count) {
        Duration wait = first.multipliedBy(1L << Math.min(count - 1, 8));
        Duration asked = retryAfter();
        Duration longer = asked != null && asked.compareTo(wait) > 0 ? asked : wait;
        return longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
    }

    /** Returns it as the prompt's result tells it. */
    ProviderException told() {
        if (cause instanceof ProviderException provider) {
            return provider;
        }
        if (cause instanceof IOException io) {
            return ProviderException.Unavailable.noReply(io);
        }
        LOG.error("unexpected failure of a run", cause);
        return new ProviderException.Unavailable(0, "internal_error", cause.toString(), null);
    }
}
