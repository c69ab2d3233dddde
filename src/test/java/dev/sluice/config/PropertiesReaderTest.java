package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PropertiesReaderTest {
    private final Problems problems = new Problems();

    @Test
    void entries_comeInOrderWithTheirLines() {
        assertThat(read("# c\n\na=1\n  b : two words \n! d=4\ne\n"))
                .containsExactly("f:3 a=1", "f:4 b=two words", "f:6 e=");
    }

    @Test
    void entry_overSeveralLines_hasTheFirstOfThem() {
        assertThat(read("a=1,\\\n  2,\\\n  3\nb=\\\\\nc=4\n")).containsExactly("f:1 a=1,2,3", "f:4 b=\\", "f:5 c=4");
    }

    @Test
    void comment_endingInABackslash_doesNotGoOn() {
        assertThat(read("# c:\\temp\\\na=1\n")).containsExactly("f:2 a=1");
    }

    @Test
    void entry_withABrokenEscape_isAProblem() {
        assertThat(read("a=\\u00zz\nb=1\n")).containsExactly("f:2 b=1");
        assertThatThrownBy(problems::throwIfAny).hasMessage("f:1: a \\u escape needs four hexadecimal digits");
    }

    private List<String> read(String text) {
        List<String> entries = new ArrayList<>();
        PropertiesReader.read(
                "f", text, problems, (key, value) -> entries.add(value.place() + " " + key + "=" + value.text()));
        return entries;
    }
}
