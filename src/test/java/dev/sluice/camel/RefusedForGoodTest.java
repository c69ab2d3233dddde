package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Prompt;
import dev.sluice.provider.ProviderException.Rejected;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RefusedForGoodTest {
    private static final Rejected NO_MODEL = new Rejected(404, "model_not_found", "no such model", true);
    private static final Rejected NO_LIST = new Rejected(400, "invalid_request_error", "prompt must be a string");
    private long nanos;
    private final RefusedForGood known = new RefusedForGood(() -> nanos);

    @Test
    void unknownModel_isRemembered_forFiveMinutes() {
        known.note(request(1), NO_MODEL);

        assertThat(known.missingModel("m")).contains(NO_MODEL);
        assertThat(known.missingModel("other")).isEmpty();
        nanos += Duration.ofMinutes(4).toNanos();
        known.note(request(1), NO_MODEL);
        nanos += Duration.ofMinutes(2).toNanos();
        assertThat(known.missingModel("m")).isEmpty();
    }

    @Test
    void refusedContent_tellsNothingOfTheModel() {
        known.note(request(1), NO_LIST);

        assertThat(known.missingModel("m")).isEmpty();
    }

    @Test
    void listsThatOnlyEverFail_whileSinglePromptsDont_areAskedNoMore() {
        known.noteListRefused(request(8));
        known.noteListRefused(request(4));
        known.noteListRefused(request(2));
        assertThat(takesLists()).isTrue();

        known.noteAnswered(request(1));

        assertThat(takesLists()).isFalse();
        assertThat(known.takesLists(Endpoint.EMBEDDINGS, "m")).isTrue();
    }

    @Test
    void promptThatFailsByItself_wasToBlameForItsLists() {
        known.noteListRefused(request(8));
        known.noteListRefused(request(4));
        known.noteListRefused(request(2));
        known.note(request(1), NO_LIST);
        known.noteAnswered(request(1));

        assertThat(takesLists()).isTrue();
    }

    @Test
    void listThatIsAnswered_showsThatTheContentWasToBlame() {
        known.noteListRefused(request(8));
        known.noteListRefused(request(4));
        known.noteListRefused(request(2));
        known.noteAnswered(request(4));
        known.noteAnswered(request(1));

        assertThat(takesLists()).isTrue();
    }

    private boolean takesLists() {
        return known.takesLists(Endpoint.COMPLETIONS, "m");
    }

    private static PromptGroup request(int prompts) {
        return new PromptGroup(
                "p",
                LongStream.range(0, prompts)
                        .mapToObj(index ->
                                Prompt.of(1, index, "default", Endpoint.COMPLETIONS, "m", TextNode.valueOf("x")))
                        .toList(),
                0);
    }
}
