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
 * @param job the number of its job
 * @param token what it is known by at the provider before it has an id there: part of its file's name and its metadata
 * @param state how far it is
 * @param pool the limit pool of its prompts
 * @param endpoint where its requests go
 * @param model the model of its requests
 * @param prompts the positions of its prompts in the file of the job
 * @param tokens what its prompts count in the queue of the provider
 * @param bytes the length of its file
 * @param writtenAt when its file was written
 * @param remote what the provider has of it
 * @param notBefore when its next step may be taken
 * @param refusals how often the provider's queue had no room for it
 * @param waitsFor why it doesn't go on, in one phrase, or null
 * @param inputTokens prompt tokens that the provider counted
 * @param outputTokens answer tokens that the provider counted
 * @param answered how many of its prompts it has answered
 * @param leftOver the positions of the prompts that it brought nothing for, or null until that is known
 */
public record Batch(
        long id,
        long job,
        String token,
        State state,
        String pool,
        Endpoint endpoint,
        String model,
        BitSet prompts,
        long tokens,
        long bytes,
        Instant writtenAt,
        Remote remote,
        Instant notBefore,
        int refusals,
        @Nullable String waitsFor,
        long inputTokens,
        long outputTokens,
        long answered,
        @Nullable BitSet leftOver) {

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
    }

    /** Returns the name of its file, here and at the provider. */
    public String fileName() {
        return "sluice-" + token + ".jsonl";
    }

    /** Returns whether the provider has it in its queue. */
    public boolean isEnqueued() {
        return state == State.CREATING || state == State.RUNNING || state == State.CANCELLING;
    }

    /** Returns whether its prompts have no results yet, as far as it brings any. */
    public boolean isOpen() {
        return state != State.COLLECTED && state != State.DONE;
    }

    /** Returns the same in another state, of which nothing is known to be in the way. */
    public Batch in(State next) {
        return new Batch(
                id,
                job,
                token,
                next,
                pool,
                endpoint,
                model,
                prompts,
                tokens,
                bytes,
                writtenAt,
                remote,
                Instant.EPOCH,
                next == State.ENDED ? 0 : refusals,
                null,
                inputTokens,
                outputTokens,
                answered,
                leftOver);
    }

    /** Returns the same with what the provider has of it. */
    public Batch with(Remote now) {
        return new Batch(
                id,
                job,
                token,
                state,
                pool,
                endpoint,
                model,
                prompts,
                tokens,
                bytes,
                writtenAt,
                now,
                notBefore,
                refusals,
                waitsFor,
                inputTokens,
                outputTokens,
                answered,
                leftOver);
    }

    /** Returns the same with a step that has to wait. */
    public Batch waiting(Instant until, int refusalsSoFar, @Nullable String reason) {
        return new Batch(
                id,
                job,
                token,
                state,
                pool,
                endpoint,
                model,
                prompts,
                tokens,
                bytes,
                writtenAt,
                remote,
                until,
                refusalsSoFar,
                reason,
                inputTokens,
                outputTokens,
                answered,
                leftOver);
    }

    /** Returns the same with what it has brought in the end. */
    public Batch collected(long input, long output, long answers, BitSet rest) {
        return new Batch(
                id,
                job,
                token,
                State.COLLECTED,
                pool,
                endpoint,
                model,
                prompts,
                tokens,
                bytes,
                writtenAt,
                remote,
                Instant.EPOCH,
                refusals,
                null,
                input,
                output,
                answers,
                rest);
    }
}
