package dev.sluice.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelRuleTest {
    @ParameterizedTest
    @CsvSource({"YES, 1", "'I say: YES, of course', 1", "'NO\nYES', 1", "yes, 0", "NO, 0", "'', 0"})
    void answer_isLabelledByWhatItContains(String answer, String label) {
        assertThat(new LabelRule("label", Pattern.compile("YES"), "1", "0").of(answer))
                .isEqualTo(label);
    }

    @Test
    void pattern_countsWhereverItsAnchorsSay() {
        LabelRule rule = new LabelRule("label", Pattern.compile("^Y"), "in favour", "against");

        assertThat(rule.of("Yes")).isEqualTo("in favour");
        assertThat(rule.of("Oh, Yes")).isEqualTo("against");
    }
}
