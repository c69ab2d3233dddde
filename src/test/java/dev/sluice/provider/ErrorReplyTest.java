package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.ProviderException.Blocked;
import dev.sluice.provider.ProviderException.RateLimited;
import dev.sluice.provider.ProviderException.Rejected;
import dev.sluice.provider.ProviderException.TooLarge;
import dev.sluice.provider.ProviderException.Unavailable;
import dev.sluice.provider.RateLimitHint.Counted;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorReplyTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    private static final String TPM = """
            {"error":{"message":"Rate limit reached for gpt-4o in organization org-X on tokens per min (TPM): Limit 30000, \
            Used 30000, Requested 1200. Please try again in 2.4s. Visit https://platform.openai.com to learn more.",\
            "type":"tokens","param":null,"code":"rate_limit_exceeded"}}""";

    static List<Arguments> realBodies() {
        return List.of(
                row(429, RateLimited.class, "rate_limit_exceeded", TPM),
                row(
                        429,
                        RateLimited.class,
                        "rate_limit_exceeded",
                        nested(
                                "Rate limit reached for default-text-davinci-002 in organization org-{id} on requests per min. Limit: 20.000000 / min. Current: 24.000000 / min.",
                                "requests",
                                null)),
                row(
                        429,
                        RateLimited.class,
                        "429",
                        "{\"error\":{\"code\":\"429\",\"message\":\"Requests to the ChatCompletions_Create Operation have exceeded token rate limit of your current OpenAI S0 pricing tier. Please retry after 2 seconds.\"}}"),
                row(
                        429,
                        RateLimited.class,
                        "rate_limited",
                        "{\"object\":\"error\",\"message\":\"Requests rate limit exceeded\",\"type\":\"rate_limited\",\"param\":null,\"code\":\"1300\"}"),
                row(429, RateLimited.class, "slow_down", nested("Slow down", "requests", "slow_down")),
                row(429, RateLimited.class, "rate_limit_exceeded", ""),
                row(429, RateLimited.class, "rate_limit_exceeded", "<html><title>Too many</title></html>"),
                row(
                        429,
                        TooLarge.class,
                        "rate_limit_exceeded",
                        nested(
                                "Request too large for gpt-4 in organization org-X on tokens per min (TPM): Limit 30000, Requested 43210. The input or output tokens must be reduced in order to run successfully.",
                                "tokens",
                                "rate_limit_exceeded")),
                row(
                        413,
                        TooLarge.class,
                        "rate_limit_exceeded",
                        nested(
                                "Request too large for model `x` on tokens per minute (TPM): Limit 6000, Requested 9,001, please reduce your message size",
                                "tokens",
                                "rate_limit_exceeded")),
                row(
                        413,
                        TooLarge.class,
                        "request_too_large",
                        "<html><head><title>413 Request Entity Too Large</title></head></html>"),
                row(
                        429,
                        Blocked.class,
                        "rate_limit_exceeded",
                        nested(
                                "Rate limit reached for o9 on tokens per min (TPM): Limit 0, Used 0, Requested 12.",
                                "tokens",
                                "rate_limit_exceeded")),
                row(
                        429,
                        Blocked.class,
                        "insufficient_quota",
                        nested(
                                "You exceeded your current quota, please check your plan and billing details.",
                                "insufficient_quota",
                                "insufficient_quota")),
                row(
                        429,
                        Blocked.class,
                        "insufficient_quota",
                        nested("You exceeded your current quota", "insufficient_quota", null)),
                row(
                        429,
                        Blocked.class,
                        "credit_balance_exhausted",
                        nested("No credit", "billing", "credit_balance_exhausted")),
                row(
                        429,
                        Blocked.class,
                        "organization_spend_limit_exceeded",
                        nested("Limit", "billing", "organization_spend_limit_exceeded")),
                row(
                        429,
                        Blocked.class,
                        "project_spend_limit_exceeded",
                        nested("Limit", "billing", "project_spend_limit_exceeded")),
                row(
                        429,
                        Blocked.class,
                        "organization_usage_limit_exceeded",
                        nested("Limit", "billing", "organization_usage_limit_exceeded")),
                row(
                        400,
                        Blocked.class,
                        "billing_hard_limit_reached",
                        nested(
                                "Billing hard limit has been reached",
                                "invalid_request_error",
                                "billing_hard_limit_reached")),
                row(
                        402,
                        Blocked.class,
                        "payment_required",
                        "{\"error\":{\"message\":\"Insufficient credits\",\"code\":402}}"),
                row(
                        401,
                        Blocked.class,
                        "invalid_api_key",
                        nested(
                                "Incorrect API key provided: sk-abcd****wxyz.",
                                "invalid_request_error",
                                "invalid_api_key")),
                row(
                        401,
                        Blocked.class,
                        "401",
                        "{\"error\":{\"code\":\"401\",\"message\":\"Access denied due to invalid subscription key or wrong API endpoint.\"}}"),
                row(401, Blocked.class, "invalid_api_key", "{\"detail\":\"Unauthorized\"}"),
                row(
                        403,
                        Blocked.class,
                        "unsupported_country_region_territory",
                        nested(
                                "Country, region, or territory not supported",
                                "request_forbidden",
                                "unsupported_country_region_territory")),
                row(
                        403,
                        Rejected.class,
                        "model_not_found",
                        nested(
                                "Project `proj_x` does not have access to model `gpt-9`",
                                "invalid_request_error",
                                "model_not_found")),
                row(
                        404,
                        Rejected.class,
                        "model_not_found",
                        nested(
                                "The model `gpt-9` does not exist or you do not have access to it.",
                                "invalid_request_error",
                                "model_not_found")),
                row(
                        404,
                        Rejected.class,
                        "model_not_found",
                        "{\"error\":{\"message\":\"model \\\"llama9\\\" not found, try pulling it first\",\"type\":\"api_error\",\"param\":null,\"code\":null}}"),
                row(
                        404,
                        Rejected.class,
                        "model_not_found",
                        "{\"object\":\"error\",\"message\":\"The model `x` does not exist.\",\"type\":\"NotFoundError\",\"param\":null,\"code\":404}"),
                row(
                        404,
                        Rejected.class,
                        "DeploymentNotFound",
                        "{\"error\":{\"code\":\"DeploymentNotFound\",\"message\":\"The API deployment for this resource does not exist.\"}}"),
                row(404, Blocked.class, "wrong_url", "{\"detail\":\"Not Found\"}"),
                row(404, Blocked.class, "wrong_url", "<html><title>404: the model is not found</title></html>"),
                row(
                        404,
                        Blocked.class,
                        "wrong_url",
                        nested("Invalid URL (POST /v1/v1/chat/completions)", "invalid_request_error", null)),
                row(
                        404,
                        Rejected.class,
                        "previous_response_not_found",
                        "{\"error\":{\"message\":\"Previous response not found.\",\"param\":\"previous_response_id\",\"code\":\"previous_response_not_found\"}}"),
                row(405, Blocked.class, "wrong_url", ""),
                row(301, Blocked.class, "redirected", ""),
                row(415, Blocked.class, "http_415", ""),
                row(
                        400,
                        Rejected.class,
                        "context_length_exceeded",
                        nested(
                                "This model's maximum context length is 4097 tokens",
                                "invalid_request_error",
                                "context_length_exceeded")),
                row(
                        400,
                        Rejected.class,
                        "content_filter",
                        "{\"error\":{\"message\":\"The response was filtered\",\"type\":null,\"param\":\"prompt\",\"code\":\"content_filter\",\"status\":400,\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\"}}}"),
                row(
                        400,
                        Rejected.class,
                        "BadRequestError",
                        "{\"object\":\"error\",\"message\":\"max tokens\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}"),
                row(
                        400,
                        Rejected.class,
                        "exceed_context_size_error",
                        "{\"error\":{\"code\":400,\"message\":\"the request exceeds the available context size\",\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":9}}"),
                row(
                        400,
                        Rejected.class,
                        "invalid_model",
                        "{\"object\":\"error\",\"message\":\"Invalid model: x\",\"type\":\"invalid_model\",\"param\":null,\"code\":\"1500\"}"),
                row(
                        422,
                        Rejected.class,
                        "invalid_request_error",
                        "{\"detail\":[{\"loc\":[\"body\",\"model\"],\"msg\":\"field required\",\"type\":\"value_error.missing\"}]}"),
                row(400, Rejected.class, "invalid_request_error", "nonsense"),
                row(
                        500,
                        Unavailable.class,
                        "server_error",
                        nested("The server had an error while processing your request.", "server_error", null)),
                row(500, Unavailable.class, "server_error", "{\"error\":\"llama runner process has terminated\"}"),
                row(
                        503,
                        Unavailable.class,
                        "server_is_overloaded",
                        nested("Overloaded", "server_error", "server_is_overloaded")),
                row(
                        503,
                        Unavailable.class,
                        "unavailable_error",
                        "{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}}"),
                row(502, Unavailable.class, "server_error", "<html><head><title>502 Bad Gateway</title></head></html>"),
                row(504, Unavailable.class, "server_error", ""),
                row(
                        529,
                        Unavailable.class,
                        "overloaded_error",
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"),
                row(408, Unavailable.class, "http_408", ""),
                row(409, Unavailable.class, "conflict", nested("Conflict", "conflict", null)),
                row(204, Unavailable.class, "http_204", ""));
    }

    @ParameterizedTest
    @MethodSource("realBodies")
    void reply_asSeenInTheWild_isClassified(
            int status, Class<? extends ProviderException> kind, String code, String body) {
        ProviderException e = classify(status, Map.of(), body);

        assertThat(e).isInstanceOf(kind);
        assertThat(e.status()).isEqualTo(status);
        assertThat(e.code()).isEqualTo(code.matches("\\d+") ? defaultCode(status) : code);
        assertThat(e.getMessage()).isNotBlank().hasSizeLessThanOrEqualTo(300).doesNotContain("sk-abcd");
    }

    private static String defaultCode(int status) {
        return status == 429 ? "rate_limit_exceeded" : "invalid_api_key";
    }

    @Test
    void rateLimit_ofTokens_tellsTimeAndFigures() {
        ProviderException e = classify(429, Map.of(), TPM);

        assertThat(e.retryAfter()).contains(Duration.ofMillis(2400));
        assertThat(e.hint())
                .contains(new RateLimitHint(Counted.TOKENS, Duration.ofMinutes(1), 30_000L, 30_000L, 1_200L));
        assertThat(e).hasMessageStartingWith("Rate limit reached for gpt-4o in organization org-X on tokens per min");
    }

    @Test
    void rateLimit_olderForm_tellsFigures() {
        ProviderException e = classify(
                429,
                Map.of(),
                nested(
                        "Rate limit reached for m on requests per min. Limit: 20.000000 / min. Current: 24.000000 / min.",
                        "requests",
                        null));

        assertThat(e.hint()).contains(new RateLimitHint(Counted.REQUESTS, Duration.ofMinutes(1), 20L, 24L, null));
        assertThat(e.retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "on requests per day (RPD): Limit 200; REQUESTS; PT24H; 200",
        "on tokens per day (TPD): Limit 1; TOKENS; PT24H; 1",
        "on images per minute: Limit 5; IMAGES; PT1M; 5",
        "'Rate limit reached for dall-e-3 on images per min (IPM): Limit 5, Used 5, Requested 1; IMAGES; PT1M; 5'",
        "Rate limit exceeded for images per minute in organization org-X. Limit: 5/1min. Current: 6/1min; IMAGES; PT1M; 5"
    })
    void rateLimit_scope_isTold(String row) {
        String[] cells = row.split("; ", -1);

        RateLimitHint hint =
                classify(429, Map.of(), nested(cells[0], "x", null)).hint().orElseThrow();

        assertThat(hint.counted()).isEqualTo(Counted.valueOf(cells[1]));
        assertThat(hint.window()).isEqualTo(Duration.parse(cells[2]));
        assertThat(hint.limit()).isEqualTo(Long.parseLong(cells[3]));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "1500   | 20                            | try again in 9s                    | PT1.5S",
                "0.25   | -                             | -                                  | PT0.00025S",
                "-      | 20                            | try again in 9s                    | PT20S",
                "-      | 0.5                           | -                                  | PT0.5S",
                "-      | 86400                         | -                                  | PT24H",
                "-      | Sat, 21 Nov 2026 12:00:30 GMT | -                                  | PT30S",
                "-      | Sat, 21 Nov 2026 11:00:00 GMT | try again in 9s                    | PT9S",
                "-5     | -5                            | try again in 9s                    | PT9S",
                "0      | 0                             | -                                  | -",
                "soon   | NaN                           | try again in 9s                    | PT9S",
                "1e3    | 99999999999999                | -                                  | -",
                "-      | -                             | Please try again in 2.4s.          | PT2.4S",
                "-      | -                             | Please try again in 120ms. Visit   | PT0.12S",
                "-      | -                             | Please try again in 1m2s           | PT1M2S",
                "-      | -                             | Please try again in 14h29m11.04s.  | PT14H29M11.04S",
                "-      | -                             | Please retry after 2 seconds.      | PT2S",
                "-      | -                             | Please retry after 1 minute.       | PT1M",
                "-      | -                             | Try again in 300 milliseconds      | PT0.3S",
                "-      | -                             | try again in a while               | -",
                "-      | -                             | try again in -3s                   | -"
            })
    void retryTime_ofHeadersAndMessage_isTakenInThatOrder(
            String ms, String seconds, String message, Duration expected) {
        Map<String, Object> headers = new HashMap<>();
        headers.put("Retry-After-Ms", ms);
        headers.put("RETRY-AFTER", seconds == null ? List.of() : List.of(seconds));

        ProviderException e = classify(429, headers, nested(String.valueOf(message), "x", "rate_limit_exceeded"));

        assertThat(e.retryAfter().orElse(null)).isEqualTo(expected);
    }

    @Test
    void unavailable_withRetryAfter_keepsIt() {
        assertThat(classify(503, Map.of("retry-after", "7"), "").retryAfter()).contains(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @CsvSource({
        "404, model_not_found, model, true",
        "400, unsupported_parameter, max_tokens, true",
        "400, unsupported_value, temperature, true",
        "400, unsupported_value, messages[0].role, false",
        "400, unsupported_value, input, false",
        "400, context_length_exceeded, messages, false",
        "400, invalid_value, max_tokens, false",
        "400, unknown_parameter, '', false"
    })
    void rejection_ofSomethingShared_appliesToWholeRequest(int status, String code, String param, boolean whole) {
        ProviderException e = classify(
                status,
                Map.of(),
                "{\"error\":{\"message\":\"x\",\"type\":\"t\",\"param\":\"" + param + "\",\"code\":\"" + code + "\"}}");

        assertThat(e)
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.appliesToWholeRequest()).isEqualTo(whole));
    }

    @ParameterizedTest
    @CsvSource({
        "500, false, Rejected",
        "503, true, Unavailable",
        "400, true, Unavailable",
        "401, true, Blocked",
        "429, false, RateLimited",
        "413, true, TooLarge"
    })
    void shouldRetryHeader_whereSensible_overrides(int status, String value, String kind) {
        assertThat(classify(status, Map.of("X-Should-Retry", value), ""))
                .hasSameClassAs(
                        switch (kind) {
                            case "Rejected" -> new Rejected(1, "", "");
                            case "Unavailable" -> new Unavailable(1, "", "", null);
                            case "Blocked" -> new Blocked(1, "", "");
                            case "TooLarge" -> new TooLarge(1, "", "");
                            default -> new RateLimited(1, "", "", null);
                        });
    }

    @Test
    void deadAccount_shouldRetryHeader_staysBlocked() {
        assertThat(classify(429, Map.of("x-should-retry", "true"), nested("x", "insufficient_quota", null)))
                .isInstanceOf(Blocked.class);
    }

    @Test
    void wrongUrl_message_asksForTheBaseUrl() {
        assertThat(classify(404, Map.of(), "{\"detail\":\"Not Found\"}"))
                .hasMessage("the provider knows no such path, is the base URL right? (HTTP 404): Not Found");
        assertThat(classify(308, Map.of("Location", "https://u:p@other/v1?key=secret"), ""))
                .hasMessage("the provider redirects to https://other/v1, is the base URL right? (HTTP 308)");
        assertThat(classify(302, Map.of("Location", "not a url"), ""))
                .hasMessage("the provider redirects, is the base URL right? (HTTP 302)");
    }

    @Test
    void message_absent_isReplaced() {
        assertThat(classify(502, Map.of(), "")).hasMessage("the provider failed (HTTP 502)");
        assertThat(classify(502, Map.of(), "<html></html>")).hasMessage("the provider failed (HTTP 502, a web page)");
        assertThat(classify(502, Map.of(), "<HTML><TITLE>\nBad Gateway </TITLE>"))
                .hasMessage("Bad Gateway");
    }

    @Test
    void message_hugeAndDirty_isCutAndCleaned() {
        String dirty = "a\u0000\u001b[31mb\r\n\u202ec\\u0007" + "x".repeat(5_000_000);

        ProviderException e =
                classify(400, Map.of(), "{\"error\":{\"message\":\"" + dirty.replace("\r\n", "\\r\\n") + "\"}}");

        assertThat(e.getMessage()).hasSize(300).endsWith("…").matches("[\\x20-\\x7e]+…");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Incorrect API key provided: sk-proj-SECRETsecret1234. You can find",
                "Invalid header Authorization: Bearer SECRETsecret1234",
                "bad key gsk_SECRETsecret1234SECRET",
                "api_key=SECRETsecret1234&x",
                "{\"api-key\": \"SECRETsecret1234\"}",
                "key sk-SECRET***************1234 is wrong",
                "token eyJSECRETsecret1234.SECRETpayload.SECRETsig",
                "subscription key 0123456789abcdef0123456789abcdef is wrong"
            })
    void message_withKey_hidesIt(String message) {
        assertThat(classify(400, Map.of(), nested(message.replace("\"", "\\\""), "x", null))
                        .getMessage())
                .doesNotContain("SECRET", "0123456789abcdef")
                .contains("[hidden]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Rate limit reached for gpt-4o in organization org-AbCdEf123456 on tokens per min",
                "This model's maximum context length is 4097 tokens, however you requested 5000 tokens",
                "Request id req_0123456789abcdef0123456789abcdef failed",
                "max_tokens: must be at least 1"
            })
    void message_withoutKey_isKept(String message) {
        assertThat(classify(400, Map.of(), nested(message, "x", null))).hasMessage(message);
    }

    @Test
    void code_hostile_isMadePlain() {
        assertThat(classify(400, Map.of(), nested("x", "t", "a b\\n" + "y".repeat(99)))
                        .code())
                .startsWith("a_b_y")
                .hasSize(64);
    }

    @Test
    void body_deepOrBroken_isStillClassified() {
        assertThat(classify(500, Map.of(), "{\"error\":" + "[".repeat(100_000))).isInstanceOf(Unavailable.class);
        assertThat(classify(400, Map.of(), "{\"error\":{\"message\":\"cut")).isInstanceOf(Rejected.class);
        assertThat(classify(400, Map.of(), "[]")).isInstanceOf(Rejected.class);
        assertThat(classify(400, Map.of(), "[{\"error\":{\"code\":400,\"message\":\"gemini\"}}]"))
                .hasMessage("gemini");
        assertThat(classify(400, Map.of(), "{\"errors\":[{\"message\":\"first\"}]}"))
                .hasMessage("first");
        assertThat(classify(400, Map.of(), "{\"message\":{\"detail\":[1]}}")).hasMessage("{\"detail\":[1]}");
    }

    @Test
    void noReply_causes_areTold() {
        assertNoReply(
                new SocketTimeoutException("60000 MILLISECONDS"),
                "timeout",
                "the provider didn't answer in time: 60000 MILLISECONDS");
        assertNoReply(
                new ConnectException("Connection refused"),
                "connection_error",
                "no connection to the provider: Connection refused");
        assertNoReply(
                new UnknownHostException("api.nowhere"),
                "connection_error",
                "no connection to the provider: unknown host api.nowhere");
        assertNoReply(new IOException(), "connection_error", "no connection to the provider: IOException");
    }

    private static void assertNoReply(IOException cause, String code, String message) {
        Unavailable e = Unavailable.noReply(cause);

        assertThat(e).hasMessage(message).hasCause(cause);
        assertThat(e.code()).isEqualTo(code);
        assertThat(e.status()).isZero();
    }

    private static Arguments row(int status, Class<? extends ProviderException> kind, String code, String body) {
        return Arguments.of(status, kind, code, body);
    }

    private static String nested(String message, String type, String code) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"param\":null,\"code\":"
                + (code == null ? "null" : "\"" + code + "\"") + "}}";
    }

    private static ProviderException classify(int status, Map<String, ?> headers, String body) {
        return ErrorReply.classify(status, ReplyHeaders.of(headers), body.getBytes(StandardCharsets.UTF_8), CLOCK);
    }
}
