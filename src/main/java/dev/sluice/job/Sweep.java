package dev.sluice.job;

/**
 * Files of one prompt of one folder whose answers go into one file, once all are there.
 *
 * @param folder the folder below the inbox, with forward slashes; empty for the inbox itself
 * @param file the path of the file below the outbox
 */
public record Sweep(String folder, String file) {}
