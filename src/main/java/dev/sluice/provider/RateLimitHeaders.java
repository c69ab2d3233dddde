package dev.sluice.provider;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The limits that the headers of a reply tell. Immutable.
 *
 * @param requests the limit of requests
 * @param tokens the limit of tokens; where the account and the project have one each, the tighter of both
 */
public record RateLimitHeaders(Window requests, Window tokens) {
    private static final List<String> REQUESTS_LIMIT =
            List.of("x-ratelimit-limit-requests", "x-ratelimit-limit-project-requests", "x-ratelimit-limit-req-minute");
    private static final List<String> REQUESTS_REMAINING = List.of(
            "x-ratelimit-remaining-requests",
            "x-ratelimit-remaining-project-requests",
            "x-ratelimit-remaining-req-minute");
    private static final List<String> REQUESTS_RESET =
            List.of("x-ratelimit-reset-requests", "x-ratelimit-reset-project-requests");
    private static final List<String> TOKENS_LIMIT = List.of(
            "x-ratelimit-limit-tokens",
            "x-ratelimit-limit-project-tokens",
            "x-ratelimit-limit-tokens-minute",
            "x-ratelimitbysize-limit-minute");
    private static final List<String> TOKENS_REMAINING = List.of(
            "x-ratelimit-remaining-tokens",
            "x-ratelimit-remaining-project-tokens",
            "x-ratelimit-remaining-tokens-minute",
            "x-ratelimitbysize-remaining-minute");
    private static final List<String> TOKENS_RESET =
            List.of("x-ratelimit-reset-tokens", "x-ratelimit-reset-project-tokens", "ratelimitbysize-reset");
    private static final Pattern COUNT = Pattern.compile("(\\d{1,15})(?:\\.\\d+)?");

    /**
     * One limit.
     *
     * @param limit what may be used in its time, or null where it isn't told
     * @param remaining what is left, or null where it isn't told
     * @param reset how long until all of it is there again, or null where it isn't told
     */
    public record Window(
            @Nullable Long limit,
            @Nullable Long remaining,
            @Nullable Duration reset) {
        /** Returns whether nothing is told. */
        public boolean isEmpty() {
            return limit == null && remaining == null && reset == null;
        }
    }

    /** Returns whether the headers tell nothing. */
    public boolean isEmpty() {
        return requests.isEmpty() && tokens.isEmpty();
    }

    /** Reads the headers of a reply; whatever is absent or makes no sense isn't told. */
    public static RateLimitHeaders parse(ReplyHeaders headers) {
        return new RateLimitHeaders(
                window(headers, REQUESTS_LIMIT, REQUESTS_REMAINING, REQUESTS_RESET),
                window(headers, TOKENS_LIMIT, TOKENS_REMAINING, TOKENS_RESET));
    }

    private static Window window(ReplyHeaders headers, List<String> limit, List<String> remaining, List<String> reset) {
        return new Window(
                told(headers, limit, RateLimitHeaders::count)
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                told(headers, remaining, RateLimitHeaders::count)
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                told(headers, reset, ApiDuration::parse)
                        .max(Comparator.naturalOrder())
                        .orElse(null));
    }

    private static <T> Stream<T> told(ReplyHeaders headers, List<String> names, Function<String, Optional<T>> read) {
        return names.stream().flatMap(name -> headers.get(name).flatMap(read).stream());
    }

    private static Optional<Long> count(String value) {
        var found = COUNT.matcher(value);
        return found.matches() ? Optional.of(Long.parseLong(found.group(1))) : Optional.empty();
    }
}
