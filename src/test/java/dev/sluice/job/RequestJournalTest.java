package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal of requests knows after a process has died. */
class RequestJournalTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("requests.journal");
    }

    private static List<Prompt> prompts(long job, int... indexes) {
        return IntStream.of(indexes)
                .mapToObj(index -> TestPrompts.prompt(job, index))
                .toList();
    }

    @Test
    void processDies_requestsUnderWay_areKnown() throws IOException {
        RequestJournal journal = RequestJournal.open(file);
        journal.begin("a", prompts(1, 0, 1, 2, 7));
        journal.begin("b", prompts(1, 3));
        journal.end("b");

        assertThat(RequestJournal.open(file).open()).singleElement().satisfies(sent -> {
            assertThat(sent.request()).isEqualTo("a");
            assertThat(sent.prompts()).containsExactlyEntriesOf(java.util.Map.of(1L, "0-2,7"));
            assertThat(sent.indexes(1).stream()).containsExactly(0, 1, 2, 7);
            assertThat(sent.indexes(2).isEmpty()).isTrue();
        });
    }

    @Test
    void requestOfTwoJobs_isKnownForBoth() throws IOException {
        RequestJournal journal = RequestJournal.open(file);
        journal.begin("a", List.of(TestPrompts.prompt(2, 5), TestPrompts.prompt(1, 9), TestPrompts.prompt(2, 6)));

        assertThat(RequestJournal.open(file).open())
                .singleElement()
                .satisfies(sent ->
                        assertThat(sent.prompts()).containsEntry(1L, "9").containsEntry(2L, "5-6"));
    }

    @Test
    void lineThatIsCutOff_isNoRequest_andTheNextOneCounts() throws IOException {
        RequestJournal journal = RequestJournal.open(file);
        journal.begin("a", prompts(1, 0));
        Files.writeString(file, "sent b 1:", StandardOpenOption.APPEND);
        journal.close();

        RequestJournal next = RequestJournal.open(file);
        next.begin("c", prompts(1, 4));

        assertThat(RequestJournal.open(file).open())
                .extracting(RequestJournal.Sent::request)
                .containsExactly("a", "c");
    }

    @Test
    void longFile_isWrittenAnewWithWhatIsOpen() throws IOException {
        RequestJournal journal = RequestJournal.open(file);
        journal.begin("first", prompts(1, 0));
        for (int i = 0; i < 30_000; i++) {
            journal.begin("r" + i, prompts(1, i));
            journal.end("r" + i);
        }

        assertThat(Files.size(file)).isLessThan(1_100_000);
        assertThat(RequestJournal.open(file).open())
                .extracting(RequestJournal.Sent::request)
                .containsExactly("first");
    }

    @Test
    void closedJob_beginsNoRequest_butSharesThoseOfOthers() throws IOException {
        RequestJournal journal = RequestJournal.open(file);
        journal.begin("a", prompts(1, 3, 4));

        assertThat(journal.closeJob(1).stream()).containsExactly(3, 4);
        assertThat(journal.begin("b", prompts(1, 5))).isFalse();
        assertThat(journal.begin("c", List.of(TestPrompts.prompt(1, 5), TestPrompts.prompt(2, 0))))
                .isTrue();
        journal.reopenJob(1);
        assertThat(journal.begin("d", prompts(1, 5))).isTrue();
    }
}
