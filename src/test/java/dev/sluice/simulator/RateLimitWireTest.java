package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.Enforcement.Mode;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitWireTest {
    private final HandTicker ticker = new HandTicker();
    private final Simulator simulator = Simulator.start(
            SimulatorOptions.builder()
                    .mode(Mode.MINUTE)
                    .requestsPerMinute(3)
                    .tokensPerMinute(1_000)
                    .build(),
            ticker,
            Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC));
    private final Client client = new Client(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void admitted_answerTellsTheLimits() throws Exception {
        HttpResponse<String> response = client.chat("a");

        assertHeader(response, "x-ratelimit-limit-requests", "3");
        assertHeader(response, "x-ratelimit-remaining-requests", "2");
        assertHeader(response, "x-ratelimit-reset-requests", "20s");
        assertHeader(response, "x-ratelimit-limit-tokens", "1000");
        assertHeader(response, "x-ratelimit-remaining-tokens", "993");
        assertHeader(response, "x-ratelimit-reset-tokens", "420ms");
    }

    @Test
    void requests_aboveTheLimit_getThe429OfRequests() throws Exception {
        useUpRequests();
        HttpResponse<String> response = client.chat("a");

        assertThat(response.statusCode()).isEqualTo(429);
        JsonNode error = Client.json(response).path("error");
        assertThat(error.path("type").asText()).isEqualTo("requests");
        assertThat(error.path("code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(error.path("message").asText())
                .startsWith("Rate limit reached for m in organization org-simulated on requests per min (RPM):"
                        + " Limit 3, Used 3, Requested 1. Please try again in 20s.");
        assertHeader(response, "Retry-After", "20");
        assertHeader(response, "retry-after-ms", "20000");
        assertThat(simulator.stats().rateLimited()).isEqualTo(1);
        ticker.advance(Duration.ofSeconds(20));
        assertThat(client.chat("a").statusCode()).isEqualTo(200);
    }

    @Test
    void tokens_aboveTheLimit_getThe429OfTokens() throws Exception {
        client.post("/v1/completions", "{\"model\":\"m\",\"prompt\":\"a\",\"max_tokens\":900}");
        HttpResponse<String> response =
                client.post("/v1/completions", "{\"model\":\"m\",\"prompt\":\"a\",\"max_tokens\":140}");

        assertThat(response.statusCode()).isEqualTo(429);
        JsonNode error = Client.json(response).path("error");
        assertThat(error.path("type").asText()).isEqualTo("tokens");
        assertThat(error.path("message").asText())
                .contains("on tokens per min (TPM): Limit 1000, Used 900, Requested 140. Please try again in 2.4s.");
    }

    @Test
    void tokens_aboveTheWholeLimit_areTooLarge() throws Exception {
        HttpResponse<String> response =
                client.post("/v1/completions", "{\"model\":\"m\",\"prompt\":[\"a\",\"b\"],\"max_tokens\":600}");

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(Client.json(response).path("error").path("message").asText())
                .isEqualTo("Request too large for m in organization org-simulated on tokens per min (TPM): Limit 1000,"
                        + " Requested 1200. The input or output tokens must be reduced in order to run successfully.");
        assertThat(response.headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void images_aboveTheLimit_getThe429OfImages() throws Exception {
        simulator.change(o -> o.limits("dall-e-*", Limits.none().withImagesPerMinute(5L)));
        assertThat(image(5).statusCode()).isEqualTo(200);
        HttpResponse<String> response = image(1);

        assertThat(response.statusCode()).isEqualTo(429);
        JsonNode error = Client.json(response).path("error");
        assertThat(error.path("type").asText()).isEqualTo("images");
        assertThat(error.path("code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(error.path("message").asText())
                .startsWith("Rate limit reached for dall-e-3 in organization org-simulated on images per min (IPM):"
                        + " Limit 5, Used 5, Requested 1. Please try again in 12s.");
        assertHeader(response, "Retry-After", "12");
        assertThat(Client.json(image(6)).at("/error/message").asText())
                .isEqualTo("Request too large for dall-e-3 in organization org-simulated on images per min (IPM):"
                        + " Limit 5, Requested 6.");
        ticker.advance(Duration.ofSeconds(12));
        assertThat(image(1).statusCode()).isEqualTo(200);
    }

    @Test
    void admission_sum_countsPromptAndOutput() throws Exception {
        simulator.change(
                o -> o.enforcement(Enforcement.usual().withMode(Mode.MINUTE).withAdmission(Enforcement.Admission.SUM)));
        HttpResponse<String> response =
                client.post("/v1/completions", "{\"model\":\"m\",\"prompt\":[1,2,3],\"max_tokens\":100,\"best_of\":2}");

        assertHeader(response, "x-ratelimit-remaining-tokens", "797");
    }

    @ParameterizedTest
    @CsvSource({
        "NONE,,",
        "SECONDS,20,",
        "FRACTION,19.5,",
        "MILLIS,,19500",
        "BOTH,20,19500",
        "GARBAGE,soon,-1",
        "ABSURD,86400,",
        "DATE,'Sat, 21 Nov 2026 10:00:20 GMT',",
    })
    void retryAfter_inEveryForm_isSent(RetryAfterForm form, String retryAfter, String millis) throws Exception {
        simulator.change(o -> o.retryAfter(form));
        useUpRequests();
        ticker.advance(Duration.ofMillis(500));
        HttpResponse<String> response = client.chat("a");

        assertThat(response.headers().firstValue("Retry-After").orElse(null)).isEqualTo(retryAfter);
        assertThat(response.headers().firstValue("retry-after-ms").orElse(null)).isEqualTo(millis);
    }

    @Test
    void errors_oldForm_namesCurrentWithoutCode() throws Exception {
        simulator.change(o -> o.errors(ErrorForm.OLD));
        useUpRequests();
        JsonNode error = Client.json(client.chat("a")).path("error");

        assertThat(error.path("message").asText())
                .startsWith("Rate limit reached for m in organization org-simulated on requests per min."
                        + " Limit: 3.000000 / min. Current: 4.000000 / min.");
        assertThat(error.path("code").isNull()).isTrue();
    }

    @Test
    void errors_azureForm_hasTheStatusAsCode() throws Exception {
        simulator.change(o -> o.errors(ErrorForm.AZURE));
        useUpRequests();
        JsonNode error = Client.json(client.chat("a")).path("error");

        assertThat(error.path("code").textValue()).isEqualTo("429");
        assertThat(error.path("message").asText()).contains("Please retry after 20 seconds.");
    }

    @Test
    void errors_mistralForm_isNotNested() throws Exception {
        simulator.change(o -> o.errors(ErrorForm.MISTRAL));
        useUpRequests();
        JsonNode error = Client.json(client.chat("a"));

        assertThat(error.path("type").asText()).isEqualTo("rate_limited");
        assertThat(error.path("code").asText()).isEqualTo("1300");
    }

    @Test
    void headers_inOtherForms_haveTheirNames() throws Exception {
        simulator.change(o -> o.headers(HeaderForm.MISTRAL));
        HttpResponse<String> mistral = client.chat("a");
        simulator.change(o -> o.headers(HeaderForm.NONE));
        HttpResponse<String> none = client.chat("a");
        simulator.change(o -> o.headers(HeaderForm.BARE_SECONDS));
        HttpResponse<String> bare = client.chat("a");

        assertHeader(mistral, "x-ratelimitbysize-remaining-minute", "993");
        assertThat(none.headers().map().keySet()).noneMatch(name -> name.contains("ratelimit"));
        assertHeader(bare, "x-ratelimit-reset-requests", "60");
        assertHeader(bare, "x-ratelimit-reset-tokens", "1.26");
    }

    @Test
    void headers_ofAzureProjectAndGroq_tellWhatThoseTell() throws Exception {
        simulator.change(o -> o.headers(HeaderForm.AZURE));
        HttpResponse<String> azure = client.chat("a");
        simulator.change(o -> o.headers(HeaderForm.PROJECT));
        HttpResponse<String> project = client.chat("a");
        simulator.change(o -> o.headers(HeaderForm.GROQ).limits(Limits.none().withRequestsPerDay(14_400L)));
        HttpResponse<String> groq = client.chat("a");

        assertHeader(azure, "x-ratelimit-remaining-requests", "2");
        assertThat(azure.headers().firstValue("x-ratelimit-limit-requests")).isEmpty();
        assertHeader(project, "x-ratelimit-remaining-project-tokens", "986");
        assertHeader(groq, "x-ratelimit-limit-requests", "14400");
        assertHeader(groq, "x-ratelimit-reset-requests", "6s");
    }

    @Test
    void limits_ofAModelOrFamily_holdApartFromTheRest() throws Exception {
        simulator.change(
                o -> o.limits("gpt-4*", Limits.none().withRequestsPerMinute(1L)).limits(Limits.none()));

        assertThat(status("gpt-4")).isEqualTo(200);
        assertThat(status("gpt-4-32k")).isEqualTo(429);
        assertThat(status("other")).isEqualTo(200);
        assertThat(status("other")).isEqualTo(200);
    }

    private int status(String model) throws Exception {
        return client.post("/v1/embeddings", "{\"model\":\"" + model + "\",\"input\":\"a\",\"dimensions\":2}")
                .statusCode();
    }

    private HttpResponse<String> image(int images) throws Exception {
        return client.post("/v1/images/generations", "{\"model\":\"dall-e-3\",\"prompt\":\"a\",\"n\":" + images + "}");
    }

    private void useUpRequests() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(client.chat("a").statusCode()).isEqualTo(200);
        }
    }

    private static void assertHeader(HttpResponse<String> response, String name, String value) {
        assertThat(response.headers().firstValue(name)).as(name).hasValue(value);
    }
}
