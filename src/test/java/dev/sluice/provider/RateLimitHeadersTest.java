package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.RateLimitHeaders.Window;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitHeadersTest {
    private static final Window NOTHING = new Window(null, null, null);

    @Test
    void openai_allSix_areRead() {
        RateLimitHeaders limits = parse(Map.of(
                "X-RateLimit-Limit-Requests", "5000",
                "x-ratelimit-remaining-requests", "4999",
                "x-ratelimit-reset-requests", "12ms",
                "x-ratelimit-limit-tokens", "800000",
                "x-ratelimit-remaining-tokens", "799975",
                "x-ratelimit-reset-tokens", "6m0s"));

        assertThat(limits.requests()).isEqualTo(new Window(5000L, 4999L, Duration.ofMillis(12)));
        assertThat(limits.tokens()).isEqualTo(new Window(800_000L, 799_975L, Duration.ofMinutes(6)));
        assertThat(limits.isEmpty()).isFalse();
    }

    @Test
    void openai_projectTokens_theTighterOfBothCounts() {
        RateLimitHeaders limits = parse(Map.of(
                "x-ratelimit-limit-tokens", "1000",
                "x-ratelimit-remaining-tokens", "900",
                "x-ratelimit-reset-tokens", "6s",
                "x-ratelimit-limit-project-tokens", "500",
                "x-ratelimit-remaining-project-tokens", "950",
                "x-ratelimit-reset-project-tokens", "7s"));

        assertThat(limits.tokens()).isEqualTo(new Window(500L, 900L, Duration.ofSeconds(7)));
    }

    @Test
    void mistral_bySize_isTokens() {
        RateLimitHeaders limits = parse(Map.of(
                "x-ratelimitbysize-limit-minute", "500000",
                "x-ratelimitbysize-remaining-minute", "499000",
                "ratelimitbysize-reset", "28"));

        assertThat(limits.tokens()).isEqualTo(new Window(500_000L, 499_000L, Duration.ofSeconds(28)));
        assertThat(limits.requests()).isEqualTo(NOTHING);
    }

    @Test
    void azure_remainingOnly_isRead() {
        RateLimitHeaders limits =
                parse(Map.of("x-ratelimit-remaining-requests", "9", "x-ratelimit-remaining-tokens", "-1"));

        assertThat(limits.requests()).isEqualTo(new Window(null, 9L, null));
        assertThat(limits.tokens().isEmpty()).isTrue();
    }

    @Test
    void none_isEmpty() {
        assertThat(parse(Map.of("x-request-id", "r")).isEmpty()).isTrue();
        assertThat(RateLimitHeaders.parse(ReplyHeaders.NONE).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "6ms, PT0.006S",
        "1s, PT1S",
        "6m0s, PT6M",
        "2m59.56s, PT2M59.56S",
        "1h2m, PT1H2M",
        "1d2h, PT26H",
        "17, PT17S",
        "0.034, PT0.034S",
        "0s, PT0S",
        "0.0000000001s, PT0.000000001S",
        "850us, PT0.00085S"
    })
    void reset_allNotations_areRead(String text, Duration expected) {
        assertThat(parse(Map.of("x-ratelimit-reset-requests", text)).requests().reset())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"''", "soon", "-1s", "1x", "1e9", "1741305600000", "NaN", "s", "1s junk", "2026-11-21T00:00:00Z"})
    void reset_nonsense_isNotTold(String text) {
        assertThat(parse(Map.of("x-ratelimit-reset-tokens", text, "x-ratelimit-limit-tokens", text + "?"))
                        .isEmpty())
                .isTrue();
    }

    private static RateLimitHeaders parse(Map<String, String> headers) {
        return RateLimitHeaders.parse(ReplyHeaders.of(headers));
    }
}
