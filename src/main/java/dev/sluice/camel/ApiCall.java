package dev.sluice.camel;

import dev.sluice.limit.Cost;
import dev.sluice.provider.RequestFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** A call of the API other than the requests of the online lane: what an exchange knows of it, kept in its properties. */
final class ApiCall {
    /** The properties of an exchange. */
    private static final String STREAM = "SluiceStream";

    private static final String MAY_BE_GONE = "SluiceMayBeGone";
    private static final String COST = "SluiceCost";
    private static final String LIMITS = "SluiceHasLimits";
    private static final String POLL_AFTER = "SluicePollAfter";
    private static final Cost NO_TOKENS = new Cost(0, 0);

    private ApiCall() {}

    /** Puts a request into the message, and nothing else; without a body there is no type of one. */
    static void prepare(
            Exchange exchange,
            RequestFactory requests,
            String method,
            String path,
            String query,
            @Nullable Object body) {
        Message message = exchange.getIn();
        message.removeHeaders("*");
        requests.headers().forEach(message::setHeader);
        if (body == null) {
            message.removeHeader(Exchange.CONTENT_TYPE);
        }
        message.setHeader(Exchange.HTTP_METHOD, method);
        message.setHeader(Exchange.HTTP_URI, requests.url(path, query).toString());
        message.setBody(body);
        exchange.removeProperty(STREAM);
        exchange.removeProperty(MAY_BE_GONE);
    }

    /** Returns an id of the provider as a part of a path or query. */
    static String id(@Nullable String text) {
        return URLEncoder.encode(Objects.requireNonNull(text), StandardCharsets.UTF_8)
                .replace("+", "%20");
    }

    /** Has the reply left as a stream. */
    static void asStream(Exchange exchange) {
        exchange.setProperty(STREAM, true);
    }

    static boolean isStream(Exchange exchange) {
        return exchange.getProperty(STREAM, false, Boolean.class);
    }

    /** Has a reply that says 404 taken for a good one. */
    static void mayBeGone(Exchange exchange) {
        exchange.setProperty(MAY_BE_GONE, true);
    }

    static boolean isAllowedToBeGone(Exchange exchange) {
        return exchange.getProperty(MAY_BE_GONE, false, Boolean.class);
    }

    /** Sets what the call takes of its pool besides the request itself. */
    static void cost(Exchange exchange, @Nullable Cost cost) {
        exchange.setProperty(COST, cost);
    }

    static Cost cost(Exchange exchange) {
        Cost cost = exchange.getProperty(COST, Cost.class);
        return cost == null ? NO_TOKENS : cost;
    }

    static Cost noTokens() {
        return NO_TOKENS;
    }

    /** Has the headers of the reply taken for what they say of the pool's limits. */
    static void withLimits(Exchange exchange) {
        exchange.setProperty(LIMITS, true);
    }

    static boolean hasLimits(Exchange exchange) {
        return exchange.getProperty(LIMITS, false, Boolean.class);
    }

    static void pollAfter(Exchange exchange, @Nullable String millis) {
        exchange.setProperty(POLL_AFTER, millis);
    }

    /** Returns how long the provider wants to be left alone, or null where it doesn't say. */
    static @Nullable Duration pollAfter(Exchange exchange) {
        String millis = exchange.getProperty(POLL_AFTER, "", String.class);
        return millis.matches("[0-9]{1,9}") ? Duration.ofMillis(Long.parseLong(millis)) : null;
    }
}
