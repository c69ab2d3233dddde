package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes the usage of a request, which is one sum for all its prompts. */
final class Usage {
    private Usage() {}

    /** Puts the usage of completions and chat. */
    static ObjectNode put(ObjectNode root, long promptTokens, long completionTokens) {
        return root.putObject("usage")
                .put("prompt_tokens", promptTokens)
                .put("completion_tokens", completionTokens)
                .put("total_tokens", promptTokens + completionTokens);
    }

    /** Puts the usage of embeddings. */
    static void putInputOnly(ObjectNode root, long promptTokens) {
        root.putObject("usage").put("prompt_tokens", promptTokens).put("total_tokens", promptTokens);
    }

    /** Puts the usage of images. */
    static void putOfImages(ObjectNode root, long inputTokens, long outputTokens) {
        ObjectNode usage = root.putObject("usage")
                .put("input_tokens", inputTokens)
                .put("output_tokens", outputTokens)
                .put("total_tokens", inputTokens + outputTokens);
        usage.putObject("input_tokens_details").put("text_tokens", inputTokens).put("image_tokens", 0);
    }

    /** Puts the usage of responses. */
    static void putOfResponse(ObjectNode root, long inputTokens, long outputTokens) {
        ObjectNode usage = root.putObject("usage").put("input_tokens", inputTokens);
        usage.putObject("input_tokens_details").put("cached_tokens", 0).put("cache_write_tokens", 0);
        usage.put("output_tokens", outputTokens);
        usage.putObject("output_tokens_details").put("reasoning_tokens", 0);
        usage.put("total_tokens", inputTokens + outputTokens);
    }
}
