package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.simulator.ServedUsage.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** {@code /batches}: creates, shows, lists and cancels batches. Thread-safe. */
final class BatchesOperation {
    private static final String WINDOW = "24h";
    private static final int USUAL_IN_LIST = 20;
    private static final int MOST_IN_LIST = 100;
    private final BatchStore batches = new BatchStore();
    private final BatchProgress.Surroundings around;

    BatchesOperation(BatchProgress.Surroundings around) {
        this.around = around;
    }

    /** Creates a batch of an uploaded file and starts it. */
    Work create(Call call) {
        ObjectNode body = call.body();
        boolean azure = call.request().address().azure();
        String endpoint = Fields.text(body, "endpoint");
        BatchEndpoint known = BatchEndpoint.of(endpoint, azure)
                .orElseThrow(() -> ApiError.badRequest(
                        "invalid_value", "endpoint", "Invalid value: '" + endpoint + "' is no endpoint of batches."));
        if (!Fields.text(body, "completion_window").equals(WINDOW)) {
            throw ApiError.badRequest(
                    "invalid_value", "completion_window", "Invalid value. Supported values are: '" + WINDOW + "'.");
        }
        Long outputSeconds = ExpiresAfter.ofField(body.path("output_expires_after"), "output_expires_after")
                .orElse(null);
        StoredFile input = input(call, Fields.text(body, "input_file_id"));
        JsonNode metadata = Fields.metadata(body);
        return Work.unlimited(() -> start(
                new BatchOrder(
                        batches.nextNumber(),
                        input,
                        endpoint,
                        WINDOW,
                        metadata,
                        outputSeconds,
                        Account.of(call.request(), "", true).project(),
                        azure,
                        batches.expiryOfNext(call.options().batch()),
                        call.options(),
                        call.createdSeconds()),
                known));
    }

    /** Shows a batch. */
    Work get(Call call) {
        return Work.unlimited(() -> entry(call).batch().json());
    }

    /** Lists batches, newest first. */
    Work list(Call call) {
        return Work.unlimited(() -> Page.of(
                batches.newestFirst(),
                call.request().address(),
                USUAL_IN_LIST,
                MOST_IN_LIST,
                SimulatedBatch::id,
                SimulatedBatch::json));
    }

    /** Cancels a batch. */
    Work cancel(Call call) {
        return Work.unlimited(() -> {
            BatchStore.Entry entry = entry(call);
            entry.progress().cancel();
            return entry.batch().json();
        });
    }

    private BatchStore.Entry entry(Call call) {
        return batches.get(call.variables().getOrDefault("batch", ""));
    }

    private ObjectNode start(BatchOrder order, BatchEndpoint endpoint) {
        BatchCheck.Result room = order.options().batch().queueFull() == QueueFull.FAILED ? null : room(order, endpoint);
        SimulatedBatch batch = new SimulatedBatch(order);
        BatchProgress progress = new BatchProgress(batch, endpoint, around);
        batches.add(new BatchStore.Entry(batch, progress));
        around.stats().batches().created();
        ObjectNode json = batch.json();
        progress.start(room);
        return json;
    }

    /** Takes the room of a batch before it is created; one that has errors needs none. */
    private BatchCheck.@Nullable Result room(BatchOrder order, BatchEndpoint endpoint) {
        SimulatorOptions options = order.options();
        BatchCheck.Result found = check(order, endpoint);
        if (!found.errors().isEmpty()) {
            return null;
        }
        if (!around.queue().tryTake(options, found)) {
            BatchError error = EnqueuedTokens.error(options, found);
            throw new ApiError(
                    options.batch().queueFull().status(),
                    "invalid_request_error",
                    error.code(),
                    null,
                    error.message(),
                    null);
        }
        return found;
    }

    private static BatchCheck.Result check(BatchOrder order, BatchEndpoint endpoint) {
        try {
            return BatchCheck.of(order, endpoint);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StoredFile input(Call call, String id) {
        StoredFile file;
        try {
            file = around.files().get(id, call.createdSeconds());
        } catch (ApiError notFound) {
            throw ApiError.badRequest("invalid_value", "input_file_id", notFound.words());
        }
        if (!file.purpose().equals("batch")) {
            throw ApiError.badRequest(
                    "invalid_value", "input_file_id", "The purpose of the input file must be 'batch'.");
        }
        return file;
    }
}
