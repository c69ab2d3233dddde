package dev.sluice.console;

import dev.sluice.job.HomeFolder;
import dev.sluice.job.ReviewFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a home folder that people are to see to, told when a run ends.
 *
 * @param waiting how many wait for a decision
 * @param leftAlone how many were decided about, but nobody knows whose they are
 */
record Undecided(int waiting, int leftAlone) {
    /** Counts them; what was decided about is left alone only if it lies there still when all else is done. */
    static Undecided in(Path home, boolean isIdle) {
        ReviewFolder review = new HomeFolder(home).review();
        try {
            return new Undecided(
                    review.waiting().size(), isIdle ? review.decided().size() : 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isNone() {
        return waiting + leftAlone == 0;
    }

    /** Returns a sentence about each kind of which there are any. */
    List<String> sentences() {
        String left = leftAlone == 1 ? " was left alone, see the warning" : " were left alone, see the warnings";
        return Stream.of(
                        waiting == 0 ? "" : sentence(waiting),
                        leftAlone == 0 ? "" : Figures.count(leftAlone, "file") + " in review/" + left + " above")
                .filter(sentence -> !sentence.isEmpty())
                .toList();
    }

    /** Returns the sentence about files that wait. */
    static String sentence(int waiting) {
        return Figures.count(waiting, "file") + (waiting == 1 ? " waits" : " wait")
                + " for a decision, see: review list";
    }
}
