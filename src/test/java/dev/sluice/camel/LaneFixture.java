package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.job.HomeFolder;
import dev.sluice.job.JobOrder;
import dev.sluice.job.JobOrders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A Sluice of which one lane is tested with numbered prompts, and for whose waits time passes faster. */
abstract class LaneFixture {
    @TempDir
    private Path folder;

    protected SluiceFixture sluice;

    @BeforeEach
    void open() {
        sluice = SluiceFixture.in(folder).time(new FastTime());
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    protected static String[] prompts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"id\":\"id" + i + "\",\"prompt\":\"" + text(i) + "\"}")
                .toArray(String[]::new);
    }

    private static String text(int number) {
        return "prompt number " + number + " of many";
    }

    protected Output answersTo(int count) {
        sluice.drop("a.jsonl", prompts(count)).start();
        return sluice.output("a");
    }

    protected static void assertAllAnswered(Output output, int count) {
        assertThat(output.counts()).containsExactly(count, count, 0, 0);
        List<JsonNode> results = output.results();
        for (int i = 0; i < count; i++) {
            assertThat(results.get(i).path("id").asText()).isEqualTo("id" + i);
            assertThat(results.get(i).path("text").asText()).contains(text(i));
        }
    }

    protected HomeFolder home() {
        try {
            return HomeFolder.of(sluice.home(), null, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Orders that the first job be cancelled, as the command does. */
    protected void cancelFirstJob() {
        JobOrders.place(home(), JobOrder.Kind.CANCEL, 1, Clock.systemUTC());
    }
}
