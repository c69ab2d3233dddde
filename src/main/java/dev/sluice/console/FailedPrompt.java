package dev.sluice.console;

/**
 * A prompt that failed for good, as its answer line tells.
 *
 * @param id its id, or its place where it has none
 * @param code what went wrong, in a word
 * @param message what went wrong, in a sentence; may be empty
 */
record FailedPrompt(String id, String code, String message) {
    /** Returns what went wrong, in a word and a sentence. */
    String reason() {
        return message.isEmpty() ? code : code + ": " + message;
    }
}
