package dev.sluice.simulator;

import org.jspecify.annotations.Nullable;

/**
 * Something that was started, with the answer that it will have.
 *
 * @param progress how far it is
 * @param answer the answer, which shows at the end
 * @param outcome how it ends on purpose, or null
 */
record StartedRun(
        RunProgress progress, Answer answer, @Nullable RunOutcome outcome) {
    /** Returns the code of the error of a failed one. */
    String errorCode() {
        return outcome == null || outcome.code() == null ? "server_error" : outcome.code();
    }

    /** Returns the words of the error of a failed one. */
    static String errorWords(String code) {
        return code.equals("server_error")
                ? "Sorry, something went wrong."
                : FaultErrors.of(Fault.status(400, code)).words();
    }

    /** Returns why an incomplete one is so; {@code usual} where nothing is named. */
    String incompleteReason(String usual) {
        return outcome == null || outcome.code() == null ? usual : outcome.code();
    }

    /** Puts the header that names the next poll, where the options want one and there is something to wait for. */
    void putPollAfter(Call call) {
        RunPollAfter pollAfter = call.options().runs().pollAfter();
        if (pollAfter != null && progress.status().isWaiting()) {
            call.replyHeaders().set("openai-poll-after-ms", pollAfter.text(progress.left()));
        }
    }
}
