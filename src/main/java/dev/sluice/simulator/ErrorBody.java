package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Renders errors in the form of one provider or another. */
final class ErrorBody {
    private ErrorBody() {}

    static ObjectNode of(ApiError error, ErrorForm form) {
        return switch (form) {
            case OPENAI, OLD -> nested(error);
            case AZURE -> azure(error);
            case MISTRAL -> mistral(error);
            case LLAMA_CPP -> llamaCpp(error);
        };
    }

    private static ObjectNode nested(ApiError error) {
        ObjectNode root = Json.object();
        root.putObject("error")
                .put("message", error.words())
                .put("type", error.type())
                .put("param", error.param())
                .put("code", error.code());
        return root;
    }

    private static ObjectNode azure(ApiError error) {
        ObjectNode root = Json.object();
        boolean plain = error.status() == 429 || error.status() == 401 || error.code() == null;
        root.putObject("error")
                .put("code", plain ? String.valueOf(error.status()) : error.code())
                .put("message", error.words());
        return root;
    }

    private static ObjectNode mistral(ApiError error) {
        boolean limited = "rate_limit_exceeded".equals(error.code());
        return Json.object()
                .put("object", "error")
                .put("message", limited ? "Rate limit exceeded" : error.words())
                .put("type", limited ? "rate_limited" : error.type())
                .put("param", error.param())
                .put("code", limited ? "1300" : error.code());
    }

    private static ObjectNode llamaCpp(ApiError error) {
        ObjectNode root = Json.object();
        root.putObject("error")
                .put("code", error.status())
                .put("message", error.words())
                .put("type", error.type());
        return root;
    }
}
