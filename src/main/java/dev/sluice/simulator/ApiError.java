package dev.sluice.simulator;

import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An error answer of the API; carries what the body and the headers need. */
final class ApiError extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final @Nullable String code;
    private final @Nullable String param;
    private final String words;
    private final @Nullable Duration retryAfter;

    ApiError(
            int status,
            String type,
            @Nullable String code,
            @Nullable String param,
            String words,
            @Nullable Duration retryAfter) {
        super(words, null, false, false);
        this.status = status;
        this.type = type;
        this.code = code;
        this.param = param;
        this.words = words;
        this.retryAfter = retryAfter;
    }

    /** Returns a 400 for a request that is wrong in itself. */
    static ApiError badRequest(@Nullable String code, @Nullable String param, String words) {
        return new ApiError(400, "invalid_request_error", code, param, words, null);
    }

    /** Returns a 400 for a field that is not there. */
    static ApiError missing(String param) {
        return badRequest("missing_required_parameter", param, "Missing required parameter: '" + param + "'.");
    }

    /** Returns a 400 for a field of the wrong kind. */
    static ApiError wrongType(String param, String expected) {
        return badRequest("invalid_type", param, "Invalid type for '" + param + "': expected " + expected + ".");
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }

    @Nullable
    String code() {
        return code;
    }

    @Nullable
    String param() {
        return param;
    }

    String words() {
        return words;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
