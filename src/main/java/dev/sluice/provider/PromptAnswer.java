package dev.sluice.provider;

import dev.sluice.prompt.Prompt;

/**
 * A prompt with its answer. Immutable.
 *
 * @param prompt the prompt
 * @param bodyJson the API's response body on one line, as if this prompt had been sent alone: choices or data from
 *     index 0, its share of the usage
 * @param usage its share of the request's usage
 */
public record PromptAnswer(Prompt prompt, String bodyJson, Usage usage) {}
