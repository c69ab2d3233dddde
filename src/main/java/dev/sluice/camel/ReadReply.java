package dev.sluice.camel;

import dev.sluice.limit.RateLimitPools;
import dev.sluice.provider.ErrorReply;
import dev.sluice.provider.ProviderException;
import dev.sluice.provider.RateLimitHeaders;
import dev.sluice.provider.ReplyHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/** Reads the reply whole; a status other than 2xx becomes the typed error that says what to do about it. Thread-safe. */
final class ReadReply implements Processor {
    /** A reply that never ends must not take all the memory. */
    private static final int LONGEST =
            (int) Math.min(1 << 30, Math.max(1 << 25, Runtime.getRuntime().maxMemory() / 6));

    /** Local servers want a word such as EMPTY, which is no secret and may be part of any other. */
    private static final int SHORTEST_SECRET = 8;

    private final RateLimitPools pools;
    private final Clock clock;
    private final @Nullable String secret;

    ReadReply(RateLimitPools pools, Clock clock, @Nullable String secret) {
        this.secret = secret;
        this.pools = pools;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        byte[] body = readAll(message);
        ReplyHeaders headers = ReplyHeaders.of(message.getHeaders());
        observe(exchange, headers);
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        if (status < 200 || status > 299) {
            throw error(status, headers, body);
        }
        message.setBody(body);
    }

    /** Returns what a reply without success means. */
    ProviderException error(int status, ReplyHeaders headers, byte[] body) {
        return ErrorReply.classify(status, headers, withoutSecret(body), clock);
    }

    /** Tells the pool what the headers of a reply say of its limits. */
    void observe(Exchange exchange, ReplyHeaders headers) {
        RateLimitHeaders limits = RateLimitHeaders.parse(headers);
        if (!limits.isEmpty()) {
            Attempt.reservation(exchange)
                    .ifPresent(reservation -> pools.pool(exchange.getProperty(Attempt.POOL, String.class))
                            .observe(
                                    reservation,
                                    WireLimits.observed(limits.requests()),
                                    WireLimits.observed(limits.tokens())));
        }
    }

    /** Some servers repeat the key in an error; it must not reach an answer file or a log. */
    private byte[] withoutSecret(byte[] body) {
        return secret == null || secret.length() < SHORTEST_SECRET
                ? body
                : new String(body, StandardCharsets.UTF_8)
                        .replace(secret, "(key)")
                        .getBytes(StandardCharsets.UTF_8);
    }

    /** Reads the body of a reply whole, as long as that is sensible. */
    static byte[] readAll(Message message) throws IOException {
        InputStream body = message.getBody(InputStream.class);
        // A stream that breaks off must not go on to steps that would read it again.
        message.setBody(null);
        try (InputStream in = body) {
            byte[] whole = in == null ? new byte[0] : in.readNBytes(LONGEST);
            if (whole.length == LONGEST) {
                throw new ProviderException.Unavailable(
                        200, "malformed_reply", "the reply is longer than " + LONGEST + " bytes", null);
            }
            return whole;
        }
    }
}
