package dev.sluice.simulator;

import dev.sluice.simulator.SimulatedBatch.Status;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Takes one batch from each status to the next: validates it, runs a twentieth of its lines at a time, so that its counts
 * grow over its latency, and ends it. Thread-safe.
 */
final class BatchProgress {
    private static final int STEPS = 20;
    private static final long NANOS_TO_CANCEL = 50_000_000;
    private final SimulatedBatch batch;
    private final BatchOrder order;
    private final BatchEndpoint endpoint;
    private final Surroundings around;
    /** What the batch has taken of the queue, null where it has none of it. */
    private BatchCheck.@Nullable Result room;

    private @Nullable BatchRun run;
    private long lines;
    private long stepNanos;

    /** What all batches share. */
    record Surroundings(FileStore files, EnqueuedTokens queue, SimulatorStats stats, Workers workers, Clock clock) {
        long now() {
            return clock.instant().getEpochSecond();
        }
    }

    BatchProgress(SimulatedBatch batch, BatchEndpoint endpoint, Surroundings around) {
        this.batch = batch;
        this.order = batch.order();
        this.endpoint = endpoint;
        this.around = around;
    }

    /** Starts in another thread; {@code taken} is what was found where the batch has its place in the queue already. */
    void start(BatchCheck.@Nullable Result taken) {
        around.workers().execute(() -> guarded(() -> validate(taken)));
    }

    /**
     * Cancels the batch, which ends a little later.
     *
     * @throws ApiError with 409 when it has ended
     */
    void cancel() {
        boolean cancels = batch.move(Status.VALIDATING, Status.CANCELLING, around.now())
                || batch.move(Status.IN_PROGRESS, Status.CANCELLING, around.now());
        if (cancels) {
            around.workers().after(NANOS_TO_CANCEL, () -> guarded(() -> end(Status.CANCELLING, Status.CANCELLED)));
        } else if (batch.status() != Status.CANCELLING) {
            throw new ApiError(
                    409,
                    "invalid_request_error",
                    null,
                    null,
                    "Cannot cancel a batch with status '" + batch.status().text() + "'.",
                    null);
        }
    }

    private void validate(BatchCheck.@Nullable Result taken) throws IOException {
        room = taken;
        if (batch.status() != Status.VALIDATING) {
            leave();
            return;
        }
        BatchCheck.Result found = taken == null ? BatchCheck.of(order, endpoint) : taken;
        batch.checked(found);
        if (!found.errors().isEmpty()) {
            fail(found.errors());
            return;
        }
        if (room == null && !around.queue().tryTake(order.options(), found)) {
            fail(List.of(EnqueuedTokens.error(order.options(), found)));
            return;
        }
        room = found;
        run = new BatchRun(batch, endpoint, around.files(), around.stats(), around.clock());
        if (batch.move(Status.VALIDATING, Status.IN_PROGRESS, around.now())) {
            Double share = order.expiryShare();
            lines = share == null ? found.lines() : Math.round(share * found.lines());
            stepNanos = order.options().batch().latency().sampleNanos(new SplittableRandom(seed())) / STEPS;
            stepAfter(1);
        }
    }

    private long seed() {
        return order.options().seed() * 0x9E3779B97F4A7C15L + order.number();
    }

    private void stepAfter(int step) {
        around.workers().after(stepNanos, () -> guarded(() -> step(step)));
    }

    private void step(int step) throws IOException {
        if (run == null) {
            return;
        }
        run.runUntil(step == STEPS ? lines : lines * step / STEPS);
        if (step < STEPS) {
            stepAfter(step + 1);
        } else if (batch.move(Status.IN_PROGRESS, Status.FINALIZING, around.now())) {
            end(Status.FINALIZING, order.expiryShare() == null ? Status.COMPLETED : Status.EXPIRED);
        }
    }

    private void end(Status from, Status last) throws IOException {
        if (run != null) {
            if (last == Status.EXPIRED) {
                run.expireRest();
            }
            run.keepFiles();
        }
        leave();
        batch.move(from, last, around.now());
        around.workers().after(order.options().batch().lateOutput().toNanos(), batch::showOutput);
    }

    private void fail(List<BatchError> errors) throws IOException {
        leave();
        batch.fail(errors, around.now());
    }

    /** Gives back what the batch holds. */
    private void leave() throws IOException {
        if (room != null) {
            around.queue().giveBack(order.options(), room);
            room = null;
        }
        if (run != null) {
            run.close();
            run = null;
        }
    }

    /** A part of the work. */
    private interface Part {
        void run() throws IOException;
    }

    /** Ends a batch whose work went wrong, which is a fault of the simulated provider. */
    private void breakOff(Exception why) {
        try {
            leave();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        batch.fail(List.of(BatchError.ofBatch("server_error", "The simulated provider broke: " + why)), around.now());
    }

    private synchronized void guarded(Part part) {
        try {
            part.run();
        } catch (IOException | RuntimeException e) {
            breakOff(e);
        }
    }
}
