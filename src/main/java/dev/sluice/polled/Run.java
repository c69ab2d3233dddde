package dev.sluice.polled;

import dev.sluice.prompt.RunRule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one prompt has started at the provider. Immutable.
 *
 * @param id its number here
 * @param content what it is about
 * @param state how far it is
 * @param remote what the provider has of it
 * @param attempts how many runs of its prompt came to nothing before this one
 * @param polls how often it was asked after
 * @param startedAt when it was started, or null
 * @param nextPollAt when it is to be asked after next, about, or null
 */
public record Run(
        long id,
        Content content,
        State state,
        Remote remote,
        int attempts,
        int polls,
        @Nullable Instant startedAt,
        @Nullable Instant nextPollAt) {

    /**
     * What a run is about.
     *
     * @param job the number of its job
     * @param index the position of its prompt in the file of the job, from 0
     * @param provider whom it is at: URL, organisation and project
     * @param pool the limit pool of its model
     * @param profile the name of the profile that shaped its prompt
     * @param model the model that answers
     * @param start what it is at the provider
     * @param user on whose account it goes
     */
    public record Content(
            long job,
            long index,
            String provider,
            String pool,
            String profile,
            String model,
            RunRule.Start start,
            String user) {}

    /** How far a run is; what could be started twice is noted before and after. */
    public enum State {
        /** File and thread of its prompt are being made; nothing runs yet. */
        PREPARING,
        /** The provider is asked to start it, or was when the process ended. */
        STARTING,
        /** The provider runs it. */
        RUNNING,
        /** It has an answer, which is to be fetched. */
        ANSWERED,
        /** Its prompt has its result; what the provider has of it may be deleted. */
        OVER,
        /** It came to nothing, and its prompt is to be started again. */
        AGAIN
    }

    /**
     * What the provider has of a run, each as an id.
     *
     * @param file the file that holds a long prompt, or null
     * @param thread the thread of an assistant's run, or null
     * @param run the response, or the run of an assistant, or null
     */
    public record Remote(
            @Nullable String file,
            @Nullable String thread,
            @Nullable String run) {
        /** Nothing. */
        public static final Remote NOTHING = new Remote(null, null, null);

        /** Returns the same with a file. */
        public Remote withFile(String id) {
            return new Remote(id, thread, run);
        }

        /** Returns the same with a thread. */
        public Remote withThread(@Nullable String id) {
            return new Remote(file, id, run);
        }

        /** Returns the same with a response or run. */
        public Remote withRun(@Nullable String id) {
            return new Remote(file, thread, id);
        }

        /** Returns whether something is to be deleted that has no use any more. */
        public boolean leavesSomething() {
            return file != null || thread != null;
        }
    }

    /** Returns a run that is not begun, and has no number yet. */
    static Run of(Content content, int attempts) {
        return new Run(0, content, State.PREPARING, Remote.NOTHING, attempts, 0, null, null);
    }

    /** Returns the number of its job. */
    public long job() {
        return content.job();
    }

    /** Returns whether it is the run of an assistant. */
    public boolean isOfAssistant() {
        return content.start() == RunRule.Start.ASSISTANT;
    }

    /** Returns whether its prompt is under way with it. */
    public boolean isOpen() {
        return state != State.OVER && state != State.AGAIN;
    }

    /** Returns the same with its number. */
    Run numbered(long number) {
        return new Run(number, content, state, remote, attempts, polls, startedAt, nextPollAt);
    }

    /** Returns the same in another state. */
    public Run in(State next) {
        return new Run(id, content, next, remote, attempts, polls, startedAt, nextPollAt);
    }

    /** Returns the same with what the provider has of it. */
    public Run with(Remote now) {
        return new Run(id, content, state, now, attempts, polls, startedAt, nextPollAt);
    }

    /** Returns the same as started at this time. */
    public Run started(Instant at) {
        return new Run(id, content, State.RUNNING, remote, attempts, polls, at, nextPollAt);
    }

    /** Returns the same with so many polls made, the next of which is due at this time. */
    public Run polled(int made, @Nullable Instant next) {
        return new Run(id, content, state, remote, attempts, made, startedAt, next);
    }

    /** Returns the same with another number of attempts made before. */
    public Run withAttempts(int made) {
        return new Run(id, content, state, remote, made, polls, startedAt, nextPollAt);
    }
}
