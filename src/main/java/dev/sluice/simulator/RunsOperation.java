package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Supplier;

/** {@code /threads/…/runs}: starts, shows, lists and cancels runs. Thread-safe. */
final class RunsOperation {
    private final AssistantStore assistants;
    private final ThreadStore threads;
    private final ThreadsOperation threadsOperation;
    private final ObjectIds ids;
    private final RunStarter starter;

    RunsOperation(
            AssistantStore assistants,
            ThreadStore threads,
            ThreadsOperation threadsOperation,
            ObjectIds ids,
            RunStarter starter) {
        this.assistants = assistants;
        this.threads = threads;
        this.threadsOperation = threadsOperation;
        this.ids = ids;
        this.starter = starter;
    }

    /** Starts a run on a thread. */
    Work create(Call call) {
        ObjectNode body = call.body();
        List<MessageDraft> messages = thread(call).drafts();
        RunRequest request = RunRequest.of(call, body, assistant(body), messages);
        return request.work(() -> start(request, thread(call)));
    }

    /** Creates a thread and starts a run on it. */
    Work createWithThread(Call call) {
        ObjectNode body = call.body();
        JsonNode thread = body.path("thread");
        List<MessageDraft> messages = threadsOperation.drafts(call, thread, "thread.messages");
        JsonNode metadata = Fields.metadataOrEmpty(thread);
        RunRequest request = RunRequest.of(call, body, assistant(body), messages);
        return request.work(() -> start(request, threadsOperation.make(call, metadata, messages)));
    }

    /** Shows a run. */
    Work get(Call call) {
        return request(call, () -> {
            SimulatedRun run = run(call);
            starter.stats().polled(run.progress());
            run.started().putPollAfter(call);
            return run.json();
        });
    }

    /** Lists the runs of a thread, newest first unless told otherwise. */
    Work list(Call call) {
        Address address = call.request().address();
        return request(
                call,
                () -> Page.of(
                        Page.ordered(thread(call).runs(), address),
                        address,
                        AssistantsOperation.USUAL_IN_LIST,
                        AssistantsOperation.MOST_IN_LIST,
                        SimulatedRun::id,
                        SimulatedRun::json));
    }

    /** Cancels a run, which ends a little later. */
    Work cancel(Call call) {
        return request(call, () -> {
            SimulatedRun run = run(call);
            if (!run.progress().tryCancel()) {
                String status = run.progress().status().text();
                throw ApiError.badRequest(null, null, "Cannot cancel run with status '" + status + "'.");
            }
            starter.stats().cancelled();
            return run.json();
        });
    }

    private ObjectNode start(RunRequest request, SimulatedThread thread) {
        Call call = request.call();
        SimulatedRun run = thread.run(
                () -> new SimulatedRun(
                        ids.next("run", call),
                        thread.id(),
                        request,
                        starter.start(
                                call,
                                new RunStarter.Question(request.prompt(), request.model(), request.tokens(), false),
                                request.answer())),
                () -> ids.next("msg", call));
        run.started().putPollAfter(call);
        return run.queued();
    }

    private Assistant assistant(ObjectNode body) {
        return assistants.get(Fields.text(body, "assistant_id"));
    }

    private Work request(Call call, Supplier<ObjectNode> answer) {
        return Work.request(threads.modelOf(call.variable("thread")), answer);
    }

    private SimulatedThread thread(Call call) {
        return threads.get(call.variable("thread"));
    }

    private SimulatedRun run(Call call) {
        return thread(call).get(call.variable("run"));
    }
}
