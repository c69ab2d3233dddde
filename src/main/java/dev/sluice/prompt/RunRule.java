package dev.sluice.prompt;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How prompts of the lane {@link LaneRule.Lane#POLLED} are started and asked after. Immutable.
 *
 * @param start what a prompt starts
 * @param maxRunTime how long a run may take; one that takes longer is cancelled, which counts as an attempt
 * @param cancelAtStop whether runs are cancelled when Sluice stops, instead of being asked after at the next start
 * @param assistant the id of the assistant, or null for one that is made of the profile; only {@link Start#ASSISTANT} heeds it
 * @param inlineBytes the longest prompt, in bytes of UTF-8, that goes into the thread itself; a longer one is attached as a file
 * @param deletes whether thread and file are deleted at the provider once the answer is stored
 */
public record RunRule(
        Start start,
        Duration maxRunTime,
        boolean cancelAtStop,
        @Nullable String assistant,
        int inlineBytes,
        boolean deletes) {
    /** What holds where a profile says nothing. */
    public static final RunRule STANDARD = new RunRule(Start.RESPONSE, Duration.ofHours(1), false, null, 200_000, true);

    /** What a prompt starts at the provider. */
    public enum Start {
        /** A response in the background. */
        RESPONSE,
        /** A run of an assistant on a thread of its own. */
        ASSISTANT
    }

    /** Checks the ranges. */
    public RunRule {
        if (maxRunTime.isNegative() || maxRunTime.isZero() || inlineBytes < 0) {
            throw new IllegalArgumentException(
                    "run out of range: maxRunTime=" + maxRunTime + " inlineBytes=" + inlineBytes);
        }
    }
}
