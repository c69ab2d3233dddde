package dev.sluice.simulator;

import java.util.Map;
import java.util.Optional;

/**
 * An endpoint that the lines of a batch may go to.
 *
 * @param path its path below the version, such as {@code /chat/completions}
 * @param operation what answers its requests
 */
record BatchEndpoint(String path, Operation operation) {
    private static final String VERSION = "/v1";
    private static final Map<String, Operation> OPERATIONS = Map.of(
            "/chat/completions", new ChatOperation(),
            "/responses", new ResponsesOperation(),
            "/completions", new CompletionsOperation(),
            "/embeddings", new EmbeddingsOperation(),
            "/moderations", new ModerationsOperation());

    /** Returns the endpoint that a URL such as {@code /v1/embeddings} names; Azure's may come without the version. */
    static Optional<BatchEndpoint> of(String url, boolean azure) {
        if (!azure && !url.startsWith(VERSION + "/")) {
            return Optional.empty();
        }
        String path = url.startsWith(VERSION + "/") ? url.substring(VERSION.length()) : url;
        return Optional.ofNullable(OPERATIONS.get(path)).map(operation -> new BatchEndpoint(path, operation));
    }

    boolean isEmbeddings() {
        return path.equals("/embeddings");
    }

    /** Returns whether requests may leave out the model. */
    boolean hasUsualModel() {
        return path.equals("/moderations");
    }
}
