package dev.sluice.provider;

import dev.sluice.prompt.Prompt;

/**
 * A prompt that was in a request whose reply has no usable answer for it. Immutable.
 *
 * @param prompt the prompt
 * @param code why: {@code missing_answer}, {@code repeated_index}, {@code foreign_index}, {@code count_mismatch},
 *     {@code empty_answer}, {@code malformed_reply}, {@code unfinished}, {@code cancelled}, {@code unpacked} for a
 *     packed prompt that is to be asked in smaller company, or the provider's own code
 * @param reason the same in one sentence
 * @param usage its share of the request's usage, which was probably billed
 */
public record Unanswered(Prompt prompt, String code, String reason, Usage usage) {}
