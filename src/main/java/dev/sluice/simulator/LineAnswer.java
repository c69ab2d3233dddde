package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What the endpoint answered to one line of a batch.
 *
 * @param status the HTTP status
 * @param body the body
 * @param prompts the prompts of the line, none where it failed
 */
record LineAnswer(int status, ObjectNode body, List<String> prompts) {

    /** Answers a request as the endpoint would have done online; an error of the endpoint is an answer too. */
    static LineAnswer to(Call call, BatchEndpoint endpoint, RandomGenerator draws) {
        try {
            if (draws.nextDouble() < call.options().batch().lineFaults()) {
                throw FaultErrors.of(Fault.status(draws.nextBoolean() ? 500 : 429));
            }
            Work work = endpoint.operation().read(call);
            work.checkPoison(call.options().poison());
            return new LineAnswer(200, work.answer().apply(draws), work.prompts());
        } catch (ApiError e) {
            ErrorForm form = call.options().errors().on(call.request().address().azure());
            return new LineAnswer(e.status(), ErrorBody.of(e, form), List.of());
        }
    }

    boolean isGood() {
        return status == 200;
    }

    String model() {
        return body.path("model").asText();
    }

    long inputTokens() {
        JsonNode usage = body.path("usage");
        return usage.path("prompt_tokens").asLong(usage.path("input_tokens").asLong());
    }

    long outputTokens() {
        JsonNode usage = body.path("usage");
        return usage.path("completion_tokens")
                .asLong(usage.path("output_tokens").asLong());
    }
}
