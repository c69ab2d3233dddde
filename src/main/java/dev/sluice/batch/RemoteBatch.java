package dev.sluice.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.batch.Batch.Remote;
import dev.sluice.batch.Batch.State;
import dev.sluice.provider.SafeText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A batch as the provider describes it.
 *
 * @param id its id
 * @param token what Sluice wrote into its metadata, or empty
 * @param status its status, such as {@code in_progress}
 * @param remote what of it is noted here
 * @param total how many requests it has, 0 while that is not told
 * @param errors what was found wrong with its file
 */
public record RemoteBatch(String id, String token, String status, Remote remote, long total, List<Problem> errors) {
    /** The field of the metadata that holds the token. */
    public static final String TOKEN = "sluice_batch";

    /** The code of a batch that the provider's queue had no room for. */
    public static final String QUEUE_FULL = "token_limit_exceeded";

    private static final Set<String> GOING_ON =
            Set.of("validating", "queued", "pending", "in_progress", "running", "finalizing", "cancelling");
    private static final Set<String> ENDED = Set.of("failed", "completed", "expired", "cancelled", "canceled");

    /**
     * What is wrong with a file.
     *
     * @param code the code, or empty
     * @param message the message, or empty
     * @param line the line, from 1, or null where it is about none
     */
    public record Problem(
            String code, String message, @Nullable Integer line) {}

    /** Reads one; empty where it is none, such as an error that came with status 200. */
    public static Optional<RemoteBatch> of(JsonNode node) {
        String id = node.path("id").asText("");
        String status = node.path("status").asText("");
        if (id.isEmpty() || status.isEmpty()) {
            return Optional.empty();
        }
        JsonNode counts = node.path("request_counts");
        List<Problem> errors = new ArrayList<>();
        for (JsonNode error : node.path("errors").path("data")) {
            errors.add(new Problem(
                    SafeText.of(error.path("code").asText("")),
                    SafeText.of(error.path("message").asText("")),
                    error.path("line").isInt() ? (Integer) error.path("line").intValue() : null));
        }
        Remote remote = new Remote(
                text(node, "input_file_id"),
                id,
                status,
                text(node, "output_file_id"),
                text(node, "error_file_id"),
                counts.path("completed").asLong(),
                counts.path("failed").asLong(),
                time(node.path("created_at")),
                time(node.path("expires_at")));
        return Optional.of(new RemoteBatch(
                id,
                node.path("metadata").path(TOKEN).asText(""),
                status,
                remote,
                counts.path("total").asLong(),
                List.copyOf(errors)));
    }

    /** Returns whether it goes no further: by its status or, where that is unknown, by the file that it has. */
    public boolean isEnded() {
        return ENDED.contains(status) || (!GOING_ON.contains(status) && remote.outputFile() != null);
    }

    /** Returns whether it is what became of the latest request to run a batch: by its mark or, where that is lost, its file. */
    public boolean isOf(Batch batch) {
        return token.isEmpty()
                ? remote.file() != null && remote.file().equals(batch.remote().file()) && !status.equals("failed")
                : token.equals(batch.mark());
    }

    /** Returns whether it says that it is done, and yet lacks the file with its answers. */
    public boolean lacksOutput() {
        return status.equals("completed")
                && remote.outputFile() == null
                && (remote.completed() > 0 || remote.errorFile() == null);
    }

    /** Returns whether the provider's queue had no room for it. */
    public boolean isTurnedAway() {
        return status.equals("failed")
                && errors.stream().anyMatch(error -> error.code().equals(QUEUE_FULL));
    }

    /** Returns a batch with what is known of it now. */
    public Batch applyTo(Batch batch) {
        String file = remote.file() == null ? batch.remote().file() : remote.file();
        Batch known = batch.with(remote.withFile(file));
        return batch.state() == State.CREATING ? known.in(State.RUNNING) : known;
    }

    private static @Nullable String text(JsonNode node, String name) {
        String text = node.path(name).asText("");
        return text.isEmpty() || node.path(name).isNull() ? null : text;
    }

    private static @Nullable Instant time(JsonNode seconds) {
        try {
            return seconds.canConvertToLong() && seconds.asLong() > 0 ? Instant.ofEpochSecond(seconds.asLong()) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
