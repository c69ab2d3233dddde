package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reply of a list endpoint, taken apart without building a tree of it.
 *
 * @param items its choices, vectors or results in the order of the reply, or null where it has no such list
 * @param envelope the members that describe the reply as a whole, such as {@code "id":"…","model":"…"}; may be empty
 * @param usage its usage object, or null
 * @param error its error object or text, or null
 * @param tier its {@code service_tier}, or empty
 */
record ScannedReply(
        @Nullable List<ReplyItem> items,
        JsonBytes envelope,
        @Nullable JsonNode usage,
        @Nullable JsonNode error,
        String tier) {}
