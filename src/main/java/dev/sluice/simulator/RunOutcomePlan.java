package dev.sluice.simulator;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Decides which run ends how, and counts them; setting outcomes, equal ones too, begins to count anew. Thread-safe. */
final class RunOutcomePlan {
    private List<RunOutcome> outcomes = List.of();
    private long[] seen = {};

    /** Returns the first outcome that applies to a run, or null. */
    synchronized @Nullable RunOutcome choose(
            RunOptions options, String prompt, boolean response, RandomGenerator draws) {
        if (outcomes != options.outcomes()) {
            outcomes = options.outcomes();
            seen = new long[outcomes.size()];
        }
        for (int i = 0; i < seen.length; i++) {
            RunOutcome outcome = outcomes.get(i);
            boolean drawn = outcome.probability() >= 1 || draws.nextDouble() < outcome.probability();
            if (drawn && isMeantFor(outcome, prompt, response) && isDue(outcome, ++seen[i])) {
                return outcome;
            }
        }
        return null;
    }

    private static boolean isMeantFor(RunOutcome outcome, String prompt, boolean response) {
        String text = outcome.text();
        return (text == null || prompt.contains(text))
                && (!response || outcome.kind().isForResponses());
    }

    /** Returns whether an outcome happens to the n-th run that it is meant for, from 1. */
    private static boolean isDue(RunOutcome outcome, long n) {
        Long times = outcome.times();
        return n > outcome.skip() && (times == null || n - outcome.skip() <= times);
    }
}
