package dev.sluice.provider;

import dev.sluice.provider.ProviderException.Blocked;
import dev.sluice.provider.ProviderException.RateLimited;
import dev.sluice.provider.ProviderException.Rejected;
import dev.sluice.provider.ProviderException.TooLarge;
import dev.sluice.provider.ProviderException.Unavailable;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells from an unsuccessful reply what is to be done: by HTTP status first, then by the error's code; the text of the
 * message only refines what the status has settled. Serves one reply; use {@link #classify}, which is thread-safe.
 */
public final class ErrorReply {
    private static final Set<String> DEAD_ACCOUNT = Set.of(
            "insufficient_quota",
            "credit_balance_exhausted",
            "organization_spend_limit_exceeded",
            "project_spend_limit_exceeded",
            "organization_usage_limit_exceeded",
            "billing_hard_limit_reached",
            "billing_not_active",
            "account_deactivated",
            "access_terminated");
    private static final Set<String> UNKNOWN_MODEL =
            Set.of("model_not_found", "DeploymentNotFound", "invalid_model", "model_deprecated");
    private static final Set<String> BAD_CONTENT = Set.of("content_filter", "content_policy_violation");
    private static final Pattern INPUT_PARAM = Pattern.compile("(?:body\\.)?(?:prompt|input|messages)\\b.*");
    private static final Pattern NO_SUCH_MODEL = Pattern.compile(
            "\\b(?:model|deployment)\\b.{0,200}\\b(?:not found|not exist)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final int status;
    private final ReplyHeaders headers;
    private final ErrorBody body;
    private final Clock clock;

    private ErrorReply(int status, ReplyHeaders headers, ErrorBody body, Clock clock) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.clock = clock;
    }

    /**
     * Returns what an unsuccessful reply means.
     *
     * @param status the HTTP status
     * @param body the body as it came, possibly empty or no JSON
     * @param clock tells the time that a {@code Retry-After} date is compared with
     */
    public static ProviderException classify(int status, ReplyHeaders headers, byte[] body, Clock clock) {
        return new ErrorReply(status, headers, ErrorBody.parse(body), clock).classify();
    }

    private ProviderException classify() {
        ProviderException byStatus = byStatus();
        String shouldRetry = headers.get("x-should-retry").orElse("");
        if (byStatus instanceof Rejected && shouldRetry.equals("true")) {
            return unavailable();
        }
        if (byStatus instanceof Unavailable && shouldRetry.equals("false")) {
            return new Rejected(status, code("server_error"), message("the provider failed and says not to try again"));
        }
        return byStatus;
    }

    private ProviderException byStatus() {
        if (status >= 400 && status < 500 && isDeadAccount()) {
            return blocked("account_blocked", "the account may not send");
        }
        return switch (status) {
            case 429 -> tooManyRequests();
            case 400, 422 -> rejected();
            case 413 -> tooLarge();
            case 401 -> blocked("invalid_api_key", "the key is not accepted");
            case 402 -> blocked("payment_required", "the account has to be paid");
            case 403 -> forbidden();
            case 404, 405, 410 -> notFound();
            case 408, 409, 424, 425, 498, 499 -> unavailable();
            default -> other();
        };
    }

    private ProviderException other() {
        if (status >= 300 && status < 400) {
            return blockedAs("redirected", "the provider redirects" + target() + ", is the base URL right?");
        }
        return status >= 400 && status < 500
                ? blocked("http_" + status, "the provider takes no such request, is the base URL right?")
                : unavailable();
    }

    private ProviderException tooManyRequests() {
        Optional<RateLimitHint> hint = hint();
        Long limit = hint.map(RateLimitHint::limit).orElse(null);
        if (limit != null && limit == 0) {
            return blocked("rate_limit_exceeded", "the account's limit is 0");
        }
        boolean neverFits = hint.map(RateLimitHint::exceedsLimit).orElse(false)
                || (hint.isEmpty() && body.message().startsWith("Request too large"));
        return neverFits
                ? tooLarge()
                : new RateLimited(
                        status,
                        code("rate_limit_exceeded"),
                        message("the rate limit was hit"),
                        retryAfter(),
                        hint.orElse(null));
    }

    private ProviderException rejected() {
        boolean wholeRequest = isUnknownModel()
                || (Rejected.BAD_PARAMETER.contains(body.code())
                        && !body.param().isEmpty()
                        && !INPUT_PARAM.matcher(body.param()).matches());
        return new Rejected(
                status, code("invalid_request_error"), message("the provider refuses the request"), wholeRequest);
    }

    private ProviderException tooLarge() {
        return new TooLarge(
                status, code("request_too_large"), message("the request is too large"), hint().orElse(null));
    }

    private ProviderException forbidden() {
        if (isUnknownModel()) {
            return unknownModel();
        }
        return BAD_CONTENT.contains(body.code()) ? rejected() : blocked("forbidden", "the key may not do this");
    }

    private ProviderException notFound() {
        boolean aboutModel = body.form() == ErrorBody.Form.JSON
                && (body.param().equals("model")
                        || NO_SUCH_MODEL.matcher(body.message()).find());
        if (isUnknownModel() || aboutModel) {
            return unknownModel();
        }
        boolean aboutContent = !body.param().isEmpty() || body.code().endsWith("_not_found");
        return aboutContent
                ? rejected()
                : blockedAs("wrong_url", "the provider knows no such path, is the base URL right?");
    }

    private ProviderException unknownModel() {
        boolean named = UNKNOWN_MODEL.contains(body.code());
        return new Rejected(
                status, named ? body.code() : "model_not_found", message("the provider has no such model"), true);
    }

    private ProviderException unavailable() {
        String otherwise = status >= 500 ? "server_error" : "http_" + status;
        return new Unavailable(status, code(otherwise), message("the provider failed"), retryAfter());
    }

    /** Says what a person has to look after, then what the provider says. */
    private ProviderException blocked(String code, String sentence) {
        return blockedAs(code(code), sentence);
    }

    private ProviderException blockedAs(String code, String sentence) {
        String told = body.message();
        return new Blocked(
                status, code, SafeText.of(sentence + " (HTTP " + status + ")" + (told.isEmpty() ? "" : ": " + told)));
    }

    private boolean isDeadAccount() {
        return DEAD_ACCOUNT.contains(body.code()) || DEAD_ACCOUNT.contains(body.type());
    }

    private boolean isUnknownModel() {
        return UNKNOWN_MODEL.contains(body.code()) || UNKNOWN_MODEL.contains(body.type());
    }

    private Optional<RateLimitHint> hint() {
        return RateLimitHint.parse(body.message(), body.type());
    }

    private @Nullable Duration retryAfter() {
        return RetryTime.of(headers, body.message(), clock).orElse(null);
    }

    private String code(String otherwise) {
        return body.codeOr(otherwise);
    }

    private String message(String otherwise) {
        return body.messageOr(otherwise + " (HTTP " + status + (body.isWebPage() ? ", a web page)" : ")"));
    }

    /** Names where a redirection leads, without its query. */
    private String target() {
        try {
            URI location = URI.create(headers.get("location").orElse(""));
            return location.getHost() == null
                    ? ""
                    : " to " + location.getScheme() + "://" + location.getHost() + location.getPath();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
