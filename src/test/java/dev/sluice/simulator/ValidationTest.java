package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationTest {
    private final Simulator simulator = Simulator.start(SimulatorOptions.builder()
            .models(List.of("m"))
            .contextTokens(1_000)
            .maxList(3)
            .build());
    private final Client client = new Client(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "completions | {'model':'m'} | missing_required_parameter | prompt",
                "completions | {'model':'m','prompt':''} | empty_string | prompt",
                "completions | {'model':'m','prompt':[]} | empty_array | prompt",
                "completions | {'model':'m','prompt':['a',1]} | invalid_type | prompt[1]",
                "completions | {'model':'m','prompt':[[1],['a']]} | invalid_type | prompt[1]",
                "completions | {'model':'m','prompt':7} | invalid_type | prompt",
                "completions | {'model':'m','prompt':'a','n':129} | integer_above_max_value | n",
                "completions | {'model':'m','prompt':'a','n':0} | integer_below_min_value | n",
                "completions | {'model':'m','prompt':'a','n':3,'best_of':2} | integer_below_min_value | best_of",
                "completions | {'model':'m','prompt':'a','max_tokens':'x'} | invalid_type | max_tokens",
                "completions | {'model':'m','prompt':'a','max_tokens':1000} | context_length_exceeded | prompt",
                "completions | {'model':'m','prompt':'a','stream':true} | unsupported_value | stream",
                "embeddings | {'model':'m'} | missing_required_parameter | input",
                "embeddings | {'model':'m','input':['a','']} | empty_string | input[1]",
                "embeddings | {'model':'m','input':['a','b','c','d']} | array_above_max_length | input",
                "embeddings | {'model':'m','input':'a','encoding_format':'hex'} | invalid_value | encoding_format",
                "moderations | {'model':'m','input':[]} | empty_array | input",
                "chat/completions | {'model':'m'} | missing_required_parameter | messages",
                "chat/completions | {'model':'m','messages':[]} | empty_array | messages",
                "chat/completions | {'model':'m','messages':[{'role':'robot','content':'a'}]} | invalid_value | messages[0].role",
                "chat/completions | {'model':'m','messages':[{'content':'a'}]} | missing_required_parameter | messages[0].role",
                "responses | {'model':'m'} | missing_required_parameter | input",
                "images/generations | {'model':'m'} | missing_required_parameter | prompt",
                "images/generations | {'model':'m','prompt':['a']} | invalid_type | prompt",
                "images/generations | {'model':'m','prompt':''} | empty_string | prompt",
                "images/generations | {'model':'m','prompt':'a','n':11} | integer_above_max_value | n",
                "images/generations | {'model':'m','prompt':'a','response_format':'png'} | invalid_value | response_format",
            })
    void wrongRequest_anyEndpoint_isRefusedWith400AndCode(String path, String body, String code, String param)
            throws Exception {
        HttpResponse<String> response = client.post("/v1/" + path, body.replace('\'', '"'));

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode error = Client.json(response).path("error");
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("param").asText()).isEqualTo(param);
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("message").asText()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"model\":", "[1]", "''", "{} x"})
    void body_notOneJsonObject_isRefusedWith400(String body) throws Exception {
        HttpResponse<String> response = client.post("/v1/embeddings", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("could not parse the JSON body");
    }

    @Test
    void body_nestedTenThousandDeep_isRefusedWith400() throws Exception {
        String body = "{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

        assertThat(client.post("/v1/embeddings", body).statusCode()).isEqualTo(400);
    }

    @Test
    void model_absentOrUnknown_isRefused() throws Exception {
        HttpResponse<String> absent = client.post("/v1/embeddings", "{\"input\":\"a\"}");
        HttpResponse<String> unknown = client.post("/v1/embeddings", "{\"model\":\"x\",\"input\":\"a\"}");

        assertThat(absent.statusCode()).isEqualTo(400);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(Client.json(unknown).path("error").path("code").asText()).isEqualTo("model_not_found");
    }

    @Test
    void path_unknownOrWrongMethod_isRefused() throws Exception {
        assertThat(client.post("/v1/nothing", "{}").statusCode()).isEqualTo(404);
        assertThat(client.post("/else", "{}").statusCode()).isEqualTo(404);
        assertThat(client.get("/v1/embeddings").statusCode()).isEqualTo(405);
    }

    @Test
    void key_absentOrWrong_isRefusedWith401AndNeverRepeated() throws Exception {
        simulator.change(o -> o.keys(List.of("good")));

        assertThat(client.chat("a").statusCode()).isEqualTo(401);
        HttpResponse<String> wrong =
                client.post("/v1/chat/completions", Client.chatBody("a"), "Authorization", "Bearer bad-key");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(Client.json(wrong).path("error").path("code").asText()).isEqualTo("invalid_api_key");
        assertThat(wrong.body()).doesNotContain("bad-key");
    }

    @Test
    void key_right_isAcceptedAsBearerOrAzureHeader() throws Exception {
        simulator.change(o -> o.keys(List.of("good")));
        String body = Client.chatBody("a");

        assertThat(client.post("/v1/chat/completions", body, "Authorization", "Bearer good")
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.post("/openai/deployments/m/chat/completions?api-version=1", body, "api-key", "good")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void errors_inEveryForm_haveThatProvidersShape() throws Exception {
        String body = "{\"model\":\"m\"}";
        simulator.change(o -> o.errors(ErrorForm.MISTRAL));
        JsonNode mistral = Client.json(client.post("/v1/embeddings", body));
        simulator.change(o -> o.errors(ErrorForm.LLAMA_CPP));
        JsonNode llama = Client.json(client.post("/v1/embeddings", body));
        simulator.change(o -> o.errors(ErrorForm.OPENAI));
        JsonNode azure = Client.json(client.post("/openai/v1/embeddings", body));

        assertThat(mistral.path("object").asText()).isEqualTo("error");
        assertThat(mistral.has("error")).isFalse();
        assertThat(llama.path("error").path("code").intValue()).isEqualTo(400);
        assertThat(azure.path("error").has("type")).isFalse();
    }
}
