package dev.sluice.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What came out of one input file. */
record Output(Path outbox, String name) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Returns the answer lines of a JSON lines results file. */
    List<JsonNode> results() {
        return json("results.jsonl");
    }

    /** Returns the texts that were answered, in order; null where a prompt failed. */
    List<String> texts() {
        return results().stream().map(line -> line.path("text").textValue()).toList();
    }

    /** Returns the lines of the errors file. */
    List<JsonNode> errors() {
        return json("errors.jsonl");
    }

    JsonNode report() {
        return parse(text("report.json"));
    }

    /** Returns the counts of the report as {@code in answered failed skipped}. */
    List<Integer> counts() {
        JsonNode prompts = report().path("prompts");
        return List.of(
                prompts.path("in").asInt(),
                prompts.path("answered").asInt(),
                prompts.path("failed").asInt(),
                prompts.path("skipped").asInt());
    }

    boolean has(String ending) {
        return Files.exists(file(ending));
    }

    String text(String ending) {
        return SluiceFixture.read(file(ending));
    }

    private List<JsonNode> json(String ending) {
        return text(ending).lines().map(Output::parse).toList();
    }

    private Path file(String ending) {
        return outbox.resolve(name + "." + ending);
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + json, e);
        }
    }
}
