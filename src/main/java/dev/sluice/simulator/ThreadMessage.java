package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A message in a thread; that of an assistant shows when its run has ended well.
 *
 * @param id its id, {@code msg_…}
 * @param threadId the id of its thread
 * @param createdSeconds when it was added, in seconds since 1970
 * @param draft what it says
 * @param run the run that made it, or null
 */
record ThreadMessage(
        String id,
        String threadId,
        long createdSeconds,
        MessageDraft draft,
        @Nullable SimulatedRun run) {

    boolean isVisible() {
        return run == null || run.progress().status().isAnswered();
    }

    boolean isOfRun(String runId) {
        return run != null && run.id().equals(runId);
    }

    /** Returns the message object of the API. */
    ObjectNode json() {
        long doneSeconds = run == null ? createdSeconds : run.progress().endSeconds();
        boolean whole = run == null || run.progress().status() != RunStatus.INCOMPLETE;
        ObjectNode root = Json.object()
                .put("id", id)
                .put("object", "thread.message")
                .put("created_at", doneSeconds)
                .put("thread_id", threadId)
                .put("status", whole ? "completed" : "incomplete")
                .put("completed_at", whole ? doneSeconds : null)
                .put("incomplete_at", whole ? null : doneSeconds)
                .putNull("incomplete_details")
                .put("assistant_id", run == null ? null : run.assistantId())
                .put("run_id", run == null ? null : run.id())
                .put("role", draft.role());
        if (run != null && !whole) {
            root.putObject("incomplete_details").put("reason", run.incompleteReason());
        }
        root.putArray("content")
                .addObject()
                .put("type", "text")
                .putObject("text")
                .put("value", draft.text())
                .putArray("annotations");
        root.set("attachments", draft.attachments());
        root.set("metadata", draft.metadata());
        return root;
    }
}
