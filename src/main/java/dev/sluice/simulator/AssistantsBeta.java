package dev.sluice.simulator;

import java.util.List;

/**
 * An operation that asks for the header {@code OpenAI-Beta: assistants=v2}; on Azure's paths the version does instead.
 *
 * @param operation the operation itself
 */
record AssistantsBeta(Operation operation) implements Operation {
    private static final String HEADER = "OpenAI-Beta";
    private static final String VALUE = "assistants=v2";

    @Override
    public Work read(Call call) {
        List<String> values = call.request().headers().getOrDefault(HEADER, List.of());
        if (!call.request().address().azure() && values.stream().noneMatch(value -> value.contains(VALUE))) {
            throw ApiError.badRequest(
                    "invalid_beta",
                    null,
                    "You must provide the 'OpenAI-Beta' header to access the Assistants API. Please try again by"
                            + " setting the header 'OpenAI-Beta: assistants=v2'.");
        }
        return operation.read(call);
    }
}
