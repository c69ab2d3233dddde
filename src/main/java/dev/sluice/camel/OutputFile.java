package dev.sluice.camel;

import java.io.InputStream;

/**
 * A file to be written to the outbox.
 *
 * @param name its path below the outbox
 * @param content its content, read once
 */
public record OutputFile(String name, InputStream content) {}
