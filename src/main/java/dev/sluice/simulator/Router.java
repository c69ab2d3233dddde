package dev.sluice.simulator;

import dev.sluice.simulator.ServedUsage.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the operation for a method and path; a part of a path in braces is a variable. Filled before it is used. */
final class Router {
    private final List<Route> routes = new ArrayList<>();

    /** Returns a router for all that the simulated provider can do. Further operations are added here. */
    static Router standard(
            FilesOperation files,
            BatchesOperation batches,
            StoredResponsesOperation responses,
            OrganizationOperation organization) {
        ModelsOperation models = new ModelsOperation();
        return new Router()
                .add("POST", "/completions", new CompletionsOperation())
                .add("POST", "/embeddings", new EmbeddingsOperation())
                .add("POST", "/moderations", new ModerationsOperation())
                .add("POST", "/chat/completions", new ChatOperation())
                .add("POST", "/responses", responses::create)
                .add("GET", "/responses/{response}", responses::get)
                .add("DELETE", "/responses/{response}", responses::delete)
                .add("POST", "/responses/{response}/cancel", responses::cancel)
                .add("POST", "/images/generations", new ImagesOperation())
                .add("GET", "/models", models)
                .add("GET", "/models/{model}", models)
                .add("GET", "/organization/usage/completions", organization.usage(Kind.COMPLETIONS))
                .add("GET", "/organization/usage/embeddings", organization.usage(Kind.EMBEDDINGS))
                .add("GET", "/organization/usage/moderations", organization.usage(Kind.MODERATIONS))
                .add("GET", "/organization/usage/images", organization.usage(Kind.IMAGES))
                .add("GET", "/organization/costs", organization::costs)
                .add("POST", "/files", files::upload)
                .add("GET", "/files", files::list)
                .add("GET", "/files/{file}", files::get)
                .add("DELETE", "/files/{file}", files::delete)
                .add("GET", "/files/{file}/content", files::content)
                .add("POST", "/batches", batches::create)
                .add("GET", "/batches", batches::list)
                .add("GET", "/batches/{batch}", batches::get)
                .add("POST", "/batches/{batch}/cancel", batches::cancel);
    }

    /** Adds an operation, for example {@code GET /files/{id}/content}. */
    Router add(String method, String path, Operation operation) {
        routes.add(new Route(method, List.of(path.split("/", -1)), operation));
        return this;
    }

    /**
     * Returns what a request is for.
     *
     * @throws ApiError with 404 or 405 when it is for nothing here
     */
    Match find(ApiRequest request) {
        Address address = request.address();
        List<String> parts = List.of(address.path().split("/", -1));
        boolean pathKnown = false;
        for (Route route : routes) {
            Map<String, String> variables = route.match(parts);
            if (variables != null && route.method.equals(request.method()) && address.isVersioned()) {
                return new Match(route.operation, variables);
            }
            pathKnown |= variables != null;
        }
        throw pathKnown && address.isVersioned() ? wrongMethod(request) : unknown(request);
    }

    private static ApiError wrongMethod(ApiRequest request) {
        String words = "Not allowed to " + request.method() + " on " + request.uri() + ".";
        return new ApiError(405, "invalid_request_error", "method_not_supported", null, words, null);
    }

    private static ApiError unknown(ApiRequest request) {
        String words = request.address().azure()
                ? "Resource not found"
                : "Invalid URL (" + request.method() + " " + request.uri() + ")";
        return new ApiError(404, "invalid_request_error", request.address().azure() ? "404" : null, null, words, null);
    }

    /** What a request is for, with the variable parts of its path. */
    record Match(Operation operation, Map<String, String> variables) {}

    private record Route(String method, List<String> parts, Operation operation) {
        @Nullable
        Map<String, String> match(List<String> path) {
            if (path.size() != parts.size()) {
                return null;
            }
            Map<String, String> variables = new LinkedHashMap<>();
            for (int i = 0; i < parts.size(); i++) {
                String part = parts.get(i);
                if (part.startsWith("{") && !path.get(i).isEmpty()) {
                    variables.put(part.substring(1, part.length() - 1), path.get(i));
                } else if (!part.equals(path.get(i))) {
                    return null;
                }
            }
            return variables;
        }
    }
}
