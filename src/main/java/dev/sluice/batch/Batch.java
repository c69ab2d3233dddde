package dev.sluice.batch;

import dev.sluice.prompt.Endpoint;
import java.time.Instant;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * One batch of the Batch API: prompts of one job, one endpoint and one model. Immutable by agreement: the positions are not
 * copied.
 *
 * @param id its number here
 * @param content what it is made of
 * @param state how far it is
 * @param remote what the provider has of it
 * @param delay what keeps it from its next step
 * @param brought what it has brought in the end
 */
public record Batch(long id, Content content, State state, Remote remote, Delay delay, Brought brought) {

    /**
     * What a batch is made of.
     *
     * @param job the number of its job
     * @param token what it is known by at the provider before it has an id there: part of its file's name and its metadata
     * @param provider whom it is for: URL, organisation and project
     * @param pool the limit pool of its prompts
     * @param endpoint where its requests go
     * @param model the model of its requests
     * @param prompts the positions of its prompts in the file of the job
     * @param tokens what its prompts count in the queue of the provider
     * @param bytes the length of its file
     * @param writtenAt when its file was written
     */
    public record Content(
            long job,
            String token,
            String provider,
            String pool,
            Endpoint endpoint,
            String model,
            BitSet prompts,
            long tokens,
            long bytes,
            Instant writtenAt) {}

    /** How far a batch is; each step is noted before it is taken and after it. */
    public enum State {
        /** Its file is on disk. */
        WRITTEN,
        /** Its file is on its way to the provider, or was when the process ended. */
        UPLOADING,
        /** The provider has its file. */
        UPLOADED,
        /** The provider is asked to run it, or was when the process ended. */
        CREATING,
        /** The provider runs it. */
        RUNNING,
        /** The provider is asked to end it. */
        CANCELLING,
        /** The provider has ended it, one way or another. */
        ENDED,
        /** All that it brought is stored. */
        COLLECTED,
        /** Nothing is left to be done. */
        DONE
    }

    /**
     * What the provider has of a batch.
     *
     * @param file the id of its input file, or null
     * @param batch its id, or null
     * @param status its status in the provider's words, or null
     * @param outputFile the id of the file with its answers, or null
     * @param errorFile the id of the file with its failures, or null
     * @param completed how many requests are answered
     * @param failed how many requests have failed
     * @param startedAt when it was created there, or null
     * @param expiresAt when it ends at the latest, or null
     */
    public record Remote(
            @Nullable String file,
            @Nullable String batch,
            @Nullable String status,
            @Nullable String outputFile,
            @Nullable String errorFile,
            long completed,
            long failed,
            @Nullable Instant startedAt,
            @Nullable Instant expiresAt) {
        /** Nothing. */
        public static final Remote NOTHING = new Remote(null, null, null, null, null, 0, 0, null, null);

        /** Returns the same with another input file. */
        public Remote withFile(@Nullable String id) {
            return new Remote(id, batch, status, outputFile, errorFile, completed, failed, startedAt, expiresAt);
        }

        /** Returns the same without any file of results. */
        public Remote withoutResults() {
            return new Remote(file, batch, "vanished", null, null, completed, failed, startedAt, expiresAt);
        }
    }

    /**
     * What keeps a batch from its next step.
     *
     * @param until when that may be taken
     * @param refusals how often the provider's queue had no room for it
     * @param reason why it doesn't go on, in one phrase, or null
     */
    public record Delay(
            Instant until, int refusals, @Nullable String reason) {
        /** Nothing. */
        public static final Delay NONE = new Delay(Instant.EPOCH, 0, null);
    }

    /**
     * What a batch has brought in the end.
     *
     * @param inputTokens prompt tokens that the provider counted
     * @param outputTokens answer tokens that the provider counted
     * @param answered how many of its prompts it has answered
     * @param leftOver the positions of the prompts that it brought nothing for, or null until that is known
     */
    public record Brought(
            long inputTokens,
            long outputTokens,
            long answered,
            @Nullable BitSet leftOver) {
        /** Nothing yet. */
        public static final Brought NOTHING = new Brought(0, 0, 0, null);
    }

    /** Returns a batch in its first state, which has no number yet. */
    static Batch of(Content content, State state) {
        return new Batch(0, content, state, Remote.NOTHING, Delay.NONE, Brought.NOTHING);
    }

    /** Returns the number of its job. */
    public long job() {
        return content.job();
    }

    /** Returns the limit pool of its prompts. */
    public String pool() {
        return content.pool();
    }

    /** Returns the positions of its prompts in the file of the job. */
    public BitSet prompts() {
        return content.prompts();
    }

    /** Returns the name of its file, here and at the provider. */
    public String fileName() {
        return "sluice-" + content.token() + ".jsonl";
    }

    /** Returns whether the provider has it in its queue. */
    public boolean isEnqueued() {
        return state == State.CREATING || state == State.RUNNING || state == State.CANCELLING;
    }

    /** Returns what it is known by at the provider: another word each time that it is asked for. */
    public String mark() {
        return content.token() + (delay.refusals() == 0 ? "" : "." + delay.refusals());
    }

    /** Returns whether its prompts have no results yet, as far as it brings any. */
    public boolean isOpen() {
        return state != State.COLLECTED && state != State.DONE;
    }

    /** Returns the same with its number. */
    Batch numbered(long number) {
        return new Batch(number, content, state, remote, delay, brought);
    }

    /** Returns the same in another state, of which nothing is known to be in the way. */
    public Batch in(State next) {
        int refusals = next == State.ENDED ? 0 : delay.refusals();
        return new Batch(id, content, next, remote, new Delay(Instant.EPOCH, refusals, null), brought);
    }

    /** Returns the same with what the provider has of it. */
    public Batch with(Remote now) {
        return new Batch(id, content, state, now, delay, brought);
    }

    /** Returns the same with a step that has to wait. */
    public Batch waiting(Delay longer) {
        return new Batch(id, content, state, remote, longer, brought);
    }

    /** Returns the same with what it has brought in the end. */
    public Batch collected(Brought all) {
        return new Batch(id, content, State.COLLECTED, remote, Delay.NONE, all);
    }

    /** Returns the same without what it has left over. */
    Batch forgettingLeftOver() {
        Brought kept = new Brought(brought.inputTokens(), brought.outputTokens(), brought.answered(), null);
        return new Batch(id, content, state, remote, delay, kept);
    }

    /** Returns the same with all its prompts left over. */
    public Batch leavingAllOver() {
        return collected(new Brought(0, 0, 0, prompts()));
    }
}
