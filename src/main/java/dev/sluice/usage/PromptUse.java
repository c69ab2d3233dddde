package dev.sluice.usage;

/**
 * What one prompt used of a request. Immutable.
 *
 * @param job the number of its job
 * @param index its position in the file of the job, from 0
 * @param asker on whose account it goes
 * @param tokens its share of the request's tokens
 */
public record PromptUse(long job, long index, Asker asker, UsedTokens tokens) {}
