package dev.sluice.camel;

import dev.sluice.limit.Observed;
import dev.sluice.limit.Refusal;
import dev.sluice.provider.ProviderException;
import dev.sluice.provider.RateLimitHeaders;
import dev.sluice.provider.RateLimitHint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says in the terms of the limit pools what the provider said on the wire. */
final class WireLimits {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private WireLimits() {}

    static Observed observed(RateLimitHeaders.Window window) {
        return new Observed(window.limit(), window.remaining(), window.reset());
    }

    static Refusal refusal(ProviderException.RateLimited refused) {
        RateLimitHint hint = refused.hint().orElse(null);
        Duration retryAfter = refused.retryAfter().orElse(null);
        String reason = String.valueOf(refused.getMessage());
        if (hint == null) {
            return new Refusal(null, null, null, false, retryAfter, reason);
        }
        Duration window = hint.window();
        boolean perDay = window != null && window.compareTo(Duration.ofHours(1)) >= 0;
        boolean perMinute = MINUTE.equals(window);
        return new Refusal(
                counted(hint), perDay || perMinute ? hint.limit() : null, hint.requested(), perDay, retryAfter, reason);
    }

    private static Refusal.@Nullable Counted counted(RateLimitHint hint) {
        RateLimitHint.Counted counted = hint.counted();
        if (counted == null) {
            return null;
        }
        return switch (counted) {
            case REQUESTS -> Refusal.Counted.REQUESTS;
            case TOKENS -> Refusal.Counted.TOKENS;
            case IMAGES -> Refusal.Counted.IMAGES;
        };
    }
}
