package dev.sluice.simulator;

import org.jspecify.annotations.Nullable;

/** Words the errors that are answered on purpose, as the real API does. */
final class FaultErrors {
    private FaultErrors() {}

    static ApiError of(Fault fault) {
        String code = fault.code() == null ? usualCode(fault.status()) : fault.code();
        return new ApiError(
                fault.status(), type(fault.status(), code), code, null, words(fault.status(), code), fault.duration());
    }

    private static @Nullable String usualCode(int status) {
        return switch (status) {
            case 401 -> "invalid_api_key";
            case 404 -> "model_not_found";
            case 429 -> "rate_limit_exceeded";
            case 503 -> "server_is_overloaded";
            default -> null;
        };
    }

    private static String type(int status, @Nullable String code) {
        if (status == 429) {
            return "insufficient_quota".equals(code) ? "insufficient_quota" : "requests";
        }
        return status >= 500 ? "server_error" : "invalid_request_error";
    }

    private static String words(int status, @Nullable String code) {
        if (code != null) {
            return words(code);
        }
        return switch (status) {
            case 403 -> "You are not allowed to do this.";
            case 408 -> "Request timed out.";
            case 409 -> "The resource was changed by another request. Please try again.";
            case 502 -> "Bad gateway.";
            case 504 -> "Gateway timeout.";
            default ->
                status >= 500
                        ? "The server had an error while processing your request. Sorry about that!"
                        : "The request is invalid.";
        };
    }

    private static String words(String code) {
        return switch (code) {
            case "insufficient_quota" -> "You exceeded your current quota, please check your plan and billing details.";
            case "invalid_api_key" -> "Incorrect API key provided.";
            case "model_not_found" -> "The model does not exist or you do not have access to it.";
            case "rate_limit_exceeded" -> "Rate limit reached for requests.";
            case "slow_down" -> "Slow down: reduce your rate, keep it for 15 minutes, then raise it gradually.";
            case "server_is_overloaded" -> "The engine is currently overloaded, please try again later.";
            case "context_length_exceeded" -> "Your input exceeds the context window of this model.";
            default -> "Simulated error: " + code + ".";
        };
    }
}
