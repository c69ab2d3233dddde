package dev.sluice.job;

import dev.sluice.prompt.InputLine;
import org.jspecify.annotations.Nullable;

/**
 * An input line with what became of it.
 *
 * @param line the line
 * @param result its result
 * @param members what was answered, or null where it failed
 * @param skipped whether there was no result for it
 */
record Outcome(InputLine line, Result result, @Nullable AnswerMembers members, boolean skipped) {}
