package dev.sluice.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class JtokkitTokenCounterTest {
    private final TokenCounter counter = new JtokkitTokenCounter();

    @Test
    void text_isCountedByItsEncoding() {
        assertThat(counter.count("o200k_base", "hello world")).isEqualTo(2);
        assertThat(counter.count("cl100k_base", "tiktoken is great!")).isEqualTo(6);
        assertThat(counter.count("not-an-encoding", "hello world")).isEqualTo(2);
        assertThat(counter.count("cl100k_base", "")).isZero();
    }

    @Test
    void specialTokens_countAsPlainText() {
        assertThat(counter.count("cl100k_base", "<|endoftext|>")).isGreaterThan(1);
    }

    @Test
    void oddTexts_areCounted() {
        assertThat(counter.count("o200k_base", "\ud800\0\uffff")).isPositive();
    }

    @Test
    void longText_isEstimatedClosely() {
        String prose = "The quick brown fox jumps over the lazy dog, and 12345 umlauts äöü follow. ";
        int thousand = counter.count("o200k_base", prose.repeat(1_000));

        assertThat((double) counter.count("o200k_base", prose.repeat(14_000)))
                .isCloseTo(14.0 * thousand, within(0.02 * 14 * thousand));
    }

    @Test
    void oneLetter_16MillionTimes_isCounted() {
        assertThat(counter.count("o200k_base", "a".repeat(16 << 20))).isBetween(1_000_000, 3_000_000);
    }
}
