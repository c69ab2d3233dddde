package dev.sluice.limit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A 429: the provider refused a request because of a rate limit.
 *
 * @param counted what the limit counts, or null where it wasn't told
 * @param limit the limit, or null where it wasn't told
 * @param requested what the provider counted for the request, or null where it wasn't told
 * @param perDay whether it is a limit of a day
 * @param retryAfter how long to wait, or null where it wasn't told
 * @param reason the provider's own words
 */
public record Refusal(
        @Nullable Counted counted,
        @Nullable Long limit,
        @Nullable Long requested,
        boolean perDay,
        @Nullable Duration retryAfter,
        String reason) {

    /** What a limit counts. */
    public enum Counted {
        /** Requests. */
        REQUESTS,
        /** Tokens. */
        TOKENS,
        /** Images. */
        IMAGES
    }
}
