package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A plain HTTP client of a simulated provider. */
final class Client {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Simulator simulator;

    Client(Simulator simulator) {
        this.simulator = simulator;
    }

    /** Sends a body to a path of the server, such as {@code /v1/embeddings}, with headers as name and value. */
    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        return http.send(request(path, body, headers), BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> postAsync(String path, String body) {
        return http.sendAsync(request(path, body), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = simulator.root().resolve(path);
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    /** Sends any request, with headers as name and value. */
    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(request(path, body, headers), (name, value) -> true)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        URI uri = simulator.root().resolve(path);
        return http.send(HttpRequest.newBuilder(uri).DELETE().build(), BodyHandlers.ofString());
    }

    /** Sends a form; a field that is called {@code file} is a file. */
    HttpResponse<String> postForm(String path, Map<String, String> fields) throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder();
        fields.forEach((name, value) -> body.append("--limit\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append(name.equals("file") ? "\"; filename=\"in.jsonl\"\r\nContent-Type: text/plain" : "\"")
                .append("\r\n\r\n")
                .append(value)
                .append("\r\n"));
        body.append("--limit--\r\n");
        HttpRequest request = HttpRequest.newBuilder(simulator.root().resolve(path))
                .header("Content-Type", "multipart/form-data; boundary=limit")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    /** Uploads a file for batches and returns its id. */
    String upload(String content) throws IOException, InterruptedException {
        HttpResponse<String> response = postForm("/v1/files", Map.of("purpose", "batch", "file", content));
        if (response.statusCode() != 200) {
            throw new AssertionError("status " + response.statusCode() + ": " + response.body());
        }
        return json(response).path("id").asText();
    }

    /** Sends a body that must be answered with 200, and returns the answer. */
    JsonNode ask(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = post(path, body);
        if (response.statusCode() != 200) {
            throw new AssertionError("status " + response.statusCode() + ": " + response.body());
        }
        return json(response);
    }

    /** Asks one short question by chat. */
    HttpResponse<String> chat(String prompt) throws IOException, InterruptedException {
        return post("/v1/chat/completions", chatBody(prompt));
    }

    static String chatBody(String prompt) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}";
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return MAPPER.readTree(response.body());
    }

    static JsonNode json(String text) throws IOException {
        return MAPPER.readTree(text);
    }

    private HttpRequest request(String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(simulator.root().resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }
}
