package dev.sluice.simulator;

import com.sun.net.httpserver.Headers;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the key of a request: {@code Authorization: Bearer}, or {@code api-key} as Azure has it. */
final class KeyCheck {
    private static final String BEARER = "Bearer ";

    private KeyCheck() {}

    /**
     * Checks that the key of a request is accepted there: usage and costs have keys of their own.
     *
     * @throws ApiError with 401 or 403, never with the key in it
     */
    static void check(ApiRequest request, SimulatorOptions options) {
        if (!request.address().path().startsWith("/organization/")) {
            check(request.headers(), options.keys());
            return;
        }
        Set<String> adminKeys = options.organization().adminKeys();
        String authorization = request.headers().getFirst("Authorization");
        if (!adminKeys.isEmpty()
                && authorization != null
                && authorization.startsWith(BEARER)
                && options.keys().contains(authorization.substring(BEARER.length()))) {
            throw new ApiError(
                    403,
                    "invalid_request_error",
                    null,
                    null,
                    "You have insufficient permissions for this operation. Missing scopes: api.usage.read.",
                    null);
        }
        check(request.headers(), adminKeys);
    }

    /**
     * Checks that the key is accepted; without accepted keys everything is.
     *
     * @throws ApiError with 401, never with the key in it
     */
    static void check(Headers headers, Set<String> accepted) {
        if (accepted.isEmpty()) {
            return;
        }
        String authorization = headers.getFirst("Authorization");
        String azureKey = headers.getFirst("api-key");
        if (authorization == null && azureKey == null) {
            throw error(
                    null,
                    "You didn't provide an API key. You need to provide your API key in an Authorization header using"
                            + " Bearer auth (i.e. Authorization: Bearer YOUR_KEY).");
        }
        String key = azureKey != null
                ? azureKey
                : authorization.startsWith(BEARER) ? authorization.substring(BEARER.length()) : "";
        if (!accepted.contains(key)) {
            throw error(
                    "invalid_api_key",
                    "Incorrect API key provided. You can find your API key at"
                            + " https://platform.openai.com/account/api-keys.");
        }
    }

    private static ApiError error(@Nullable String code, String words) {
        return new ApiError(401, "invalid_request_error", code, null, words, null);
    }
}
