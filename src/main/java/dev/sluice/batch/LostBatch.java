package dev.sluice.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.batch.Batch.State;
import dev.sluice.prompt.Endpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A batch that only its file tells of, since the database was lost. Stateless. */
final class LostBatch {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NAME = Pattern.compile("sluice-([0-9a-f-]{36})\\.jsonl");

    private LostBatch() {}

    /** Returns the batch of a file, whose next step is to look for it at the provider; empty where the file is none. */
    static Optional<Batch> of(Path file, String provider, Function<String, String> poolOfModel, Clock clock)
            throws IOException {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        if (!name.matches()) {
            return Optional.empty();
        }
        BitSet prompts = new BitSet();
        long job = 0;
        String model = "";
        Endpoint endpoint = Endpoint.CHAT;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode request = JSON.readTree(line);
                Optional<CustomId> id = CustomId.parse(request.path("custom_id").asText());
                if (id.isPresent()) {
                    prompts.set(Math.toIntExact(id.get().index()));
                    job = id.get().job();
                    model = request.at("/body/model").asText();
                    endpoint = Endpoint.ofUrl(request.path("url").asText()).orElse(endpoint);
                }
            }
        } catch (IOException cutOff) {
            // It was never complete, and so never sent.
            return Optional.empty();
        }
        if (prompts.isEmpty()) {
            return Optional.empty();
        }
        Batch.Content content = new Batch.Content(
                job,
                name.group(1),
                provider,
                poolOfModel.apply(model),
                endpoint,
                model,
                prompts,
                0,
                Files.size(file),
                clock.instant());
        return Optional.of(Batch.of(content, State.CREATING));
    }
}
