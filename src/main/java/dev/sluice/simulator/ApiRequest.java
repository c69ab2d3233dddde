package dev.sluice.simulator;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Locale;
import java.util.SplittableRandom;

/** One request as it came in, read whole. Not changed after it was read. */
final class ApiRequest {
    /** The longest body that is read. */
    static final int MAX_BODY_BYTES = 64 << 20;

    private final long number;
    private final long seed;
    private final long arrivedNanos;
    private final String method;
    private final String uri;
    private final Address address;
    private final Headers headers;
    private final byte[] body;

    private ApiRequest(HttpExchange exchange, long number, long seed, long arrivedNanos) throws IOException {
        this.number = number;
        this.seed = seed;
        this.arrivedNanos = arrivedNanos;
        this.method = exchange.getRequestMethod();
        this.uri = exchange.getRequestURI().toString();
        this.address = Address.of(exchange.getRequestURI());
        this.headers = exchange.getRequestHeaders();
        this.body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    }

    /** Reads a request; {@code number} counts them from 1. */
    static ApiRequest read(HttpExchange exchange, long number, long seed, long arrivedNanos) throws IOException {
        return new ApiRequest(exchange, number, seed, arrivedNanos);
    }

    /** Returns the request id, which the answer carries as {@code x-request-id}; the same in every run. */
    String id() {
        return "req_" + hexId();
    }

    /** Returns 32 hexadecimal digits for the ids in answers; the same in every run. */
    String hexId() {
        return String.format(Locale.ROOT, "%016x%016x", seed, number);
    }

    /** Returns the chance of this request alone, so that runs repeat however their requests interleave. */
    SplittableRandom draws() {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    }

    long arrivedNanos() {
        return arrivedNanos;
    }

    String method() {
        return method;
    }

    String uri() {
        return uri;
    }

    Address address() {
        return address;
    }

    Headers headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }
}
