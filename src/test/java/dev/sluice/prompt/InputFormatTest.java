package dev.sluice.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputFormatTest {
    @ParameterizedTest
    @CsvSource({
        "a.txt, TEXT, a, false",
        "inbox/b/A.MD, DOCUMENT, A, false",
        "a.b.csv, CSV, a.b, false",
        "a.jsonl.gz, JSON_LINES, a, true",
        "a.NDJSON.GZ, JSON_LINES, a, true",
        "über uns.txt, TEXT, über uns, false"
    })
    void fileName_knownExtension_tellsFormatAndBaseName(String name, InputFormat format, String base, boolean packed) {
        assertThat(InputFormat.of(name)).contains(format);
        assertThat(InputFormat.baseName(name)).isEqualTo(base);
        assertThat(InputFormat.isPacked(name)).isEqualTo(packed);
    }

    @Test
    void fileName_unknownExtension_hasNoFormat() {
        assertThat(InputFormat.of("a.docx")).isEmpty();
        assertThat(InputFormat.of("a.gz")).isEmpty();
        assertThat(InputFormat.of("txt")).isEmpty();
        assertThat(InputFormat.baseName("dir/a.docx")).isEqualTo("a.docx");
    }
}
