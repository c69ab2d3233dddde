package dev.sluice.console;

import dev.sluice.batch.Batch;
import dev.sluice.batch.Batch.Remote;
import dev.sluice.batch.Batch.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The table of batches that aren't done. */
final class BatchRows {
    private static final String[] HEADER = {
        "batch", "job", "id", "state", "answered", "failed", "of", "age", "expected end", "waits for"
    };

    private BatchRows() {}

    /** Returns the lines of the table, none where there is no such batch. */
    static List<String> of(List<Batch> batches, Instant now) {
        List<String[]> rows = new ArrayList<>();
        rows.add(HEADER);
        batches.stream().filter(batch -> batch.state() != State.DONE).forEach(batch -> rows.add(row(batch, now)));
        return rows.size() == 1 ? List.of() : Columns.of(rows);
    }

    private static String[] row(Batch batch, Instant now) {
        Remote remote = batch.remote();
        Instant since = remote.startedAt() == null ? batch.content().writtenAt() : remote.startedAt();
        Duration age = Duration.between(since, now);
        String reason = batch.delay().reason();
        return new String[] {
            Long.toString(batch.id()),
            Long.toString(batch.job()),
            remote.batch() == null ? "-" : remote.batch(),
            state(batch),
            Figures.count(remote.completed()),
            Figures.count(remote.failed()),
            Figures.count(batch.prompts().cardinality()),
            Figures.duration(age),
            expectedEnd(batch, age, now),
            reason == null ? "" : reason
        };
    }

    private static String state(Batch batch) {
        String status = batch.remote().status();
        return switch (batch.state()) {
            case WRITTEN, UPLOADED -> "waiting";
            case UPLOADING -> "being uploaded";
            case CREATING -> "being created";
            case RUNNING, CANCELLING -> status == null ? "running" : status;
            case ENDED -> (status == null ? "ended" : status) + ", being collected";
            case COLLECTED, DONE -> "collected";
        };
    }

    /** A batch that goes on as until now ends in time; otherwise at its latest. */
    private static String expectedEnd(Batch batch, Duration age, Instant now) {
        Remote remote = batch.remote();
        long done = remote.completed() + remote.failed();
        long left = batch.prompts().cardinality() - done;
        if (batch.isEnqueued() && done > 0 && left > 0) {
            return "in about " + Figures.duration(age.multipliedBy(left).dividedBy(done));
        }
        Instant end = remote.expiresAt();
        return !batch.isEnqueued() || end == null ? "-" : "within " + Figures.duration(Duration.between(now, end));
    }
}
