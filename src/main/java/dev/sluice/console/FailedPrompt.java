package dev.sluice.console;

/**
 * A prompt that failed for good, as its answer line tells.
 *
 * @param id its id, or its place where it has none
 * @param code what went wrong, in a word
 */
record FailedPrompt(String id, String code) {}
