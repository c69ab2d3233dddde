package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;

/** Asks a simulated provider by way of assistants, threads and runs. */
final class Threads {
    private final Client client;

    Threads(Client client) {
        this.client = client;
    }

    HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        return client.send(method, "/v1" + path, body, "OpenAI-Beta", "assistants=v2");
    }

    /** Sends what must be answered with 200, and returns the answer. */
    JsonNode ask(String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = send(method, path, body);
        if (response.statusCode() != 200) {
            throw new AssertionError("status " + response.statusCode() + ": " + response.body());
        }
        return Client.json(response);
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return ask("GET", path, "");
    }

    /** Creates an assistant and returns its id. */
    String assistant() throws IOException, InterruptedException {
        return id(ask("POST", "/assistants", "{\"model\":\"m\",\"name\":\"helper\",\"instructions\":\"be brief\"}"));
    }

    /** Creates a thread with one message and returns its path. */
    String thread(String prompt) throws IOException, InterruptedException {
        return "/threads/" + id(ask("POST", "/threads", "{\"messages\":[" + message(prompt) + "]}"));
    }

    /** Starts a run and returns its path. */
    String run(String thread, String assistant) throws IOException, InterruptedException {
        return thread + "/runs/" + id(ask("POST", thread + "/runs", "{\"assistant_id\":\"" + assistant + "\"}"));
    }

    String status(String run) throws IOException, InterruptedException {
        HttpResponse<String> response = send("GET", run, "");
        return response.statusCode() == 200
                ? Client.json(response).path("status").asText()
                : String.valueOf(response.statusCode());
    }

    /** Uploads a file and returns its id. */
    String upload(String purpose, String content) throws IOException, InterruptedException {
        return id(Client.json(client.postForm("/v1/files", Map.of("purpose", purpose, "file", content))));
    }

    static String message(String text) {
        return "{\"role\":\"user\",\"content\":\"" + text + "\"}";
    }

    static String id(JsonNode node) {
        return node.path("id").asText();
    }
}
