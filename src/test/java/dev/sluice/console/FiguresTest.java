package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    @ParameterizedTest
    @CsvSource({"-5, 0s", "59, 59s", "192, 3m 12s", "7500, 2h 05m", "90000, 1d 01h"})
    void duration_isShownInItsLargestUnits(long seconds, String text) {
        assertThat(Figures.duration(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @Test
    void count_hasSeparatorsAndPlural() {
        assertThat(Figures.count(1_234_567, "prompt")).isEqualTo("1,234,567 prompts");
        assertThat(Figures.count(1, "prompt")).isEqualTo("1 prompt");
    }

    @Test
    void longName_keepsItsEnd() {
        assertThat(Figures.tail("2026/november/report.csv", 13)).isEqualTo("...report.csv");
        assertThat(Figures.tail("report.csv", 13)).isEqualTo("report.csv");
    }

    @Test
    void columns_alignTextLeftAndNumbersRight() {
        assertThat(Columns.of(List.of(
                        new String[] {"file", "prompts"}, new String[] {"a.txt", "5"}, new String[] {"b", "1,200"})))
                .containsExactly("file   prompts", "a.txt        5", "b        1,200");
    }
}
