package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A run of an assistant on a thread.
 *
 * @param id its id, {@code run_…}
 * @param threadId the id of its thread
 * @param request what it is to do
 * @param started how far it is, and its answer
 */
record SimulatedRun(String id, String threadId, RunRequest request, StartedRun started) {
    private static final long LIFETIME_SECONDS = 600;

    RunProgress progress() {
        return started.progress();
    }

    String assistantId() {
        return request.assistant().id();
    }

    String incompleteReason() {
        return started.incompleteReason("max_completion_tokens");
    }

    /** Returns the run object of the API as it is now. */
    ObjectNode json() {
        return json(progress().status());
    }

    /** Returns the run object of one that was just started. */
    ObjectNode queued() {
        return json(RunStatus.QUEUED);
    }

    private ObjectNode json(RunStatus status) {
        ObjectNode root = Json.object()
                .put("id", id)
                .put("object", "thread.run")
                .put("created_at", progress().createdSeconds())
                .put("thread_id", threadId)
                .put("assistant_id", assistantId())
                .put("status", status.text())
                .put(
                        "started_at",
                        status == RunStatus.QUEUED ? null : progress().startedSeconds())
                .put("expires_at", status.isLast() ? null : progress().createdSeconds() + LIFETIME_SECONDS)
                .put("cancelled_at", endIf(status, RunStatus.CANCELLED))
                .put("failed_at", endIf(status, RunStatus.FAILED))
                .put("completed_at", endIf(status, RunStatus.COMPLETED))
                .put("model", request.model())
                .put("instructions", request.instructions());
        root.set("tools", request.tools());
        root.set("metadata", Fields.metadataOrEmpty(request.body()));
        putEnd(status, root);
        putUsage(status, root);
        root.put("max_completion_tokens", request.maxTokens() == 0 ? null : request.maxTokens());
        root.putNull("max_prompt_tokens").put("temperature", 1.0).put("top_p", 1.0);
        root.putObject("truncation_strategy").put("type", "auto").putNull("last_messages");
        return root.put("response_format", "auto").put("tool_choice", "auto").put("parallel_tool_calls", true);
    }

    private @Nullable Long endIf(RunStatus status, RunStatus wanted) {
        return status == wanted ? progress().endSeconds() : null;
    }

    private void putEnd(RunStatus status, ObjectNode root) {
        root.putNull("required_action").putNull("last_error").putNull("incomplete_details");
        if (status == RunStatus.REQUIRES_ACTION) {
            root.putObject("required_action")
                    .put("type", "submit_tool_outputs")
                    .putObject("submit_tool_outputs")
                    .putArray("tool_calls")
                    .addObject()
                    .put("id", "call_" + id)
                    .put("type", "function")
                    .putObject("function")
                    .put("name", functionName())
                    .put("arguments", "{}");
        }
        if (status == RunStatus.FAILED) {
            String code = started.errorCode();
            root.putObject("last_error").put("code", code).put("message", StartedRun.errorWords(code));
        }
        if (status == RunStatus.INCOMPLETE) {
            root.putObject("incomplete_details").put("reason", incompleteReason());
        }
    }

    /** Puts the usage: nothing before the end, zeros where it ended without an answer. */
    private void putUsage(RunStatus status, ObjectNode root) {
        if (!status.isLast()) {
            root.putNull("usage");
        } else if (status.isAnswered()) {
            Usage.put(root, request.tokens(), started.answer().tokens());
        } else {
            Usage.put(root, 0, 0);
        }
    }

    private String functionName() {
        for (JsonNode tool : request.tools()) {
            if (tool.path("type").asText().equals("function")) {
                return tool.at("/function/name").asText();
            }
        }
        return "simulated_function";
    }
}
