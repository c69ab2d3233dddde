package dev.sluice.usage;

/** Sums of what was used, as they are added up in memory. Not thread-safe. */
final class Amounts {
    private static final int MEASURES = 10;
    private final long[] sums = new long[MEASURES];

    void addRequest(RequestUse use) {
        sums[0] += use.outcome() == RequestUse.Outcome.RUN_ANSWERED ? 0 : 1;
        sums[7] += use.outcome() == RequestUse.Outcome.RATE_LIMITED ? 1 : 0;
        sums[8] += use.waited().toMillis();
        sums[9] += isAnswered(use) ? 1 : 0;
    }

    /** Adds a prompt; a negative cost stands for an unknown one. */
    void addPrompt(UsedTokens tokens, long cost) {
        sums[1]++;
        sums[2] += tokens.input();
        sums[3] += tokens.cached();
        sums[4] += tokens.output();
        sums[5] += Math.max(0, cost);
        sums[6] += cost < 0 ? 1 : 0;
    }

    /** Returns whether a model has worked on it, which isn't so of polls. */
    private static boolean isAnswered(RequestUse use) {
        return switch (use.outcome()) {
            case ANSWERED -> use.carried() > 0;
            case RUN_ANSWERED -> true;
            case RATE_LIMITED, FAILED -> false;
        };
    }

    /** Returns a sum by its place among the columns. */
    long get(int place) {
        return sums[place];
    }
}
