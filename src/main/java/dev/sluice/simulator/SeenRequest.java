package dev.sluice.simulator;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as the simulated provider saw it.
 *
 * @param id its {@code x-request-id}
 * @param arrivedNanos when it came in, in nanoseconds of the ticker
 * @param method its HTTP method
 * @param uri its path and query
 * @param headers its headers by lower-case name, with the key, if any
 * @param body its body, of which long ones are cut to 64 KiB
 * @param status the status of its answer, or 0 where it got none
 */
public record SeenRequest(
        String id,
        long arrivedNanos,
        String method,
        String uri,
        Map<String, List<String>> headers,
        String body,
        int status) {

    /** Copies the headers. */
    public SeenRequest {
        headers = Map.copyOf(headers);
    }

    /** Returns the first value of a header, whatever the case of its name, or empty. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** Returns a text without headers and body. */
    @Override
    public String toString() {
        return "SeenRequest[" + method + " " + uri + " id=" + id + " status=" + status + "]";
    }
}
