package dev.sluice.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.limit.RateLimitConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code limits.yaml}: pools by name, of which {@code default} holds for every model that no other pool names. */
final class Limits {
    static final String FILE = "limits.yaml";
    static final String DEFAULT = "default";

    /** The files in {@code limits/} that are packed in the jar. */
    static final List<String> PRESETS = List.of(
            "azure-provisioned",
            "first-48-hours",
            "free-trial",
            "gpt-4",
            "gpt-4-32k",
            "groq",
            "pay-as-you-go",
            "self-hosted");

    static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final Pattern MODEL = Pattern.compile("[^*\\s\\p{Cntrl}]*\\*|[^*\\s\\p{Cntrl}]+");
    private static final String EVERY_MODEL = "*";

    static final Shape SHAPE = Shape.named(
            "of a-z, 0-9 and -",
            NAME,
            Shape.keys(Map.ofEntries(
                    Map.entry("models", Shape.listOf(Shape.matching("names of models, with * only at the end", MODEL))),
                    Map.entry("requests-per-minute", Shape.orNull(Shape.wholeNumber(1, 1_000_000_000))),
                    Map.entry("tokens-per-minute", Shape.orNull(Shape.wholeNumber(1, 1_000_000_000_000L))),
                    Map.entry("images-per-minute", Shape.orNull(Shape.wholeNumber(1, 1_000_000_000))),
                    Map.entry("requests-per-day", Shape.orNull(Shape.wholeNumber(1, 1_000_000_000_000L))),
                    Map.entry("tokens-per-day", Shape.orNull(Shape.wholeNumber(1, 1_000_000_000_000_000L))),
                    Map.entry("enqueued-tokens", Shape.orNull(Shape.wholeNumber(1, 1_000_000_000_000_000L))),
                    Map.entry("limits", Shape.matching("auto or none", Pattern.compile("auto|none"))),
                    Map.entry("burst", DurationText.SHAPE),
                    Map.entry("max-in-flight", Shape.wholeNumber(1, 10_000)),
                    Map.entry("above-prompt-tokens", Shape.wholeNumber(1, 100_000_000)))));

    private Limits() {}

    /** Returns the pools of a document that was checked by {@link #SHAPE}; notes a model that two pools claim. */
    static List<RateLimitConfig> read(YamlDocument document, Problems problems) {
        int maxInFlight = document.root().path(DEFAULT).path("max-in-flight").intValue();
        List<RateLimitConfig> pools = new ArrayList<>();
        Map<String, String> owners = new HashMap<>();
        for (String name : Shape.keysOf(document.root())) {
            JsonNode pool = document.root().path(name);
            List<String> models = models(document, name, problems);
            long above = pool.path("above-prompt-tokens").asLong(0);
            if (name.equals(DEFAULT) && above > 0) {
                problems.add(
                        document.place(JsonPointer.empty().appendProperty(name).appendProperty("above-prompt-tokens")),
                        "pool default must hold for prompts of every length: take away above-prompt-tokens");
            }
            for (String model : models) {
                String owner = owners.putIfAbsent(above + " " + model, name);
                if (owner != null && !owner.equals(name)) {
                    problems.add(
                            document.place(modelsOf(name)),
                            "a model belongs to one pool only: model=" + model + " pools=" + owner + "," + name);
                }
            }
            pools.add(pool(name, models, pool, maxInFlight));
        }
        return pools;
    }

    private static RateLimitConfig pool(String name, List<String> models, JsonNode pool, int maxInFlight) {
        Long requestsPerMinute = number(pool.path("requests-per-minute"));
        Long tokensPerMinute = number(pool.path("tokens-per-minute"));
        Long imagesPerMinute = number(pool.path("images-per-minute"));
        boolean named = requestsPerMinute != null || tokensPerMinute != null || imagesPerMinute != null;
        return new RateLimitConfig(
                name,
                models,
                requestsPerMinute,
                tokensPerMinute,
                imagesPerMinute,
                number(pool.path("requests-per-day")),
                number(pool.path("tokens-per-day")),
                number(pool.path("enqueued-tokens")),
                pool.path("limits").asText(named ? "none" : "auto").equals("auto"),
                pool.has("burst") ? DurationText.parse(pool.path("burst").asText()) : Duration.ofSeconds(1),
                pool.path("max-in-flight").asInt(maxInFlight),
                pool.path("above-prompt-tokens").asLong(0));
    }

    /** Returns the name of the pool that holds for a model. */
    static String poolFor(String model, List<RateLimitConfig> pools) {
        return pools.stream()
                .filter(pool -> pool.abovePromptTokens() == 0)
                .max(Comparator.comparingInt(pool -> pool.specificityFor(model)))
                .map(RateLimitConfig::name)
                .orElse(DEFAULT);
    }

    private static List<String> models(YamlDocument document, String pool, Problems problems) {
        JsonPointer at = modelsOf(pool);
        List<String> models = new ArrayList<>();
        document.root().at(at).forEach(model -> models.add(model.textValue()));
        if (pool.equals(DEFAULT) && !models.contains(EVERY_MODEL)) {
            problems.add(document.place(at), "pool default must hold for every model: models must contain \"*\"");
        } else if (models.isEmpty()
                && (document.root().at(at).isArray() || !document.places().containsKey(at))) {
            problems.add(document.place(at), "pool must name its models: pool=" + pool);
        }
        return models;
    }

    private static JsonPointer modelsOf(String pool) {
        return JsonPointer.empty().appendProperty(pool).appendProperty("models");
    }

    private static @Nullable Long number(JsonNode value) {
        return value.isNumber() ? value.longValue() : null;
    }
}
