package dev.sluice.camel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.limit.RateLimitPools;
import dev.sluice.limit.Reservation;
import dev.sluice.provider.ProviderException;
import dev.sluice.provider.ReplyHeaders;
import dev.sluice.usage.RequestUse.Outcome;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Reads the reply to a call as JSON, or leaves it as a stream where a file was asked for; a status other than
 * 2xx becomes the typed error that says what to do about it. Thread-safe.
 */
final class ReadApiReply implements Processor {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LIMITED = 429;
    private final ReadReply replies;
    private final RateLimitPools pools;
    private final NoteUse uses;

    ReadApiReply(ReadReply replies, RateLimitPools pools, NoteUse uses) {
        this.uses = uses;
        this.replies = replies;
        this.pools = pools;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        ReplyHeaders headers = ReplyHeaders.of(message.getHeaders());
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        ApiCall.pollAfter(exchange, headers.get("openai-poll-after-ms").orElse(null));
        if (ApiCall.hasLimits(exchange)) {
            replies.observe(exchange, headers);
        }
        boolean gone = status == 404 && ApiCall.isAllowedToBeGone(exchange);
        boolean ok = gone || (status >= 200 && status <= 299);
        uses.replied(exchange, ok ? Outcome.ANSWERED : status == LIMITED ? Outcome.RATE_LIMITED : Outcome.FAILED);
        if (!ok || !ApiCall.isStream(exchange)) {
            byte[] body = ReadReply.readAll(message);
            if (!ok) {
                throw refused(exchange, replies.error(status, headers, body));
            }
            message.setBody(gone ? MissingNode.getInstance() : json(body));
        }
        Attempt.reservation(exchange).ifPresent(reservation -> reservation.settle(reservation.tokens()));
        message.removeHeaders("*");
    }

    /** Gives the request back; its pool waits where account or key are not accepted, unless it was only to delete a file. */
    private ProviderException refused(Exchange exchange, ProviderException error) {
        Attempt.reservation(exchange).ifPresent(reservation -> {
            reservation.refund();
            boolean deletes = ApiCall.isAllowedToBeGone(exchange);
            if (error instanceof ProviderException.Blocked && !isUnknownPath(error) && !deletes) {
                pools.pool(exchange.getProperty(Attempt.POOL, String.class))
                        .block(reservation, String.valueOf(error.getMessage()));
            }
        });
        return error;
    }

    /** Returns whether the provider, or anything on the way to it, knows no such path. */
    static boolean isUnknownPath(Exception failure) {
        return failure instanceof ProviderException provider
                && (provider.status() == 404 || provider.status() == 405 || provider.status() == 501);
    }

    /** An error with status 200 is one all the same. */
    private JsonNode json(byte[] body) throws IOException {
        JsonNode reply;
        try {
            reply = body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (IOException e) {
            throw new ProviderException.Unavailable(200, "malformed_reply", "the reply is no valid JSON", null);
        }
        if (reply.path("error").isObject() && !reply.has("id") && !reply.has("data")) {
            throw replies.error(500, ReplyHeaders.NONE, body);
        }
        return reply;
    }

    /** Gives back what a request that failed had reserved. */
    static void refund(Exchange exchange) {
        Attempt.reservation(exchange).ifPresent(Reservation::refund);
    }
}
