package dev.sluice.simulator;

import com.sun.net.httpserver.Headers;
import dev.sluice.simulator.LimitPool.Level;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes rate-limit headers in the form of one provider or another. */
final class LimitHeaders {
    private LimitHeaders() {}

    static void write(HeaderForm form, Map<Scope, Level> levels, Headers headers) {
        if (form == HeaderForm.NONE || levels.isEmpty()) {
            return;
        }
        Level requests = form == HeaderForm.GROQ
                ? levels.get(Scope.REQUESTS_PER_DAY)
                : first(levels, Scope.REQUESTS_PER_MINUTE, Scope.REQUESTS_PER_DAY);
        Level tokens = first(levels, Scope.TOKENS_PER_MINUTE, Scope.TOKENS_PER_DAY);
        if (form == HeaderForm.MISTRAL) {
            writeMistral(tokens, headers);
        } else {
            write(form, "requests", requests, headers);
            write(form, form == HeaderForm.PROJECT ? "project-tokens" : "tokens", tokens, headers);
        }
    }

    private static void write(HeaderForm form, String unit, @Nullable Level level, Headers headers) {
        if (level == null) {
            return;
        }
        headers.set("x-ratelimit-remaining-" + unit, String.valueOf(level.remaining()));
        if (form != HeaderForm.AZURE) {
            headers.set("x-ratelimit-limit-" + unit, String.valueOf(level.limit()));
            headers.set(
                    "x-ratelimit-reset-" + unit,
                    form == HeaderForm.BARE_SECONDS
                            ? DurationText.bareSeconds(level.fullNanos())
                            : DurationText.format(level.fullNanos()));
        }
    }

    private static void writeMistral(@Nullable Level tokens, Headers headers) {
        if (tokens != null) {
            headers.set("x-ratelimitbysize-limit-minute", String.valueOf(tokens.limit()));
            headers.set("x-ratelimitbysize-remaining-minute", String.valueOf(tokens.remaining()));
            headers.set("ratelimitbysize-reset", DurationText.bareSeconds(tokens.fullNanos()));
        }
    }

    private static @Nullable Level first(Map<Scope, Level> levels, Scope first, Scope second) {
        Level level = levels.get(first);
        return level == null ? levels.get(second) : level;
    }
}
