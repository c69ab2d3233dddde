package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the input file of a batch line by line and counts its tokens; holds only the ids. Not thread-safe. */
final class BatchCheck {
    private static final int MOST_ERRORS = 100;
    private final BatchOrder order;
    private final BatchEndpoint endpoint;
    private final List<BatchError> errors = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private @Nullable String model;
    private long lines;
    private long inputs;
    private long tokens;

    private BatchCheck(BatchOrder order, BatchEndpoint endpoint) {
        this.order = order;
        this.endpoint = endpoint;
    }

    /**
     * What was found.
     *
     * @param lines how many requests the file has
     * @param model the model of all of them, empty where none is named
     * @param tokens the tokens that they are taken for
     * @param errors what is wrong, 100 errors at most
     */
    record Result(long lines, String model, long tokens, List<BatchError> errors) {}

    /** Returns what a file holds, and what is wrong with it. */
    static Result of(BatchOrder order, BatchEndpoint endpoint) throws IOException {
        BatchCheck check = new BatchCheck(order, endpoint);
        check.file();
        String model = check.model == null ? "" : check.model;
        return new Result(check.lines, model, check.tokens, List.copyOf(check.errors));
    }

    private void file() throws IOException {
        BatchOptions limits = order.options().batch();
        if (order.input().length() > limits.maxBytes()) {
            fail(
                    "file_too_large",
                    "The batch input file is larger than the maximum of " + limits.maxBytes() + " bytes.");
            return;
        }
        try (BufferedReader reader = BatchInput.open(order.input())) {
            String text = reader.readLine();
            while (text != null && lines <= limits.maxLines() && errors.size() < MOST_ERRORS) {
                lines++;
                line(text);
                text = reader.readLine();
            }
        } catch (NoSuchFileException e) {
            fail("file_not_found", "No such File object: " + order.input().id());
            return;
        }
        whole(limits);
    }

    private void whole(BatchOptions limits) {
        if (lines == 0) {
            fail("empty_file", "The input file is empty. Please ensure that the batch contains at least one request.");
        }
        if (lines > limits.maxLines()) {
            fail(
                    "too_many_tasks",
                    "The batch input file contains more than the maximum of " + limits.maxLines() + " requests.");
        }
        if (inputs > limits.maxInputs()) {
            fail(
                    "too_many_embedding_inputs",
                    "The requests of the batch have " + inputs + " embedding inputs, more than the maximum of "
                            + limits.maxInputs() + ".");
        }
    }

    private void line(String text) {
        ObjectNode node = Json.readLine(text);
        if (node == null) {
            fail("invalid_json_line", "This line is not parseable as valid JSON.", null);
            return;
        }
        if (hasAll(node) && isSound(node)) {
            count(BatchRequest.of(node, lines));
        }
    }

    private boolean hasAll(ObjectNode node) {
        for (String field : List.of("custom_id", "method", "url")) {
            if (node.path(field).asText("").isEmpty()) {
                fail("missing_required_parameter", "Missing required parameter: '" + field + "'.", field);
                return false;
            }
        }
        if (!node.path("body").isObject()) {
            fail("missing_required_parameter", "Missing required parameter: 'body'.", "body");
            return false;
        }
        return true;
    }

    private boolean isSound(ObjectNode node) {
        String id = node.path("custom_id").asText();
        int before = errors.size();
        if (!ids.add(id)) {
            fail(
                    "duplicate_custom_id",
                    "The custom_id '" + id + "' for this request is a duplicate of another request.",
                    "custom_id");
        }
        if (!node.path("method").asText().equals("POST")) {
            fail("invalid_method", "The HTTP method of this request is not supported. Only POST is.", "method");
        }
        BatchEndpoint named =
                BatchEndpoint.of(node.path("url").asText(), order.azure()).orElse(null);
        if (!endpoint.equals(named)) {
            fail("invalid_url", "The URL provided for this request does not match the batch endpoint.", "url");
        }
        checkModel(node.path("body").path("model"));
        return errors.size() == before;
    }

    private void checkModel(JsonNode node) {
        String named = node.asText("");
        Set<String> known = order.options().models();
        if (named.isEmpty()) {
            if (!endpoint.hasUsualModel()) {
                fail("missing_required_parameter", "Missing required parameter: 'body.model'.", "body.model");
            }
        } else if (model != null && !model.equals(named)) {
            fail(
                    "mismatched_model",
                    "The model for this request does not match the rest of the batch. Each batch must"
                            + " contain requests for a single model.",
                    "body.model");
        } else if (!known.isEmpty() && !known.contains(named)) {
            fail(
                    "model_not_found",
                    "The provided model '" + named + "' is not supported by the Batch API.",
                    "body.model");
        }
        model = model == null && !named.isEmpty() ? named : model;
    }

    /** Counts what a request needs; one that is wrong in itself fails when it is run, and needs nothing. */
    private void count(BatchRequest request) {
        try {
            Work work = endpoint.operation().read(request.call(order, endpoint, order.createdSeconds()));
            tokens += order.options().enforcement().tokensOf(work.promptTokens(), work.outputTokens());
            inputs += endpoint.isEmbeddings() ? work.prompts().size() : 0;
        } catch (ApiError wrong) {
            inputs += endpoint.isEmbeddings() ? request.body().path("input").size() : 0;
        }
    }

    private void fail(String code, String message) {
        errors.add(BatchError.ofBatch(code, message));
    }

    private void fail(String code, String message, @Nullable String param) {
        errors.add(new BatchError(code, message, param, lines));
    }
}
