package dev.sluice.simulator;

import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/** Counts the requests that ask after something that was started. Thread-safe. */
final class RunRequests {
    private static final Pattern POLL = Pattern.compile("/responses/[^/]+|/threads/[^/]+/runs/[^/]+");
    private static final Pattern FETCH = Pattern.compile("/threads/[^/]+/messages");
    private final LongAdder polls = new LongAdder();
    private final LongAdder fetches = new LongAdder();
    private final LongAdder pollsUntilEnd = new LongAdder();
    private final LongAdder endsSeen = new LongAdder();

    void arrived(ApiRequest request) {
        String path = request.address().path();
        if (request.method().equals("GET") && POLL.matcher(path).matches()) {
            polls.increment();
        }
        if (request.method().equals("GET") && FETCH.matcher(path).matches()) {
            fetches.increment();
        }
    }

    void polled(RunProgress progress) {
        OptionalLong untilEnd = progress.polled();
        if (untilEnd.isPresent()) {
            pollsUntilEnd.add(untilEnd.getAsLong());
            endsSeen.increment();
        }
    }

    long polls() {
        return polls.sum();
    }

    double pollsPerFinishedRun() {
        long ends = endsSeen.sum();
        return ends == 0 ? 0 : (double) pollsUntilEnd.sum() / ends;
    }

    long fetches() {
        return fetches.sum();
    }
}
