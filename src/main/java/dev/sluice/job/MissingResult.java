package dev.sluice.job;

/**
 * What is said of a prompt that has no result.
 *
 * @param code an error code such as {@code skipped}
 * @param message why, in one sentence
 */
public record MissingResult(String code, String message) {}
