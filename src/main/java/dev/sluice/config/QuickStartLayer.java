package dev.sluice.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Profile;
import java.util.Set;

/** Turns the command line's words about the default profile and its pool into documents that go over those of files. */
final class QuickStartLayer {
    /** The parameters that bound an answer's tokens; the endpoints and their ages differ in its name. */
    static final Set<String> TOKEN_PARAMETERS = Set.of("max_tokens", "max_completion_tokens", "max_output_tokens");

    private static final JsonPointer PROFILE = JsonPointer.empty().appendProperty(Profile.DEFAULT);

    private final QuickStart quickStart;
    private final Problems problems;

    QuickStartLayer(QuickStart quickStart, Problems problems) {
        this.quickStart = quickStart;
        this.problems = problems;
    }

    /**
     * Returns what goes over {@code profiles.yaml}, checked.
     *
     * @param profiles the profiles of all files
     * @param newChat whether the provider wants chat's answers bounded by {@code max_completion_tokens}
     */
    YamlDocument profiles(YamlDocument profiles, boolean newChat) {
        YamlDocument layer = YamlDocument.empty("--profile");
        layer.put(PROFILE.appendProperty("model"), quickStart.model(), "--model");
        layer.put(PROFILE.appendProperty("endpoint"), quickStart.endpoint(), "--endpoint");
        layer.put(PROFILE.appendProperty("system"), quickStart.system(), "--system");
        layer.put(PROFILE.appendProperty("lane"), quickStart.lane(), "--lane");
        layer.put(PROFILE.appendProperty("start"), quickStart.start(), "--start");
        Profiles.SHAPE.check(layer, JsonPointer.empty(), problems);
        if (quickStart.maxTokens() != null) {
            putMaxTokens(layer, endpoint(profiles, layer), newChat);
        }
        return layer;
    }

    /** Returns what goes over {@code limits.yaml} for the pool of the default profile, checked. */
    YamlDocument limits(String pool) {
        YamlDocument layer = YamlDocument.empty("--limits");
        JsonPointer at = JsonPointer.empty().appendProperty(pool);
        layer.put(at.appendProperty("requests-per-minute"), quickStart.requestsPerMinute(), "--rpm");
        layer.put(at.appendProperty("tokens-per-minute"), quickStart.tokensPerMinute(), "--tpm");
        layer.put(at.appendProperty("images-per-minute"), quickStart.imagesPerMinute(), "--ipm");
        layer.put(at.appendProperty("max-in-flight"), quickStart.maxInFlight(), "--max-in-flight");
        Limits.SHAPE.check(layer, JsonPointer.empty(), problems);
        return layer;
    }

    /** Tells whether a profile itself bounds the tokens of an answer. */
    static boolean namesTokens(ObjectNode profile) {
        return TOKEN_PARAMETERS.stream().anyMatch(profile.path("parameters")::has);
    }

    private void putMaxTokens(YamlDocument layer, Endpoint endpoint, boolean newChat) {
        String parameter = switch (endpoint) {
            case CHAT -> newChat ? "max_completion_tokens" : "max_tokens";
            case COMPLETIONS -> "max_tokens";
            case RESPONSES -> "max_output_tokens";
            case EMBEDDINGS, MODERATIONS, IMAGES -> "";
        };
        if (parameter.isEmpty()) {
            problems.add("--max-tokens", "this endpoint has no output tokens: endpoint=" + endpoint.label());
            return;
        }
        layer.put(
                PROFILE.appendProperty("parameters").appendProperty(parameter), quickStart.maxTokens(), "--max-tokens");
        Profiles.SHAPE.check(layer, JsonPointer.empty(), problems);
    }

    private static Endpoint endpoint(YamlDocument profiles, YamlDocument layer) {
        boolean named = layer.root().at(PROFILE).has("endpoint");
        return Profiles.endpoint((named ? layer : profiles).root().at(PROFILE));
    }
}
