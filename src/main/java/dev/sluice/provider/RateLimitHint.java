package dev.sluice.provider;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the message of a rate limit error tells about the limit, such as {@code on tokens per min (TPM): Limit 30000, Used
 * 30000, Requested 1200}. {@code requested} is the provider's own estimate of the request. Immutable.
 *
 * @param counted what the limit counts, or null where it isn't told
 * @param window the time that the limit is for, or null where it isn't told
 * @param limit the limit, or null where it isn't told
 * @param used how much of it was used, or null where it isn't told
 * @param requested how much the request would use, or null where it isn't told
 */
public record RateLimitHint(
        @Nullable Counted counted,
        @Nullable Duration window,
        @Nullable Long limit,
        @Nullable Long used,
        @Nullable Long requested) {

    /** What a limit counts. */
    public enum Counted {
        /** Requests. */
        REQUESTS,
        /** Tokens. */
        TOKENS,
        /** Images. */
        IMAGES
    }

    private static final Pattern SCOPE =
            Pattern.compile("\\b(requests|tokens|images) per (sec|min|hour|day)", Pattern.CASE_INSENSITIVE);
    private static final Pattern LIMIT = figure("Limit");
    private static final Pattern USED = figure("(?:Used|Current)");
    private static final Pattern REQUESTED = figure("Requested");

    /**
     * Reads a message.
     *
     * @param type the error's type, which may be {@code tokens} or {@code requests}
     * @return empty where it tells nothing
     */
    static Optional<RateLimitHint> parse(String message, String type) {
        Matcher scope = SCOPE.matcher(message);
        boolean scoped = scope.find();
        RateLimitHint hint = new RateLimitHint(
                counted(scoped ? scope.group(1) : type),
                scoped ? window(scope.group(2)) : null,
                number(LIMIT, message),
                number(USED, message),
                number(REQUESTED, message));
        boolean nothing = hint.window == null && hint.limit == null && hint.requested == null;
        return nothing ? Optional.empty() : Optional.of(hint);
    }

    /** Returns whether the request is larger than the whole limit, so that it can never pass. */
    public boolean exceedsLimit() {
        return limit != null && requested != null && requested > limit;
    }

    private static Pattern figure(String name) {
        return Pattern.compile("\\b" + name + ":? ~?(\\d[\\d,]{0,14})");
    }

    private static @Nullable Counted counted(String word) {
        for (Counted counted : Counted.values()) {
            if (counted.name().equalsIgnoreCase(word)) {
                return counted;
            }
        }
        return null;
    }

    private static Duration window(String word) {
        return switch (word.charAt(0)) {
            case 's', 'S' -> Duration.ofSeconds(1);
            case 'm', 'M' -> Duration.ofMinutes(1);
            case 'h', 'H' -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }

    private static @Nullable Long number(Pattern figure, String message) {
        Matcher found = figure.matcher(message);
        return found.find() ? (Long) Long.parseLong(found.group(1).replace(",", "")) : null;
    }
}
