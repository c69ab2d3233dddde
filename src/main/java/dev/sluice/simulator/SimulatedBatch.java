package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A batch and how far it is. Thread-safe. */
final class SimulatedBatch {
    private static final long WINDOW_SECONDS = 86_400;
    private final BatchOrder order;
    private final Map<Status, Long> since = new EnumMap<>(Status.class);
    private Status status = Status.VALIDATING;
    private List<BatchError> errors = List.of();
    private String model = "";
    private long total;
    private long completed;
    private long failed;
    private long inputTokens;
    private long outputTokens;
    private @Nullable String outputFile;
    private @Nullable String errorFile;
    private boolean showsOutput = true;

    /** The states of a batch, in the words of the API. */
    enum Status {
        VALIDATING,
        FAILED,
        IN_PROGRESS,
        FINALIZING,
        COMPLETED,
        EXPIRED,
        CANCELLING,
        CANCELLED;

        /** Returns its name in the API. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    SimulatedBatch(BatchOrder order) {
        this.order = order;
    }

    BatchOrder order() {
        return order;
    }

    /** Returns the id, which is the same in every run. */
    String id() {
        HexFormat hex = HexFormat.of();
        return "batch_" + hex.toHexDigits(order.options().seed()) + hex.toHexDigits(order.number());
    }

    synchronized Status status() {
        return status;
    }

    /** Goes from one status to another, unless it is elsewhere, and returns whether it did. */
    synchronized boolean move(Status from, Status to, long nowSeconds) {
        if (status != from) {
            return false;
        }
        status = to;
        since.put(to, nowSeconds);
        return true;
    }

    /** Notes what validation has found. */
    synchronized void checked(BatchCheck.Result result) {
        model = result.model();
        total = result.lines();
    }

    /** Ends it for what is wrong with it, unless it has ended or is being cancelled. */
    synchronized void fail(List<BatchError> found, long nowSeconds) {
        if (move(Status.VALIDATING, Status.FAILED, nowSeconds)
                || move(Status.IN_PROGRESS, Status.FAILED, nowSeconds)
                || move(Status.FINALIZING, Status.FAILED, nowSeconds)) {
            errors = List.copyOf(found);
        }
    }

    /** Counts a line that was run. */
    synchronized void count(LineAnswer answer) {
        if (answer.isGood()) {
            completed++;
        } else {
            failed++;
        }
        inputTokens += answer.inputTokens();
        outputTokens += answer.outputTokens();
    }

    /** Notes the files that it has made, null for none; the output file is hidden at first where it comes late. */
    synchronized void made(@Nullable StoredFile output, @Nullable StoredFile error, boolean late) {
        outputFile = output == null ? null : output.id();
        errorFile = error == null ? null : error.id();
        showsOutput = !late;
    }

    /** Shows the output file that came late. */
    synchronized void showOutput() {
        showsOutput = true;
    }

    /** Returns the batch object of the API. */
    synchronized ObjectNode json() {
        ObjectNode root = Json.object()
                .put("id", id())
                .put("object", "batch")
                .put("endpoint", order.endpoint())
                .put("model", model.isEmpty() ? null : model);
        putErrors(root);
        root.put("input_file_id", order.input().id())
                .put("completion_window", order.completionWindow())
                .put("status", status.text())
                .put("output_file_id", showsOutput ? outputFile : null)
                .put("error_file_id", errorFile)
                .put("created_at", order.createdSeconds())
                .put("expires_at", order.createdSeconds() + WINDOW_SECONDS);
        for (Status each : Status.values()) {
            if (each != Status.VALIDATING) {
                root.put(each.text() + "_at", since.get(each));
            }
        }
        root.putObject("request_counts")
                .put("total", total)
                .put("completed", completed)
                .put("failed", failed);
        Usage.putOfResponse(root, inputTokens, outputTokens);
        root.set("metadata", order.metadata());
        return root;
    }

    private void putErrors(ObjectNode root) {
        if (errors.isEmpty()) {
            root.putNull("errors");
            return;
        }
        ArrayNode data = root.putObject("errors").put("object", "list").putArray("data");
        errors.forEach(error -> data.add(error.json()));
    }
}
