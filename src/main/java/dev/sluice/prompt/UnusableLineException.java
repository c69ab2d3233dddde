package dev.sluice.prompt;

/** A line that is no prompt; the message is the sentence for {@link InputLine#problem()}. */
final class UnusableLineException extends RuntimeException {
    UnusableLineException(String problem) {
        super(problem, null, false, false);
    }

    /** Returns the sentence. */
    String problem() {
        return String.valueOf(getMessage());
    }
}
