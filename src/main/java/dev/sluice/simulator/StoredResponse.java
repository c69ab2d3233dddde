package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A response that may be fetched. Its JSON is never changed.
 *
 * @param model its model
 * @param done how it looks when it has its answer
 * @param run how far it is where it is in the background, else null
 */
record StoredResponse(
        String model, ObjectNode done, @Nullable StartedRun run) {

    /** Returns a response that was answered at once. */
    static StoredResponse answered(String model, ObjectNode json) {
        return new StoredResponse(model, json.deepCopy(), null);
    }

    /** Returns a response in the background. */
    static StoredResponse started(ResponseRequest request, StartedRun run) {
        return new StoredResponse(request.model(), request.json(run.answer()).put("background", true), run);
    }

    /** Returns the response object of the API as it is now. */
    ObjectNode json() {
        return run == null ? done.deepCopy() : json(run, run.progress().status());
    }

    /** Returns the response object of one that was just started. */
    ObjectNode queued() {
        return run == null ? json() : json(run, RunStatus.QUEUED);
    }

    private ObjectNode json(StartedRun started, RunStatus status) {
        ObjectNode root = done.deepCopy().put("status", status.text());
        if (status == RunStatus.INCOMPLETE) {
            root.putObject("incomplete_details").put("reason", started.incompleteReason("max_output_tokens"));
        }
        if (status == RunStatus.FAILED) {
            String code = started.errorCode();
            root.putObject("error").put("code", code).put("message", StartedRun.errorWords(code));
        }
        if (!status.isAnswered()) {
            root.putNull("incomplete_details").putNull("usage").putArray("output");
        }
        return root;
    }
}
