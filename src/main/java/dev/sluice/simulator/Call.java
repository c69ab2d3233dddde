package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import java.util.Map;

/**
 * A request on its way to its operation.
 *
 * @param request the request
 * @param variables the variable parts of the path by name
 * @param options the options that hold for it
 * @param createdSeconds the time of the answer, in seconds since 1970
 * @param replyHeaders the headers of the answer, which an operation may add to
 */
record Call(
        ApiRequest request,
        Map<String, String> variables,
        SimulatorOptions options,
        long createdSeconds,
        Headers replyHeaders) {
    private static final int MAX_CHOICES = 128;

    /** Reads the body, which must be a JSON object that doesn't ask for a stream. */
    ObjectNode body() {
        ObjectNode body = Json.read(request.body());
        if (body.path("stream").asBoolean()) {
            throw ApiError.badRequest("unsupported_value", "stream", "The simulated provider does not stream.");
        }
        return body;
    }

    /** Returns a variable part of the path. */
    String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    /** Returns the model that the body, or else the deployment, names. */
    String model(ObjectNode body) {
        String deployment = request.address().deployment();
        String model = deployment == null ? body.path("model").asText("") : deployment;
        if (model.isEmpty()) {
            throw ApiError.badRequest(null, null, "you must provide a model parameter");
        }
        if (!options.models().isEmpty() && !options.models().contains(model)) {
            throw modelNotFound(model);
        }
        return model;
    }

    static ApiError modelNotFound(String model) {
        return new ApiError(
                404,
                "invalid_request_error",
                "model_not_found",
                null,
                "The model `" + model + "` does not exist or you do not have access to it.",
                null);
    }

    /** Returns how many choices are asked for, 1 to 128. */
    static int choices(ObjectNode body) {
        return integer(body, "n", 1, 1, MAX_CHOICES);
    }

    /** Returns a whole number of the body within its range, or {@code usual} where it is absent or null. */
    static int integer(ObjectNode body, String param, int usual, int least, int most) {
        JsonNode node = body.path(param);
        if (node.isMissingNode() || node.isNull()) {
            return usual;
        }
        if (!node.canConvertToInt() || !node.isIntegralNumber()) {
            throw ApiError.wrongType(param, "an integer");
        }
        if (node.intValue() < least) {
            throw ApiError.badRequest(
                    "integer_below_min_value",
                    param,
                    "Invalid '" + param + "': integer below minimum value. Expected a value >= " + least + ", but got "
                            + node.intValue() + " instead.");
        }
        if (node.intValue() > most) {
            throw ApiError.badRequest(
                    "integer_above_max_value",
                    param,
                    "Invalid '" + param + "': integer above maximum value. Expected a value <= " + most + ", but got "
                            + node.intValue() + " instead.");
        }
        return node.intValue();
    }

    /** Checks that a prompt and its answer fit the context. */
    void checkContext(String param, long promptTokens, long outputTokens) {
        if (promptTokens + outputTokens > options.contextTokens()) {
            throw ApiError.badRequest(
                    "context_length_exceeded",
                    param,
                    "This model's maximum context length is " + options.contextTokens()
                            + " tokens. However, you requested " + (promptTokens + outputTokens) + " tokens ("
                            + promptTokens + " in the " + param + ", " + outputTokens
                            + " in the completion). Please reduce the length of the " + param + " or completion.");
        }
    }

    int tokens(String text) {
        return options.tokenCounter().count(text);
    }

    /** Returns the choice of an answer for a prompt, cut to {@code maxTokens}. */
    Answer answer(String prompt, int choice, long maxTokens) {
        return Answer.of(options.answerRule().answer(prompt, choice), maxTokens, options.tokenCounter());
    }
}
