package dev.sluice.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.job.JobStore;
import dev.sluice.job.PoolNote;
import dev.sluice.limit.LearnedLimits;
import dev.sluice.limit.PoolStatus;
import dev.sluice.limit.RateLimitPool;
import dev.sluice.limit.RateLimitPools;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Keeps in the store what the limit pools have learned and used. Thread-safe. */
final class PoolNotes implements Processor {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final JobStore store;
    private final RateLimitPools pools;
    private final Clock clock;

    PoolNotes(JobStore store, RateLimitPools pools, Clock clock) {
        this.store = store;
        this.pools = pools;
        this.clock = clock;
    }

    /** Returns what an earlier run has learned and used, by pool. */
    static Map<String, LearnedLimits> learned(JobStore store) {
        return store.poolNotes().stream()
                .collect(Collectors.toMap(
                        PoolNote::pool,
                        note -> new LearnedLimits(
                                note.requestsPerMinute(),
                                note.tokensPerMinute(),
                                note.imagesPerMinute(),
                                note.day(),
                                note.requestsOfDay(),
                                note.tokensOfDay())));
    }

    @Override
    public void process(Exchange exchange) {
        note();
    }

    void note() {
        try {
            store.notePools(pools.all().stream().map(this::note).toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private PoolNote note(RateLimitPool pool) {
        PoolStatus status = pool.status();
        return new PoolNote(
                status.pool(),
                status.requests().learned(),
                status.tokens().learned(),
                status.images().learned(),
                LocalDate.now(clock.withZone(ZoneOffset.UTC)),
                status.requests().ofDay(),
                status.tokens().ofDay(),
                json(status),
                clock.instant());
    }

    private static String json(PoolStatus status) {
        try {
            return JSON.writeValueAsString(status);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the state of a pool can't be written", e);
        }
    }
}
