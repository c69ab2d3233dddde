package dev.sluice.camel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.batch.Batch;
import dev.sluice.batch.Batch.State;
import dev.sluice.batch.BatchQueue;
import dev.sluice.batch.BatchStore;
import dev.sluice.batch.PollRhythm;
import dev.sluice.batch.RemoteBatch;
import dev.sluice.limit.RateLimitPools;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks how all running batches stand with one list call, and notes what has changed. A poll that fails is a late poll,
 * nothing else. Thread-safe.
 */
public final class BatchPolls {
    private static final Logger LOG = LoggerFactory.getLogger(BatchPolls.class);
    private static final Duration OUTPUT_LATE = Duration.ofMinutes(10);
    private static final int MOST_PAGES = 50;
    private static final int UNSEEN_OFTEN = 3;
    private static final int LISTS_MISSING_OFTEN = 5;
    private static final Duration LONG_PAST = Duration.ofHours(1);

    private static final String WAITING = "SluiceWaiting";
    private static final String PAGE = "SluicePage";
    private static final String CHANGED = "SluiceChanged";
    private final BatchStore store;
    private final PollRhythm rhythm;
    private final RateLimitPools pools;
    private final Clock clock;
    private volatile int listsMissing;
    private final Map<Long, Integer> unseen = new ConcurrentHashMap<>();
    private final Map<Long, Instant> outputLateSince = new ConcurrentHashMap<>();

    BatchPolls(BatchStore store, PollRhythm rhythm, RateLimitPools pools, Clock clock) {
        this.store = store;
        this.rhythm = rhythm;
        this.pools = pools;
        this.clock = clock;
    }

    /** Returns whether it is time to ask, and there is something to ask after. */
    public boolean isDue() {
        return !pools.stopped() && rhythm.isDue() && !running().isEmpty();
    }

    private List<Batch> running() {
        return store.all().stream()
                .filter(batch -> batch.state() == State.RUNNING || batch.state() == State.CANCELLING)
                .filter(batch -> !store.isForeign(batch))
                .toList();
    }

    /** Begins to ask, on behalf of that pool of a batch which allows a request first. */
    public void begin(Exchange exchange) {
        Map<String, Long> waiting = new HashMap<>();
        List<Batch> running = running();
        running.forEach(batch -> waiting.put(String.valueOf(batch.remote().batch()), batch.id()));
        running.stream()
                .map(Batch::pool)
                .distinct()
                .min(Comparator.comparing(pool -> pools.pool(pool).timeToWait(ApiCall.noTokens())))
                .ifPresent(pool -> exchange.setProperty(Attempt.POOL, pool));
        exchange.setProperty(WAITING, waiting);
        exchange.setProperty(PAGE, 0);
        exchange.setProperty(CHANGED, false);
        exchange.removeProperty(BatchRequests.AFTER);
    }

    /** Returns whether there is another page on which one of the running batches may be. */
    public boolean hasNextPage(Exchange exchange) {
        int page = exchange.getProperty(PAGE, 0, Integer.class);
        boolean more = page == 0
                || !exchange.getProperty(BatchRequests.AFTER, "", String.class).isEmpty();
        return more && page < MOST_PAGES && !waiting(exchange).isEmpty() && !pools.stopped();
    }

    /** Notes what a page tells. */
    public void note(Exchange exchange) {
        JsonNode page = exchange.getMessage().getBody(JsonNode.class);
        boolean changed = exchange.getProperty(CHANGED, false, Boolean.class);
        for (JsonNode node : page.path("data")) {
            Long id = waiting(exchange).remove(node.path("id").asText());
            if (id != null) {
                changed |= RemoteBatch.of(node).map(remote -> note(id, remote)).orElse(false);
            }
        }
        exchange.setProperty(CHANGED, changed);
        exchange.setProperty(PAGE, exchange.getProperty(PAGE, 0, Integer.class) + 1);
        BatchReplies.turnPage(exchange, page);
    }

    /** Ends a round of asking. */
    public void end(Exchange exchange) {
        listsMissing = 0;
        Set<Long> missing = new HashSet<>(waiting(exchange).values());
        running().forEach(batch -> {
            if (missing.contains(batch.id())) {
                unseen.merge(batch.id(), 1, Integer::sum);
            } else {
                unseen.remove(batch.id());
            }
        });
        rhythm.asked(exchange.getProperty(CHANGED, false, Boolean.class), ApiCall.pollAfter(exchange));
    }

    /** Hears that asking has failed; the next round comes in its turn. */
    void failed(boolean knowsNoList) {
        listsMissing = knowsNoList ? listsMissing + 1 : 0;
        if (listsMissing >= LISTS_MISSING_OFTEN) {
            running().forEach(batch -> unseen.merge(batch.id(), UNSEEN_OFTEN, Integer::sum));
        }
        rhythm.asked(false, null);
    }

    /** Returns whether the list lacks a batch that should be there. */
    boolean isUnseen(Batch batch) {
        return unseen.getOrDefault(batch.id(), 0) >= UNSEEN_OFTEN;
    }

    /** Notes what a look at one batch tells. */
    public void noteLook(Exchange exchange) {
        long id = BatchSteps.step(exchange).batch().id();
        unseen.remove(id);
        RemoteBatch.of(exchange.getMessage().getBody(JsonNode.class)).ifPresent(remote -> note(id, remote));
    }

    /** Hears that the provider has no such batch any more. */
    void vanished(long id) {
        unseen.remove(id);
        LOG.error("the provider has lost batch {}, its prompts are asked again", id);
    }

    private boolean note(long id, RemoteBatch remote) {
        Batch batch = store.get(id);
        if (batch.state() != State.RUNNING && batch.state() != State.CANCELLING) {
            // What comes late tells nothing any more.
            return false;
        }
        Batch now = remote.applyTo(batch);
        if (remote.isTurnedAway()) {
            // A batch that failed leaves nothing behind but its file.
            store.update(batch.in(State.UPLOADED).waiting(BatchQueue.longer(batch.delay(), clock.instant())));
            return true;
        }
        if (remote.lacksOutput() && !isTooLate(id)) {
            store.update(now);
            return false;
        }
        if (remote.isEnded() || isLongPast(remote.remote().expiresAt())) {
            outputLateSince.remove(id);
            store.update(now.in(State.ENDED));
            return true;
        }
        if (!now.equals(batch)) {
            store.update(now);
        }
        return !remote.status().equals(batch.remote().status());
    }

    private boolean isLongPast(@Nullable Instant end) {
        return end != null && clock.instant().isAfter(end.plus(LONG_PAST));
    }

    /** The file with the answers sometimes comes a while after the batch is said to be done. */
    private boolean isTooLate(long id) {
        Instant since = outputLateSince.computeIfAbsent(id, batch -> clock.instant());
        return clock.instant().isAfter(since.plus(OUTPUT_LATE));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Long> waiting(Exchange exchange) {
        return exchange.getProperty(WAITING, Map.of(), Map.class);
    }
}
