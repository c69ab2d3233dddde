package dev.sluice.polled;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.provider.SafeText;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A response or an assistant's run as the provider describes it. Immutable.
 *
 * @param id its id
 * @param status its status, such as {@code in_progress}
 * @param code the code of its error, or empty
 * @param message the message of its error, or empty
 * @param took how long it took from its creation to its end, to a second, or null where that isn't told
 * @param node all that the provider says of it
 */
public record RemoteRun(
        String id,
        String status,
        String code,
        String message,
        @Nullable Duration took,
        JsonNode node) {
    private static final Set<String> ANOTHER_TIME = Set.of(
            "", "failed", "server_error", "rate_limit_exceeded", "timeout", "overloaded", "vector_store_timeout");

    /** How a run stands. */
    public enum Outcome {
        /** It isn't done. */
        GOES_ON,
        /** It has an answer, though that may be cut off. */
        ANSWERED,
        /** It came to nothing, which another one may not. */
        AGAIN,
        /** Another one would come to the same. */
        REFUSED,
        /** Somebody has cancelled it. */
        CANCELLED,
        /** It waits for the result of a tool, which nobody will bring. */
        WANTS_A_TOOL
    }

    /** Reads one; empty where it is none. */
    public static Optional<RemoteRun> of(JsonNode node) {
        String id = node.path("id").asText("");
        String status = node.path("status").asText("");
        if (id.isEmpty() || status.isEmpty()) {
            return Optional.empty();
        }
        JsonNode error = node.path("error").isObject() ? node.path("error") : node.path("last_error");
        return Optional.of(new RemoteRun(
                id,
                status,
                SafeText.of(error.path("code").asText("")),
                SafeText.of(error.path("message").asText("")),
                took(node),
                node));
    }

    /** Times are whole seconds, so that a run may have begun and ended up to a second later than told. */
    private static @Nullable Duration took(JsonNode node) {
        double from = node.path("created_at").asDouble(0);
        double to = node.path("completed_at").asDouble(0);
        return from > 0 && to >= from
                ? Duration.ofMillis((long) ((to - from) * 1_000)).plusSeconds(1)
                : null;
    }

    /** Returns how it stands; a status that is unknown counts as one of a run that goes on. */
    public Outcome outcome() {
        return switch (status) {
            case "completed", "incomplete" -> Outcome.ANSWERED;
            case "failed" -> ANOTHER_TIME.contains(code) ? Outcome.AGAIN : Outcome.REFUSED;
            case "expired" -> Outcome.AGAIN;
            case "cancelled", "canceled" -> Outcome.CANCELLED;
            case "requires_action" -> Outcome.WANTS_A_TOOL;
            default -> Outcome.GOES_ON;
        };
    }
}
