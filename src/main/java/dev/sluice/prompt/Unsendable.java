package dev.sluice.prompt;

/**
 * Why a line of a file can't be sent. Immutable.
 *
 * @param code an error code: {@code unreadable_line}, or {@code context_length_exceeded} as the API calls it
 * @param reason the same in one sentence without the place
 */
public record Unsendable(String code, String reason) {}
