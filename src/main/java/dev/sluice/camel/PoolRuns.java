package dev.sluice.camel;

import dev.sluice.polled.RunPlanner;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a limit pool as its lane sees them. A step is handed out only when none waits at the gate, so that what goes next is
 * decided when it can go. Thread-safe.
 */
final class PoolRuns implements Following {
    private static final String PLACE = "SluicePlaceAtTheGate";
    private final RunPlanner planner;
    private final Set<Object> atTheGate = ConcurrentHashMap.newKeySet();
    private final LaneQueue queue;
    private volatile boolean stopped;
    private volatile @Nullable CamelContext context;

    PoolRuns(RunPlanner planner, Backlog backlog) {
        this.planner = planner;
        this.queue = new LaneQueue(() -> !atTheGate.isEmpty(), backlog, this);
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
        return planner.nanosUntilNext(newWorkWaits);
    }

    private void arrive(Exchange exchange) {
        Object place = new Object();
        atTheGate.add(place);
        exchange.setProperty(PLACE, place);
    }

    /** Notes that an exchange has passed the gate, or needs not. */
    void passed(Exchange exchange) {
        Object place = exchange.removeProperty(PLACE);
        if (place != null && atTheGate.remove(place)) {
            queue.wakeOne();
        }
    }
}
