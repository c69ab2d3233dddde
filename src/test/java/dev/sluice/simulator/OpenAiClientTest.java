package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.MultipartField;
import com.openai.core.http.HttpResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import com.openai.models.moderations.ModerationCreateParams;
import com.openai.models.moderations.ModerationCreateResponse;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The official client validates every reply against its own types. */
class OpenAiClientTest {
    private final Simulator simulator = Simulator.start(
            SimulatorOptions.builder().keys(List.of(OfficialClient.KEY)).build());
    private final OpenAIClient client = OfficialClient.of(simulator);

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
    void batch_fromUploadToDelete_isUnderstood() throws Exception {
        simulator.change(o -> o.batch(b -> b.latency(Duration.ofMillis(20))));
        String lines = BatchLines.chat("a", "red") + BatchLines.chat("b", "blue");
        FileObject input = client.files()
                .create(FileCreateParams.builder()
                        .purpose(FilePurpose.BATCH)
                        .file(MultipartField.<InputStream>builder()
                                .value(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)))
                                .filename("in.jsonl")
                                .build())
                        .expiresAfter(FileCreateParams.ExpiresAfter.builder()
                                .seconds(3_600)
                                .build())
                        .build());
        Batch created = client.batches()
                .create(BatchCreateParams.builder()
                        .inputFileId(input.id())
                        .endpoint(BatchCreateParams.Endpoint.V1_CHAT_COMPLETIONS)
                        .completionWindow(BatchCreateParams.CompletionWindow._24H)
                        .metadata(BatchCreateParams.Metadata.builder()
                                .putAdditionalProperty("job", JsonValue.from("7"))
                                .build())
                        .build());
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> client.batches().retrieve(created.id()).status().equals(Batch.Status.COMPLETED));
        Batch done = client.batches().retrieve(created.id());

        assertThat(input.filename()).isEqualTo("in.jsonl");
        assertThat(input.bytes()).isEqualTo(lines.length());
        assertThat(input.expiresAt()).hasValue(input.createdAt() + 3_600);
        assertThat(created.status()).isEqualTo(Batch.Status.VALIDATING);
        assertThat(done.requestCounts().orElseThrow().completed()).isEqualTo(2);
        assertThat(done.usage().orElseThrow().totalTokens()).isEqualTo(2 * (1 + 3 + 3 + 3));
        assertThat(client.batches().list().data()).containsExactly(done);
        String output = done.outputFileId().orElseThrow();
        try (HttpResponse content = client.files().content(output)) {
            assertThat(new String(content.body().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("echo: red", "echo: blue");
        }
        assertThat(client.files().list().data()).extracting(FileObject::id).containsExactly(output, input.id());
        assertThat(client.files().delete(output).deleted()).isTrue();
        assertThatThrownBy(() -> client.files().retrieve(output)).isInstanceOf(NotFoundException.class);
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
