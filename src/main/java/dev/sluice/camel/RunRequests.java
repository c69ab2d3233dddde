package dev.sluice.camel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.job.JobCounts;
import dev.sluice.job.JobStore;
import dev.sluice.polled.AssistantDefinition;
import dev.sluice.polled.Run;
import dev.sluice.polled.Run.State;
import dev.sluice.polled.RunBodies;
import dev.sluice.polled.RunStore;
import dev.sluice.prompt.Profile;
import dev.sluice.prompt.Prompt;
import dev.sluice.provider.ProviderException;
import dev.sluice.provider.ProviderRequest;
import dev.sluice.provider.RequestFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** The requests of a run's life. What could be started twice is noted before it goes out. Thread-safe. */
public final class RunRequests {
    private static final String BETA = "OpenAI-Beta";
    private static final String ASSISTANTS = "assistants=v2";
    private static final int PAGE = 100;
    private final RunSteps steps;
    private final RunStore store;
    private final JobStore jobs;
    private final RequestFactory requests;

    RunRequests(RunSteps steps, RunStore store, JobStore jobs, RequestFactory requests) {
        this.steps = steps;
        this.store = store;
        this.jobs = jobs;
        this.requests = requests;
    }

    /** Starts a response in the background. */
    public void startResponse(Exchange exchange) {
        Prompt prompt = RunSteps.prompt(RunSteps.step(exchange));
        ProviderRequest request = requests.request(
                List.of(RunBodies.inBackground(prompt)), UUID.randomUUID().toString());
        Run run = steps.begun(exchange, State.STARTING);
        ApiCall.prepare(exchange, requests, "POST", "", "", request.body());
        Message message = exchange.getIn();
        request.headers().forEach(message::setHeader);
        message.setHeader(Exchange.HTTP_URI, request.url().toString());
        jobs.count(run.job(), JobCounts.request(1));
    }

    /** Sends a long prompt as a file. */
    public void uploadPrompt(Exchange exchange) {
        Prompt prompt = RunSteps.prompt(RunSteps.step(exchange));
        Run run = steps.begun(exchange, State.PREPARING);
        HttpEntity form = MultipartEntityBuilder.create()
                .addTextBody("purpose", "assistants")
                .addBinaryBody(
                        "file",
                        RunBodies.text(prompt),
                        ContentType.TEXT_PLAIN.withCharset(StandardCharsets.UTF_8),
                        "prompt-" + run.job() + "-" + prompt.index() + ".txt")
                .build();
        call(exchange, "POST", "/files", "", form);
        exchange.getIn().setHeader(Exchange.CONTENT_TYPE, form.getContentType());
    }

    /** Makes the thread that holds the prompt. */
    public void createThread(Exchange exchange) {
        Prompt prompt = RunSteps.prompt(RunSteps.step(exchange));
        Run run = steps.begun(exchange, State.PREPARING);
        post(exchange, "/threads", RunBodies.thread(prompt, run.remote().file()));
    }

    /** Makes the assistant of the prompt's profile. */
    public void makeAssistant(Exchange exchange) {
        Profile profile = steps.profile(steps.run(exchange).content().profile());
        post(exchange, "/assistants", AssistantDefinition.of(profile));
    }

    /** Starts a run on the thread of the prompt. */
    public void startRun(Exchange exchange) {
        Prompt prompt = RunSteps.prompt(RunSteps.step(exchange));
        Profile profile = steps.profile(prompt.profile());
        String given = profile.runs().assistant();
        String assistant = given != null
                ? given
                : store.assistant(AssistantDefinition.hash(profile))
                        .orElseThrow(() -> new ProviderException.Unavailable(
                                0, "no_assistant", "the assistant of the profile is not made yet", null));
        Run run = steps.begun(exchange, State.STARTING);
        post(exchange, thread(run) + "/runs", RunBodies.run(prompt, profile, assistant));
    }

    /** Lists the runs of a thread, to see whether one was started. */
    public void findRun(Exchange exchange) {
        call(exchange, "GET", thread(steps.run(exchange)) + "/runs", "limit=" + PAGE, null);
    }

    /** Asks whether the run is done. */
    public void poll(Exchange exchange) {
        call(exchange, "GET", path(steps.run(exchange)), "", null);
    }

    /** Fetches the messages of the run. */
    public void fetch(Exchange exchange) {
        Run run = steps.run(exchange);
        String query = "run_id=" + ApiCall.id(run.remote().run()) + "&order=asc&limit=" + PAGE;
        call(exchange, "GET", thread(run) + "/messages", query, null);
    }

    /** Asks for the end of the run. */
    public void cancel(Exchange exchange) {
        call(exchange, "POST", path(steps.run(exchange)) + "/cancel", "", null);
    }

    /** Deletes the thread of the prompt, if it is still there. */
    public void deleteThread(Exchange exchange) {
        call(exchange, "DELETE", thread(steps.run(exchange)), "", null);
        ApiCall.mayBeGone(exchange);
    }

    /** Deletes the file of the prompt, if it is still there. */
    public void deletePrompt(Exchange exchange) {
        String file = steps.run(exchange).remote().file();
        call(exchange, "DELETE", "/files/" + ApiCall.id(file), "", null);
        ApiCall.mayBeGone(exchange);
    }

    private static String path(Run run) {
        String id = ApiCall.id(run.remote().run());
        return run.isOfAssistant() ? thread(run) + "/runs/" + id : "/responses/" + id;
    }

    private static String thread(Run run) {
        return "/threads/" + ApiCall.id(run.remote().thread());
    }

    private void post(Exchange exchange, String path, ObjectNode body) {
        call(exchange, "POST", path, "", body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void call(Exchange exchange, String method, String path, String query, @Nullable Object body) {
        Run run = steps.run(exchange);
        ApiCall.prepare(exchange, requests, method, path, query, body);
        if (run.isOfAssistant()) {
            exchange.getIn().setHeader(BETA, ASSISTANTS);
        }
        jobs.count(run.job(), JobCounts.request(run.state() == State.STARTING ? 1 : 0));
    }
}
