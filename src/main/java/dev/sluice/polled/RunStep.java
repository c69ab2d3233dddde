package dev.sluice.polled;

import dev.sluice.prompt.Prompt;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done next for a run: one request, or none. Immutable.
 *
 * @param run the number of the run
 * @param action what is to be done
 * @param prompt the prompt, where it is not started yet, else null
 */
public record RunStep(long run, Action action, @Nullable Prompt prompt) {
    /** A thing to do. */
    public enum Action {
        /** Send a long prompt as a file. */
        UPLOAD_PROMPT,
        /** Make the thread that holds the prompt. */
        CREATE_THREAD,
        /** Make the assistant of a profile. */
        MAKE_ASSISTANT,
        /** Start an assistant's run on the thread. */
        START_RUN,
        /** Start a response in the background. */
        START_RESPONSE,
        /** See whether a run was started whose reply was lost. */
        FIND_RUN,
        /** Ask whether it is done. */
        POLL_RUN,
        /** Fetch the messages of a run. */
        FETCH_ANSWER,
        /** Ask the provider to end it. */
        CANCEL_RUN,
        /** Delete its thread. */
        DELETE_THREAD,
        /** Delete its file. */
        DELETE_PROMPT,
        /** Read its prompt again, to be started again. */
        READ_AGAIN
    }

    /** Returns the name of the route that does it, without its first part. */
    public String route() {
        return switch (action) {
            case UPLOAD_PROMPT -> "upload-prompt";
            case CREATE_THREAD -> "create-thread";
            case MAKE_ASSISTANT -> "make-assistant";
            case START_RUN -> "start-run";
            case START_RESPONSE -> "start-response";
            case FIND_RUN -> "find-run";
            case POLL_RUN -> "poll-run";
            case FETCH_ANSWER -> "fetch-answer";
            case CANCEL_RUN -> "cancel-run";
            case DELETE_THREAD -> "delete-thread";
            case DELETE_PROMPT -> "delete-prompt";
            case READ_AGAIN -> "read-prompt-again";
        };
    }

    /** Returns whether it begins something for a prompt. */
    public boolean isStart() {
        return prompt != null;
    }
}
