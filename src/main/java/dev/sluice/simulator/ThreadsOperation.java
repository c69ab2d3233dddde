package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Supplier;

/** {@code /threads} and their messages: creates, shows and deletes threads, adds and lists messages. Thread-safe. */
final class ThreadsOperation {
    private final ThreadStore threads;
    private final FileStore files;
    private final ObjectIds ids;

    ThreadsOperation(ThreadStore threads, FileStore files, ObjectIds ids) {
        this.threads = threads;
        this.files = files;
        this.ids = ids;
    }

    /** Creates a thread, with messages where the request has some. */
    Work create(Call call) {
        ObjectNode body = call.request().body().length == 0 ? Json.object() : call.body();
        List<MessageDraft> drafts = drafts(call, body, "messages");
        JsonNode metadata = Fields.metadataOrEmpty(body);
        return Work.request(
                SimulatorOptions.ALL_MODELS, () -> make(call, metadata, drafts).json());
    }

    /** Shows a thread. */
    Work get(Call call) {
        return request(call, () -> thread(call).json());
    }

    /** Deletes a thread. */
    Work delete(Call call) {
        String id = call.variable("thread");
        return request(call, () -> {
            threads.delete(id);
            return Json.object().put("id", id).put("object", "thread.deleted").put("deleted", true);
        });
    }

    /** Adds a message. */
    Work addMessage(Call call) {
        MessageDraft draft = MessageDraft.read(call.body(), "", files, call.createdSeconds());
        return request(call, () -> {
            SimulatedThread thread = thread(call);
            ThreadMessage message = message(call, thread, draft);
            thread.add(message);
            return message.json();
        });
    }

    /** Lists messages, those of one run where the request names it, newest first unless told otherwise. */
    Work listMessages(Call call) {
        return request(call, () -> {
            Address address = call.request().address();
            String run = address.parameter("run_id");
            List<ThreadMessage> found = thread(call).messages().stream()
                    .filter(message -> run.isEmpty() || message.isOfRun(run))
                    .toList();
            return Page.of(
                    Page.ordered(found, address),
                    address,
                    AssistantsOperation.USUAL_IN_LIST,
                    AssistantsOperation.MOST_IN_LIST,
                    ThreadMessage::id,
                    ThreadMessage::json);
        });
    }

    /** Reads the messages that a thread is to begin with. */
    List<MessageDraft> drafts(Call call, JsonNode thread, String param) {
        return MessageDraft.readAll(thread.path("messages"), param, files, call.createdSeconds());
    }

    /** Creates a thread with messages. */
    SimulatedThread make(Call call, JsonNode metadata, List<MessageDraft> drafts) {
        SimulatedThread thread = new SimulatedThread(ids.next("thread", call), call.createdSeconds(), metadata);
        drafts.forEach(draft -> thread.add(message(call, thread, draft)));
        threads.add(thread);
        return thread;
    }

    private ThreadMessage message(Call call, SimulatedThread thread, MessageDraft draft) {
        return new ThreadMessage(ids.next("msg", call), thread.id(), call.createdSeconds(), draft, null);
    }

    private Work request(Call call, Supplier<ObjectNode> answer) {
        return Work.request(threads.modelOf(call.variable("thread")), answer);
    }

    private SimulatedThread thread(Call call) {
        return threads.get(call.variable("thread"));
    }
}
