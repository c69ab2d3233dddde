package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the input file of a batch.
 *
 * @param customId the id that its creator gave it
 * @param body the request
 * @param line the line, from 1
 */
record BatchRequest(String customId, ObjectNode body, long line) {
    private static final int LINE_BITS = 32;

    /** Returns the request of a line that was checked. */
    static BatchRequest of(@Nullable ObjectNode node, long line) {
        if (node != null && node.get("body") instanceof ObjectNode body) {
            return new BatchRequest(node.path("custom_id").asText(), body, line);
        }
        throw new IllegalArgumentException("no request of a batch: line=" + line);
    }

    /** Returns this request on its way to its operation, as if it had come in by itself. */
    Call call(BatchOrder order, BatchEndpoint endpoint, long nowSeconds) {
        long number = (order.number() << LINE_BITS) + line;
        Address address = new Address(endpoint.path(), null, order.azure(), false, "");
        ApiRequest request = ApiRequest.ofBatch(number, order.options().seed(), address, Json.bytes(body));
        return new Call(request, Map.of(), order.options(), nowSeconds, new Headers());
    }
}
