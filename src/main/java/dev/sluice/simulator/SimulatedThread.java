package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A thread with its messages and runs. Thread-safe. */
final class SimulatedThread {
    private final String id;
    private final long createdSeconds;
    private final JsonNode metadata;
    private final List<ThreadMessage> messages = new ArrayList<>();
    private final List<SimulatedRun> runs = new ArrayList<>();

    SimulatedThread(String id, long createdSeconds, JsonNode metadata) {
        this.id = id;
        this.createdSeconds = createdSeconds;
        this.metadata = metadata;
    }

    String id() {
        return id;
    }

    /** Returns the model of its last run, whose limits hold for it; those of all others before it has one. */
    synchronized String model() {
        return runs.isEmpty()
                ? SimulatorOptions.ALL_MODELS
                : runs.get(runs.size() - 1).request().model();
    }

    /**
     * Adds a message.
     *
     * @throws ApiError with 400 while a run is under way
     */
    synchronized void add(ThreadMessage message) {
        active().ifPresent(run -> {
            throw ApiError.badRequest(
                    null, null, "Can't add messages to " + id + " while a run " + run.id() + " is active.");
        });
        messages.add(message);
    }

    /**
     * Starts a run, whose answer becomes the next message.
     *
     * @throws ApiError with 400 while another is under way
     */
    synchronized SimulatedRun run(Supplier<SimulatedRun> start, Supplier<String> messageId) {
        active().ifPresent(run -> {
            throw ApiError.badRequest(null, null, "Thread " + id + " already has an active run " + run.id() + ".");
        });
        SimulatedRun run = start.get();
        runs.add(run);
        MessageDraft answer = MessageDraft.ofAssistant(run.started().answer().text());
        messages.add(new ThreadMessage(messageId.get(), id, run.progress().createdSeconds(), answer, run));
        return run;
    }

    /** Returns the messages that show, oldest first. */
    synchronized List<ThreadMessage> messages() {
        return messages.stream().filter(ThreadMessage::isVisible).toList();
    }

    /** Returns what the messages that show say, oldest first. */
    List<MessageDraft> drafts() {
        return messages().stream().map(ThreadMessage::draft).toList();
    }

    /** Returns the runs that have not vanished, oldest first. */
    synchronized List<SimulatedRun> runs() {
        return runs.stream()
                .filter(run -> run.progress().status() != RunStatus.VANISHED)
                .toList();
    }

    /**
     * Returns a run.
     *
     * @throws ApiError with 404 when there is none
     */
    SimulatedRun get(String runId) {
        return runs().stream()
                .filter(run -> run.id().equals(runId))
                .findFirst()
                .orElseThrow(() -> new ApiError(
                        404, "invalid_request_error", null, null, "No run found with id '" + runId + "'.", null));
    }

    /** Returns the thread object of the API. */
    ObjectNode json() {
        ObjectNode root = Json.object().put("id", id).put("object", "thread").put("created_at", createdSeconds);
        root.set("metadata", metadata);
        root.putObject("tool_resources");
        return root;
    }

    private Optional<SimulatedRun> active() {
        return runs.stream().filter(run -> !run.progress().status().isLast()).findFirst();
    }
}
