package dev.sluice.usage;

import java.time.LocalDate;

/**
 * What was used of a model on a UTC day. Immutable.
 *
 * @param requests requests that the model has worked on: no refused or failed ones, no polls
 * @param tokens their tokens
 * @param costMicroUsd what they cost as far as prices are known, in millionths of a dollar
 * @param unpriced prompts whose price is unknown
 */
public record DayUse(LocalDate day, String model, long requests, UsedTokens tokens, long costMicroUsd, long unpriced) {}
