package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.moderations.ModerationCreateParams;
import com.openai.models.moderations.ModerationCreateResponse;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The official client validates every reply against its own types. */
class OpenAiClientTest {
    private final Simulator simulator =
            Simulator.start(SimulatorOptions.builder().keys(List.of("test-key")).build());
    private final OpenAIClient client = OpenAIOkHttpClient.builder()
            .baseUrl(simulator.baseUrl().toString())
            .apiKey("test-key")
            .maxRetries(0)
            .responseValidation(true)
            .build();

    @AfterEach
    void close() {
        client.close();
        simulator.close();
    }

    @Test
    void chat_question_isAnswered() {
        ChatCompletion chat = client.chat().completions().create(chat("red"));

        assertThat(chat.choices().get(0).message().content()).hasValue("echo: red");
        assertThat(chat.usage().orElseThrow().totalTokens()).isEqualTo(1 + 3 + 3 + 3);
    }

    @Test
    void completions_list_isAnsweredByIndex() {
        Completion completion = client.completions()
                .create(CompletionCreateParams.builder()
                        .model("gpt-3.5-turbo-instruct")
                        .promptOfArrayOfStrings(List.of("red", "blue", "green"))
                        .build());

        String[] texts = new String[3];
        completion.choices().forEach(choice -> texts[(int) choice.index()] = choice.text());
        assertThat(texts).containsExactly("echo: red", "echo: blue", "echo: green");
    }

    @Test
    void embeddings_list_isAnsweredByIndex() {
        CreateEmbeddingResponse reply = client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model("text-embedding-3-small")
                        .inputOfArrayOfStrings(List.of("red", "blue"))
                        .dimensions(4)
                        .build());

        String[] texts = {"red", "blue"};
        assertThat(reply.data()).hasSize(2).allSatisfy(item -> {
            float[] expected = SimulatedAnswers.embedding(texts[(int) item.index()], 4);
            for (int i = 0; i < 4; i++) {
                assertThat(item.embedding().get(i)).isEqualTo(expected[i]);
            }
        });
    }

    @Test
    void moderations_list_isAnsweredInOrder() {
        ModerationCreateResponse reply = client.moderations()
                .create(ModerationCreateParams.builder()
                        .inputOfStrings(List.of("red", "[flag]"))
                        .build());

        assertThat(reply.results().get(0).flagged()).isFalse();
        assertThat(reply.results().get(1).flagged()).isTrue();
        assertThat(reply.results().get(1).categories().violence()).isTrue();
    }

    @Test
    void responses_question_isAnswered() {
        Response response = client.responses()
                .create(ResponseCreateParams.builder().model("m").input("red").build());

        assertThat(response.output()
                        .get(0)
                        .asMessage()
                        .content()
                        .get(0)
                        .asOutputText()
                        .text())
                .isEqualTo("echo: red");
    }

    @Test
    void models_list_isRead() {
        assertThat(client.models().list().data()).isNotEmpty();
    }

    @Test
    void requestsAboveTheLimit_areARateLimitException() {
        simulator.change(o -> o.requestsPerMinute(1));
        client.chat().completions().create(chat("red"));

        assertThatThrownBy(() -> client.chat().completions().create(chat("red")))
                .isInstanceOfSatisfying(RateLimitException.class, e -> {
                    assertThat(e.code()).hasValue("rate_limit_exceeded");
                    assertThat(e.type()).hasValue("requests");
                    assertThat(e.headers().values("retry-after-ms")).hasSize(1);
                });
    }

    @Test
    void errors_ofEachStatus_areTheClientsExceptions() {
        simulator.breakWith(Fault.status(503));
        assertThatThrownBy(() -> client.chat().completions().create(chat("red")))
                .isInstanceOf(InternalServerException.class);
        simulator.breakWith(Fault.status(400, "context_length_exceeded"));
        assertThatThrownBy(() -> client.chat().completions().create(chat("red")))
                .isInstanceOf(BadRequestException.class);
        simulator.change(o -> o.faults().models(List.of("other")));
        assertThatThrownBy(() -> client.chat().completions().create(chat("red")))
                .isInstanceOf(NotFoundException.class);
        simulator.change(o -> o.keys(List.of("new")));
        assertThatThrownBy(() -> client.chat().completions().create(chat("red")))
                .isInstanceOf(UnauthorizedException.class);
    }

    private static ChatCompletionCreateParams chat(String prompt) {
        return ChatCompletionCreateParams.builder()
                .model("gpt-4o-mini")
                .addUserMessage(prompt)
                .build();
    }
}
