package dev.sluice.camel;

import dev.sluice.prompt.InputLine;
import org.jspecify.annotations.Nullable;

/**
 * A line of a job that has no result yet.
 *
 * @param line the line
 * @param firstLike the index of an identical prompt before it whose result it takes, or null where it is to be sent
 */
record JobLine(InputLine line, @Nullable Long firstLike) {}
