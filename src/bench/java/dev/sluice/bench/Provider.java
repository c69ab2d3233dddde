package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The simulated provider in a process of its own. */
final class Provider implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final JavaProcess process;
    private final String baseUrl;

    Provider(JavaProcess process, String baseUrl) {
        this.process = process;
        this.baseUrl = baseUrl;
    }

    String baseUrl() {
        return baseUrl;
    }

    /** Returns its own count of something, such as {@code requests}. */
    long stat(String name) throws IOException, InterruptedException {
        URI uri = URI.create(baseUrl).resolve("/simulator/stats");
        HttpResponse<byte[]> reply =
                http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
        JsonNode stats = JSON.readTree(reply.body());
        return stats.path(name).asLong();
    }

    @Override
    public void close() {
        process.close();
    }
}
