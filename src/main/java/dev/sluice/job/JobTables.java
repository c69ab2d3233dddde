package dev.sluice.job;

import dev.sluice.usage.Ledger;
import dev.sluice.usage.LedgerRules;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The writing statements of the database, prepared once. Not thread-safe: the store's writer has it to itself. */
final class JobTables {
    private final PreparedStatement insertJob;
    private final PreparedStatement startJob;
    private final PreparedStatement enterState;
    private final PreparedStatement finishJob;
    private final PreparedStatement reopenJob;
    private final PreparedStatement archiving;
    private final PreparedStatement cancelJob;
    private final PreparedStatement waitsFor;
    private final PreparedStatement updateCounts;
    private final PreparedStatement insertResult;
    private final PreparedStatement insertRepeat;
    private final PreparedStatement failedRepeats;
    private final PreparedStatement deleteFailed;
    private final PreparedStatement deleteMaybeRepeated;
    private final PreparedStatement insertMaybeRepeated;
    private final PreparedStatement answerOrder;
    private final PreparedStatement deleteRepeats;
    private final PreparedStatement deleteResults;
    private final PreparedStatement deleteJob;
    private final PreparedStatement upsertPool;
    private final PreparedStatement upsertAnswer;
    private final PreparedStatement insertDecision;
    private final PreparedStatement deleteDecision;
    private final Ledger ledger;

    JobTables(Connection connection, LedgerRules rules) throws SQLException {
        ledger = new Ledger(connection, rules);
        insertJob = connection.prepareStatement("""
                INSERT INTO jobs (id, name, profile, output_name, state, total, claimed_at, simulated)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING""");
        startJob = connection.prepareStatement("UPDATE jobs SET state = 'RUNNING', total = ? WHERE id = ?");
        enterState = connection.prepareStatement("UPDATE jobs SET state = ? WHERE id = ?");
        finishJob = connection.prepareStatement("""
                UPDATE jobs SET state = 'DONE', finished_at = ?, archived_as = ?, answered = ?, failed = ?,
                waits_for = NULL WHERE id = ?""");
        reopenJob = connection.prepareStatement("""
                UPDATE jobs SET state = 'RUNNING', cancelled = 0, finished_at = NULL, output_name = ? WHERE id = ?""");
        archiving = connection.prepareStatement("UPDATE jobs SET archived_as = ? WHERE id = ?");
        cancelJob = connection.prepareStatement("UPDATE jobs SET cancelled = 1 WHERE id = ?");
        waitsFor = connection.prepareStatement("UPDATE jobs SET waits_for = ? WHERE id = ?");
        updateCounts = connection.prepareStatement("""
                UPDATE jobs SET requests = ?, carried = ?, rate_limited = ?, retries = ?, input_tokens = ?,
                output_tokens = ?, repeated = ? WHERE id = ?""");
        insertResult = connection.prepareStatement("""
                INSERT INTO results (job_id, idx, attempts, status, request_id, body, code, message)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (job_id, idx) DO NOTHING""");
        insertRepeat = connection.prepareStatement("""
                INSERT INTO repeats (job_id, idx, first_idx) VALUES (?, ?, ?) ON CONFLICT (job_id, idx) DO NOTHING""");
        // A failure has no request id; its code lies behind the long bodies.
        failedRepeats = connection.prepareStatement("""
                SELECT COUNT(*) FROM repeats JOIN results
                ON results.job_id = repeats.job_id AND results.idx = repeats.first_idx
                WHERE repeats.job_id = ? AND results.request_id IS NULL""");
        deleteFailed = connection.prepareStatement("DELETE FROM results WHERE job_id = ? AND request_id IS NULL");
        deleteMaybeRepeated = connection.prepareStatement("DELETE FROM maybe_repeated WHERE job_id = ?");
        insertMaybeRepeated = connection.prepareStatement("""
                INSERT INTO maybe_repeated (job_id, request_id) VALUES (?, ?) ON CONFLICT DO NOTHING""");
        answerOrder = connection.prepareStatement("UPDATE orders SET outcome = ? WHERE id = ?");
        deleteRepeats = connection.prepareStatement("DELETE FROM repeats WHERE job_id = ?");
        deleteResults = connection.prepareStatement("DELETE FROM results WHERE job_id = ?");
        deleteJob = connection.prepareStatement("DELETE FROM jobs WHERE id = ?");
        upsertPool = connection.prepareStatement("""
                INSERT INTO pools (name, requests_per_minute, tokens_per_minute, images_per_minute, day, requests_of_day,
                tokens_of_day, status, noted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET
                requests_per_minute = excluded.requests_per_minute, tokens_per_minute = excluded.tokens_per_minute,
                images_per_minute = excluded.images_per_minute, day = excluded.day, requests_of_day = excluded.requests_of_day,
                tokens_of_day = excluded.tokens_of_day, status = excluded.status, noted_at = excluded.noted_at""");
        insertDecision = connection.prepareStatement(
                "INSERT INTO decisions (job_id, decision) VALUES (?, ?) ON CONFLICT (job_id) DO NOTHING");
        deleteDecision = connection.prepareStatement("DELETE FROM decisions WHERE job_id = ?");
        upsertAnswer = connection.prepareStatement("""
                INSERT INTO answers (job_id, goes_to, folder, file, answer, label_column, label, error)
                VALUES (?, '', ?, ?, ?, ?, ?, ?) ON CONFLICT (job_id, goes_to) DO UPDATE SET
                answer = excluded.answer, label_column = excluded.label_column, label = excluded.label,
                error = excluded.error""");
    }

    /** Returns the ledger, which is written in the same transactions. */
    Ledger ledger() {
        return ledger;
    }

    void insertJob(Job job) throws SQLException {
        insertJob.setLong(1, job.id());
        insertJob.setString(2, job.name());
        insertJob.setString(3, job.profile());
        insertJob.setString(4, job.outputName());
        insertJob.setString(5, job.state().name());
        insertJob.setLong(6, job.total());
        insertJob.setString(7, job.claimedAt().toString());
        insertJob.setBoolean(8, job.simulated());
        insertJob.executeUpdate();
    }

    void startJob(long job, long total) throws SQLException {
        startJob.setLong(1, total);
        startJob.setLong(2, job);
        startJob.executeUpdate();
    }

    void enter(long job, JobProgress.State state) throws SQLException {
        enterState.setString(1, state.name());
        enterState.setLong(2, job);
        enterState.executeUpdate();
    }

    /** Ends a job; the results of one with failures stay, so that those can be asked for again. */
    void finishJob(long job, Instant at, @Nullable String archivedAs, long answered, long failed) throws SQLException {
        finishJob.setString(1, at.toString());
        finishJob.setString(2, archivedAs);
        finishJob.setLong(3, answered);
        finishJob.setLong(4, failed);
        finishJob.setLong(5, job);
        finishJob.executeUpdate();
        deleteDecision(job);
        if (failed == 0) {
            deleteResults(job);
        }
    }

    /** Lets a finished job go on without its failures. */
    void reopenJob(long job, String outputName) throws SQLException {
        reopenJob.setString(1, outputName);
        reopenJob.setLong(2, job);
        reopenJob.executeUpdate();
        deleteRepeats(job);
        deleteFailed.setLong(1, job);
        deleteFailed.executeUpdate();
    }

    /** Notes where the input of a job is about to go. */
    void archiving(long job, String archivedAs) throws SQLException {
        archiving.setString(1, archivedAs);
        archiving.setLong(2, job);
        archiving.executeUpdate();
    }

    void cancelJob(long job) throws SQLException {
        cancelJob.setLong(1, job);
        cancelJob.executeUpdate();
    }

    /** Notes what keeps a job from going on; null for nothing. */
    void waitsFor(long job, @Nullable String reason) throws SQLException {
        waitsFor.setString(1, reason);
        waitsFor.setLong(2, job);
        waitsFor.executeUpdate();
    }

    /** Notes that a request was sent again though the first may have been paid for. */
    void insertMaybeRepeated(long job, String request) throws SQLException {
        insertMaybeRepeated.setLong(1, job);
        insertMaybeRepeated.setString(2, request);
        insertMaybeRepeated.executeUpdate();
    }

    void answerOrder(long order, String outcome) throws SQLException {
        answerOrder.setString(1, outcome);
        answerOrder.setLong(2, order);
        answerOrder.executeUpdate();
    }

    void updateCounts(long job, JobCounts counts) throws SQLException {
        updateCounts.setLong(1, counts.requests());
        updateCounts.setLong(2, counts.carried());
        updateCounts.setLong(3, counts.rateLimited());
        updateCounts.setLong(4, counts.retries());
        updateCounts.setLong(5, counts.inputTokens());
        updateCounts.setLong(6, counts.outputTokens());
        updateCounts.setLong(7, counts.repeated());
        updateCounts.setLong(8, job);
        updateCounts.executeUpdate();
    }

    /** Stores a result unless the prompt has one already; tells whether it was stored. */
    boolean insertResult(Result result) throws SQLException {
        insertResult.setLong(1, result.job());
        insertResult.setLong(2, result.index());
        insertResult.setInt(3, result.attempts());
        if (result instanceof Result.Answered answer) {
            insertResult.setInt(4, 200);
            insertResult.setString(5, answer.requestId());
            insertResult.setString(6, answer.body());
            insertResult.setString(7, null);
            insertResult.setString(8, null);
        } else if (result instanceof Result.Failed failure) {
            insertResult.setInt(4, failure.status());
            insertResult.setString(5, null);
            insertResult.setString(6, null);
            insertResult.setString(7, failure.code());
            insertResult.setString(8, failure.message());
        }
        return insertResult.executeUpdate() == 1;
    }

    /** Notes that a prompt takes the result of an earlier one. */
    void insertRepeat(long job, long index, long first) throws SQLException {
        insertRepeat.setLong(1, job);
        insertRepeat.setLong(2, index);
        insertRepeat.setLong(3, first);
        insertRepeat.executeUpdate();
    }

    /** Returns how many prompts take the failure of an earlier one. */
    long failedRepeats(long job) throws SQLException {
        failedRepeats.setLong(1, job);
        try (ResultSet row = failedRepeats.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    void deleteRepeats(long job) throws SQLException {
        deleteRepeats.setLong(1, job);
        deleteRepeats.executeUpdate();
    }

    private void deleteResults(long job) throws SQLException {
        deleteRepeats(job);
        deleteResults.setLong(1, job);
        deleteResults.executeUpdate();
        deleteMaybeRepeated.setLong(1, job);
        deleteMaybeRepeated.executeUpdate();
    }

    void deleteJob(long job) throws SQLException {
        deleteResults(job);
        deleteJob.setLong(1, job);
        deleteJob.executeUpdate();
        deleteDecision(job);
    }

    /** Notes what was decided about the file that a job is going to be. */
    void insertDecision(long job, Decision decision) throws SQLException {
        insertDecision.setLong(1, job);
        insertDecision.setString(2, decision.name());
        insertDecision.executeUpdate();
    }

    void deleteDecision(long job) throws SQLException {
        deleteDecision.setLong(1, job);
        deleteDecision.executeUpdate();
    }

    void notePool(PoolNote note) throws SQLException {
        upsertPool.setString(1, note.pool());
        upsertPool.setObject(2, note.requestsPerMinute());
        upsertPool.setObject(3, note.tokensPerMinute());
        upsertPool.setObject(4, note.imagesPerMinute());
        upsertPool.setString(5, note.day().toString());
        upsertPool.setLong(6, note.requestsOfDay());
        upsertPool.setLong(7, note.tokensOfDay());
        upsertPool.setString(8, note.status());
        upsertPool.setString(9, note.notedAt().toString());
        upsertPool.executeUpdate();
    }

    /** Notes what a job adds to the answers of its folder, in the place of what it added before. */
    void noteAnswer(AnswerRow row) throws SQLException {
        upsertAnswer.setLong(1, row.job());
        upsertAnswer.setString(2, row.folder());
        upsertAnswer.setString(3, row.file());
        upsertAnswer.setString(4, row.answer());
        upsertAnswer.setString(5, row.labelColumn());
        upsertAnswer.setString(6, row.label());
        upsertAnswer.setString(7, row.error());
        upsertAnswer.executeUpdate();
    }
}
