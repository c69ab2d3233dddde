package dev.sluice.prompt;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The API endpoints that Sluice speaks, with the field that carries the prompt and how many one request may hold. */
public enum Endpoint {
    /** {@code POST /v1/completions}; the list length is undocumented, a guide said up to 20. */
    COMPLETIONS("completions", "/completions", "prompt", 2048),
    /** {@code POST /v1/embeddings}; 1 to 2,048 inputs, 300,000 tokens a request. */
    EMBEDDINGS("embeddings", "/embeddings", "input", 2048),
    /** {@code POST /v1/moderations}; results carry no index, position counts. */
    MODERATIONS("moderations", "/moderations", "input", 2048),
    /** {@code POST /v1/chat/completions}; one conversation a request. */
    CHAT("chat", "/chat/completions", "messages", 1),
    /** {@code POST /v1/responses}; one conversation a request. */
    RESPONSES("responses", "/responses", "input", 1),
    /** {@code POST /v1/images/generations}; one prompt a request, 1 to 10 images. */
    IMAGES("images", "/images/generations", "prompt", 1);

    private final String label;
    private final String path;
    private final String inputField;
    private final int maxPrompts;

    Endpoint(String label, String path, String inputField, int maxPrompts) {
        this.label = label;
        this.path = path;
        this.inputField = inputField;
        this.maxPrompts = maxPrompts;
    }

    /** Returns the name used in configuration and on the command line, such as {@code chat}. */
    public String label() {
        return label;
    }

    /** Returns the path below the base URL, such as {@code /chat/completions}. */
    public String path() {
        return path;
    }

    /** Returns the name of the body field that carries the prompt. */
    public String inputField() {
        return inputField;
    }

    /** Returns the most prompts that one request may carry, at least 1. */
    public int maxPrompts() {
        return maxPrompts;
    }

    /** Returns whether one request may carry several prompts. */
    public boolean takesList() {
        return maxPrompts > 1;
    }

    /** Returns the most choices of an answer that a request may ask for ({@code n}), 1 where it has no such field. */
    public int maxChoices() {
        return switch (this) {
            case COMPLETIONS, CHAT -> 128;
            case IMAGES -> 10;
            case EMBEDDINGS, MODERATIONS, RESPONSES -> 1;
        };
    }

    /** Returns whether the Batch API takes requests to it. */
    public boolean takesBatches() {
        return this != IMAGES;
    }

    /** Returns whether each of its replies has a {@code usage}; those of images have one with some models. */
    public boolean tellsUsage() {
        return this != MODERATIONS && this != IMAGES;
    }

    /** Returns whether it answers with text, the length of which a request may bound. */
    public boolean writesText() {
        return switch (this) {
            case COMPLETIONS, CHAT, RESPONSES -> true;
            case EMBEDDINGS, MODERATIONS, IMAGES -> false;
        };
    }

    /** Returns the endpoint with this label, ignoring case, or empty. */
    public static Optional<Endpoint> ofLabel(String label) {
        String wanted = label.toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(e -> e.label.equals(wanted)).findFirst();
    }

    /** Returns the endpoint of a Batch line's {@code url}, with or without {@code /v1}, or empty. */
    public static Optional<Endpoint> ofUrl(String url) {
        String path = url.startsWith("/v1/") ? url.substring(3) : url;
        return Arrays.stream(values()).filter(e -> e.path.equals(path)).findFirst();
    }
}
