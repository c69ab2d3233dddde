package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.errors.NotFoundException;
import com.openai.models.beta.assistants.AssistantCreateParams;
import com.openai.models.beta.threads.ThreadCreateParams;
import com.openai.models.beta.threads.messages.Message;
import com.openai.models.beta.threads.messages.MessageCreateParams;
import com.openai.models.beta.threads.messages.MessageListParams;
import com.openai.models.beta.threads.runs.Run;
import com.openai.models.beta.threads.runs.RunCancelParams;
import com.openai.models.beta.threads.runs.RunCreateParams;
import com.openai.models.beta.threads.runs.RunRetrieveParams;
import com.openai.models.beta.threads.runs.RunStatus;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStatus;
import dev.sluice.time.Ticker;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official client validates every reply against its own types, also of what it calls deprecated. */
@SuppressWarnings("deprecation")
class OpenAiClientRunsTest {
    private final HandClock clock = new HandClock();
    private final Simulator simulator =
            Simulator.start(SimulatorOptions.builder().build(), Ticker.system(), clock);
    private final OpenAIClient client = OfficialClient.of(simulator);

    @AfterEach
    void close() {
        client.close();
        simulator.close();
    }

    @Test
    void response_inTheBackground_isPolledAndDeleted() {
        Response queued = background("red");
        clock.advance(Duration.ofSeconds(1));
        Response done = client.responses().retrieve(queued.id());

        assertThat(queued.status()).hasValue(ResponseStatus.QUEUED);
        assertThat(done.status()).hasValue(ResponseStatus.COMPLETED);
        assertThat(done.output()
                        .get(0)
                        .asMessage()
                        .content()
                        .get(0)
                        .asOutputText()
                        .text())
                .isEqualTo("echo: red");
        client.responses().delete(queued.id());
        assertThatThrownBy(() -> client.responses().retrieve(queued.id())).isInstanceOf(NotFoundException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "incomplete", "cancelled", "endless"})
    void response_endedOtherwise_isRead(String outcome) {
        simulator.change(o -> o.runs(r -> r.outcomes(RunOutcome.parse(outcome))));
        String id = background("red").id();
        clock.advance(Duration.ofSeconds(1));

        assertThat(client.responses().retrieve(id).status()).isPresent();
        assertThat(client.responses().cancel(id).id()).isEqualTo(id);
    }

    @Test
    void run_isPolledUntilItsAnswerIsThere() {
        Run run = run();
        assertThat(run.status()).isEqualTo(RunStatus.QUEUED);
        clock.advance(Duration.ofSeconds(1));

        assertThat(get(run).status()).isEqualTo(RunStatus.COMPLETED);
        Message message = client.beta()
                .threads()
                .messages()
                .list(MessageListParams.builder()
                        .threadId(run.threadId())
                        .runId(run.id())
                        .build())
                .data()
                .get(0);
        assertThat(message.content().get(0).asText().text().value()).isEqualTo("echo: blue");
        assertThat(client.beta().threads().delete(run.threadId()).deleted()).isTrue();
        assertThat(client.beta().assistants().delete(run.assistantId()).deleted())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "incomplete", "cancelled", "expired", "requires-action", "endless"})
    void run_endedOtherwise_isRead(String outcome) {
        simulator.change(o -> o.runs(r -> r.outcomes(RunOutcome.parse(outcome))));
        Run run = run();
        clock.advance(Duration.ofSeconds(1));

        assertThat(get(run).status().toString()).isNotEqualTo("completed");
    }

    @Test
    void run_cancelled_isCancelling() {
        Run run = run();

        assertThat(client.beta()
                        .threads()
                        .runs()
                        .cancel(RunCancelParams.builder()
                                .threadId(run.threadId())
                                .runId(run.id())
                                .build())
                        .status())
                .isEqualTo(RunStatus.CANCELLING);
    }

    private Response background(String prompt) {
        return client.responses()
                .create(ResponseCreateParams.builder()
                        .model("gpt-4o-mini")
                        .input(prompt)
                        .background(true)
                        .build());
    }

    /** Starts a run on a thread with two messages. */
    private Run run() {
        String assistant = client.beta()
                .assistants()
                .create(AssistantCreateParams.builder()
                        .model("gpt-4o-mini")
                        .name("helper")
                        .build())
                .id();
        String thread = client.beta()
                .threads()
                .create(ThreadCreateParams.builder()
                        .addMessage(ThreadCreateParams.Message.builder()
                                .role(ThreadCreateParams.Message.Role.USER)
                                .content("red")
                                .build())
                        .build())
                .id();
        client.beta()
                .threads()
                .messages()
                .create(MessageCreateParams.builder()
                        .threadId(thread)
                        .role(MessageCreateParams.Role.USER)
                        .content("blue")
                        .build());
        return client.beta()
                .threads()
                .runs()
                .create(RunCreateParams.builder()
                        .threadId(thread)
                        .assistantId(assistant)
                        .build());
    }

    private Run get(Run run) {
        return client.beta()
                .threads()
                .runs()
                .retrieve(RunRetrieveParams.builder()
                        .threadId(run.threadId())
                        .runId(run.id())
                        .build());
    }
}
