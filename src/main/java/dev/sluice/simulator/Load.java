package dev.sluice.simulator;

/**
 * What was admitted in a span of time.
 *
 * @param requests how many requests
 * @param tokens how many tokens they were taken for
 */
public record Load(long requests, long tokens) {}
