package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Makes batches of a simulated provider and reads what comes of them. */
final class BatchLines {
    private static final String CHAT = "/v1/chat/completions";
    private final Client client;

    BatchLines(Client client) {
        this.client = client;
    }

    /** Returns a line of an input file. */
    static String line(String id, String url, String body) {
        return "{\"custom_id\":\"" + id + "\",\"method\":\"POST\",\"url\":\"" + url + "\",\"body\":" + body + "}\n";
    }

    static String chat(String id, String prompt) {
        return line(id, CHAT, Client.chatBody(prompt));
    }

    /** Returns lines with the ids and prompts 1, 2 and so on. */
    static String chats(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            lines.append(chat("id-" + i, "prompt " + i));
        }
        return lines.toString();
    }

    /** Returns the body that creates a batch. */
    static String order(String file, String endpoint) {
        return "{\"input_file_id\":\"" + file + "\",\"endpoint\":\"" + endpoint
                + "\",\"completion_window\":\"24h\",\"metadata\":{\"job\":\"7\"}}";
    }

    /** Uploads lines of chats, creates a batch of them and returns its id. */
    String create(String lines) throws IOException, InterruptedException {
        return create(lines, CHAT);
    }

    String create(String lines, String endpoint) throws IOException, InterruptedException {
        return client.ask("/v1/batches", order(client.upload(lines), endpoint))
                .path("id")
                .asText();
    }

    JsonNode get(String id) throws IOException, InterruptedException {
        return Client.json(client.get("/v1/batches/" + id));
    }

    /** Waits until a batch is as wanted, and returns it. */
    JsonNode await(String id, Predicate<JsonNode> wanted) {
        return Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> get(id), wanted);
    }

    JsonNode await(String id, String status) {
        return await(id, batch -> batch.path("status").asText().equals(status));
    }

    /** Creates a batch, waits for its status and returns it. */
    JsonNode run(String lines, String status) throws IOException, InterruptedException {
        return await(create(lines), status);
    }

    /** Returns the lines of a file in its order. */
    List<JsonNode> file(JsonNode id) throws IOException, InterruptedException {
        List<JsonNode> lines = new ArrayList<>();
        String content = client.get("/v1/files/" + id.asText() + "/content").body();
        for (String line : content.split("\n", -1)) {
            if (!line.isEmpty()) {
                lines.add(Client.json(line));
            }
        }
        return lines;
    }

    /** Returns the ids of the lines of a file in its order. */
    List<String> ids(JsonNode file) throws IOException, InterruptedException {
        return file(file).stream().map(line -> line.path("custom_id").asText()).toList();
    }

    /** Returns the lines of a file by their ids. */
    Map<String, JsonNode> byId(JsonNode file) throws IOException, InterruptedException {
        Map<String, JsonNode> lines = new TreeMap<>();
        file(file).forEach(line -> lines.put(line.path("custom_id").asText(), line));
        return lines;
    }
}
