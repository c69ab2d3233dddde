package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
        return stats().path(name).asLong();
    }

    /** Returns all its counts. */
    JsonNode stats() throws IOException, InterruptedException {
        return get(URI.create(baseUrl).resolve("/simulator/stats"));
    }

    /** Returns what it has served of each model since yesterday, as its usage endpoints tell. */
    Map<String, Served> served() throws IOException, InterruptedException {
        Map<String, Served> byModel = new TreeMap<>();
        long yesterday = Instant.now().getEpochSecond() - Duration.ofDays(1).toSeconds();
        for (String kind : List.of("completions", "embeddings")) {
            JsonNode page = get(
                    URI.create(baseUrl + "/organization/usage/" + kind + "?group_by=model&start_time=" + yesterday));
            for (JsonNode day : page.path("data")) {
                for (JsonNode result : day.path("results")) {
                    byModel.merge(result.path("model").asText(), Served.of(result), Served::plus);
                }
            }
        }
        return byModel;
    }

    private JsonNode get(URI uri) throws IOException, InterruptedException {
        return JSON.readTree(http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray())
                .body());
    }

    /** Changes its options while it runs. */
    void change(Map<String, String> options) throws IOException, InterruptedException {
        URI uri = URI.create(baseUrl).resolve("/simulator/options");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(options)))
                .build();
        http.send(request, HttpResponse.BodyHandlers.discarding());
    }

    @Override
    public void close() {
        process.close();
    }
}
