package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineStreamTest {
    @Test
    void lines_areReadAsBytes_eachWithItsEnd() throws IOException {
        assertThat(stream(List.of("ä", "", "b")).readAllBytes())
                .isEqualTo("ä\r\n\r\nb\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(stream(List.of()).readAllBytes()).isEmpty();
        assertThat(stream(List.of("ä")).read()).isEqualTo(0xc3);
        assertThat(stream(List.of("a")).read(new byte[4], 1, 0)).isZero();
    }

    @Test
    void manyLines_areMadeOnlyWhenRead() throws IOException {
        Iterator<String> lines =
                IntStream.range(0, 1_000_000).mapToObj(i -> "line " + i).iterator();
        LineStream stream = new LineStream(lines, "\n");

        assertThat(new String(stream.readNBytes(14), StandardCharsets.UTF_8)).isEqualTo("line 0\nline 1\n");
        assertThat(lines.next()).isEqualTo("line 2");
    }

    private static LineStream stream(List<String> lines) {
        return new LineStream(lines.iterator(), "\r\n");
    }
}
