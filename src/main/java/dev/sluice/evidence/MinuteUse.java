package dev.sluice.evidence;

/**
 * What was used in one minute. Immutable.
 *
 * @param minute the minute since 1970 UTC
 * @param requests requests
 * @param tokens tokens of prompts and answers
 */
record MinuteUse(long minute, long requests, long tokens) {}
