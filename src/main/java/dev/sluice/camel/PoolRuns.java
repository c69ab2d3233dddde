package dev.sluice.camel;

import dev.sluice.limit.RateLimitPool;
import dev.sluice.polled.RunPlanner;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a limit pool as its lane sees them. A step is handed out only when none waits at the gate and the pool lets one pass
 * soon, so that what goes next is decided when it can go. Thread-safe.
 */
final class PoolRuns implements Following {
    private static final String PLACE = "SluicePlaceAtTheGate";
    private static final long SOON = Duration.ofMillis(100).toNanos();
    private final RateLimitPool pool;
    private final RunPlanner planner;
    private final Set<Object> atTheGate = ConcurrentHashMap.newKeySet();
    private final LaneQueue queue;
    private volatile boolean stopped;
    private volatile @Nullable CamelContext context;

    PoolRuns(RateLimitPool pool, RunPlanner planner, Backlog backlog) {
        this.pool = pool;
        this.planner = planner;
        this.queue = new LaneQueue(() -> !atTheGate.isEmpty() || nanosUntilSoon() > 0, backlog, this);
    }

    /** Hands out nothing more. */
    void stop() {
        stopped = true;
    }

    /** Sets the context of the exchanges that carry steps. */
    void in(CamelContext camel) {
        context = camel;
    }

    RunPlanner planner() {
        return planner;
    }

    LaneQueue queue() {
        return queue;
    }

    @Override
    public @Nullable Exchange next(boolean newWorkWaits) {
        return stopped
                ? null
                : planner.next(newWorkWaits)
                        .map(step -> {
                            Exchange exchange = new DefaultExchange(context);
                            exchange.getIn().setBody(step);
                            arrive(exchange);
                            return exchange;
                        })
                        .orElse(null);
    }

    @Override
    public boolean mayStart() {
        return !stopped && planner.mayStart();
    }

    @Override
    public void begins(Exchange exchange) {
        planner.started();
        arrive(exchange);
    }

    @Override
    public long nanosUntilNext(boolean newWorkWaits) {
        if (!atTheGate.isEmpty()) {
            // Whoever stands there wakes the others when it has passed.
            return Long.MAX_VALUE;
        }
        long next = newWorkWaits && mayStart() ? 0 : planner.nanosUntilNext(newWorkWaits);
        return Math.max(next, nanosUntilSoon());
    }

    private long nanosUntilSoon() {
        return stopped ? 0 : pool.timeToWait(ApiCall.noTokens()).toNanos() - SOON;
    }

    private void arrive(Exchange exchange) {
        Place place = new Place(this);
        atTheGate.add(place);
        exchange.setProperty(PLACE, place);
    }

    /** Notes that an exchange has passed the gate of its pool, or needs not. */
    static void passed(Exchange exchange) {
        Place place = (Place) exchange.removeProperty(PLACE);
        if (place != null) {
            place.leave();
        }
    }

    private void left(Place place) {
        if (atTheGate.remove(place)) {
            queue.wakeOne();
        }
    }

    /** Where somebody stands at the gate; each is another one. */
    private static final class Place {
        private final PoolRuns pool;

        Place(PoolRuns pool) {
            this.pool = pool;
        }

        void leave() {
            pool.left(this);
        }
    }
}
