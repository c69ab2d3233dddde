package dev.sluice.simulator;

/** What becomes of a batch whose tokens don't fit the limit of enqueued tokens. */
public enum QueueFull {
    /** It is created, and its status becomes {@code failed}. */
    FAILED,
    /** It is refused with 429. */
    REFUSED_429,
    /** It is refused with 400. */
    REFUSED_400;

    /**
     * Returns what {@code failed}, {@code 429} or {@code 400} means.
     *
     * @throws IllegalArgumentException for any other text
     */
    static QueueFull parse(String text) {
        return switch (text) {
            case "failed" -> FAILED;
            case "429" -> REFUSED_429;
            case "400" -> REFUSED_400;
            default -> throw new IllegalArgumentException("expected failed, 429 or 400: value=" + text);
        };
    }

    /** Returns the status of the refusal. */
    int status() {
        return this == REFUSED_400 ? 400 : 429;
    }
}
