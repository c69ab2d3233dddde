package dev.sluice.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Remembers when the last requests came in, and what the very last ones looked like. Thread-safe. */
final class RequestLog {
    private static final int MAX_ARRIVALS = 100_000;
    private static final int MAX_REQUESTS = 256;
    private static final int MAX_BODY_BYTES = 64 << 10;
    private final Deque<Long> arrivals = new ArrayDeque<>();
    private final Deque<SeenRequest> recent = new ArrayDeque<>();

    synchronized void arrived(long nanos) {
        if (arrivals.size() == MAX_ARRIVALS) {
            arrivals.removeFirst();
        }
        arrivals.addLast(nanos);
    }

    void ended(ApiRequest request, int status) {
        SeenRequest seen = seen(request, status);
        synchronized (this) {
            if (recent.size() == MAX_REQUESTS) {
                recent.removeFirst();
            }
            recent.addLast(seen);
        }
    }

    synchronized List<Long> arrivals() {
        return new ArrayList<>(arrivals);
    }

    synchronized List<SeenRequest> recent() {
        return new ArrayList<>(recent);
    }

    synchronized Optional<SeenRequest> last() {
        return Optional.ofNullable(recent.peekLast());
    }

    private static SeenRequest seen(ApiRequest request, int status) {
        Map<String, List<String>> headers = new TreeMap<>();
        request.headers().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        byte[] body = request.body();
        String text = new String(body, 0, Math.min(body.length, MAX_BODY_BYTES), StandardCharsets.UTF_8);
        return new SeenRequest(
                request.id(), request.arrivedNanos(), request.method(), request.uri(), headers, text, status);
    }
}
