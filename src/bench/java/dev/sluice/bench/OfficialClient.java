package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What a program on the official client would do: read a file of prompts, ask each as a chat in a fixed pool of threads,
 * write the answers in the order of the prompts. Prints the seconds that it took.
 */
public final class OfficialClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private OfficialClient() {}

    /** Takes base URL, prompts, answers and the number of threads. */
    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        long startedAt = System.nanoTime();
        int threads = Integer.parseInt(args[3]);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(args[0])
                .apiKey("none")
                .maxIdleConnections(threads)
                .keepAliveDuration(Duration.ofMinutes(1))
                .build();
        List<Future<String>> answers = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(args[1]))) {
            JsonNode prompt = JSON.readTree(line);
            answers.add(pool.submit(() -> ask(client, prompt)));
        }
        try (BufferedWriter out = Files.newBufferedWriter(Path.of(args[2]))) {
            for (int i = 0; i < answers.size(); i++) {
                out.write("{\"id\":\"q" + i + "\",\"index\":" + i + ",\"text\":"
                        + JSON.writeValueAsString(answers.get(i).get()) + "}\n");
            }
        }
        System.out.printf("seconds=%.2f%n", (System.nanoTime() - startedAt) / 1e9);
        System.exit(0);
    }

    private static String ask(OpenAIClient client, JsonNode prompt) {
        ChatCompletion chat = client.chat()
                .completions()
                .create(ChatCompletionCreateParams.builder()
                        .model("gpt-4o-mini")
                        .addUserMessage(prompt.path("prompt").asText())
                        .build());
        return chat.choices().get(0).message().content().orElseThrow();
    }
}
