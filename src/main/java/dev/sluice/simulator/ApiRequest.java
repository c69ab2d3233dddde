package dev.sluice.simulator;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** One request as it came in, read whole but for an upload, which its operation reads. Otherwise not changed after that. */
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
    private final InputStream upload;
    private final byte[] body;

    private ApiRequest(HttpExchange exchange, long number, long seed, long arrivedNanos) throws IOException {
        this.number = number;
        this.seed = seed;
        this.arrivedNanos = arrivedNanos;
        this.method = exchange.getRequestMethod();
        this.uri = exchange.getRequestURI().toString();
        this.address = Address.of(exchange.getRequestURI());
        this.headers = exchange.getRequestHeaders();
        this.upload = exchange.getRequestBody();
        boolean streams =
                MultipartReader.boundary(headers.getFirst("Content-Type")).isPresent();
        this.body = streams ? new byte[0] : upload.readNBytes(MAX_BODY_BYTES + 1);
    }

    private ApiRequest(long number, long seed, Address address, byte[] body) {
        this.number = number;
        this.seed = seed;
        this.arrivedNanos = 0;
        this.method = "POST";
        this.uri = address.path();
        this.address = address;
        this.headers = new Headers();
        this.upload = InputStream.nullInputStream();
        this.body = body;
    }

    /** Reads a request; {@code number} counts them from 1. */
    static ApiRequest read(HttpExchange exchange, long number, long seed, long arrivedNanos) throws IOException {
        return new ApiRequest(exchange, number, seed, arrivedNanos);
    }

    /** Returns a request that a batch makes; {@code number} is its own among all requests. */
    static ApiRequest ofBatch(long number, long seed, Address address, byte[] body) {
        return new ApiRequest(number, seed, address, body);
    }

    /** Returns the request id, which the answer carries as {@code x-request-id}; the same in every run. */
    String id() {
        return "req_" + hexId();
    }

    /** Returns 32 hexadecimal digits for the ids in answers; the same in every run. */
    String hexId() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(seed) + hex.toHexDigits(number);
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

    /** Returns the body, empty where it is an upload. */
    byte[] body() {
        return body;
    }

    /** Returns the body of an upload, to be read once. */
    InputStream upload() {
        return upload;
    }

    /** Returns what it is for, such as {@code GET /batches?limit=100}. */
    String target() {
        return method + " " + address.path() + (address.query().isEmpty() ? "" : "?" + address.query());
    }
}
