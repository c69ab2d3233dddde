package dev.sluice.job;

/** The outcome of one prompt, of which there is exactly one. Immutable. */
public sealed interface Result {
    /** Returns the id of its job. */
    long job();

    /** Returns the prompt's position in its file, from 0. */
    long index();

    /** Returns how many requests carried the prompt, those refused by a rate limit left out. */
    int attempts();

    /**
     * A prompt that was answered.
     *
     * @param requestId the provider's {@code x-request-id}, or empty
     * @param body the API's response body as JSON, as if this prompt had been sent alone: choices or data from index
     *     0, its share of the usage
     */
    record Answered(long job, long index, int attempts, String requestId, String body) implements Result {}

    /**
     * A prompt that failed for good.
     *
     * @param status the HTTP status, or 0 where no reply came
     * @param code the provider's error code, or one of Sluice's own such as {@code unreadable_line}
     * @param message what went wrong, in one sentence
     */
    record Failed(long job, long index, int attempts, int status, String code, String message) implements Result {}
}
