package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** One page of a list, as {@code after} and {@code limit} of a request ask for it. */
final class Page {
    private Page() {}

    /** Returns items newest first, or oldest first where a request asks for {@code order=asc}. */
    static <T> List<T> ordered(List<T> oldestFirst, Address address) {
        List<T> items = new ArrayList<>(oldestFirst);
        if (!address.parameter("order").equals("asc")) {
            Collections.reverse(items);
        }
        return items;
    }

    /**
     * Returns the list object of the API.
     *
     * @param most the most items of a page
     * @param usual how many a page has where the request names no limit
     * @throws ApiError when {@code after} is no item of the list or {@code limit} is out of range
     */
    static <T> ObjectNode of(
            List<T> items, Address address, int usual, int most, Function<T, String> id, Function<T, ObjectNode> json) {
        int limit = limit(address.parameter("limit"), usual, most);
        int start = start(items.stream().map(id).toList(), address.parameter("after"));
        int end = Math.min(items.size(), start + limit);
        List<T> page = items.subList(start, end);
        ObjectNode root = Json.object().put("object", "list");
        ArrayNode data = root.putArray("data");
        page.forEach(item -> data.add(json.apply(item)));
        return root.put("first_id", page.isEmpty() ? null : id.apply(page.get(0)))
                .put("last_id", page.isEmpty() ? null : id.apply(page.get(page.size() - 1)))
                .put("has_more", end < items.size());
    }

    private static int start(List<String> ids, String after) {
        int place = after.isEmpty() ? 0 : ids.indexOf(after) + 1;
        if (!after.isEmpty() && place == 0) {
            throw ApiError.badRequest("invalid_value", "after", "Invalid 'after': no such item: '" + after + "'.");
        }
        return place;
    }

    private static int limit(String text, int usual, int most) {
        if (text.isEmpty()) {
            return usual;
        }
        if (!text.matches("\\d{1,9}")) {
            throw ApiError.wrongType("limit", "an integer");
        }
        int limit = Integer.parseInt(text);
        if (limit < 1 || limit > most) {
            throw ApiError.badRequest(
                    limit < 1 ? "integer_below_min_value" : "integer_above_max_value",
                    "limit",
                    "Invalid 'limit': expected a value from 1 to " + most + ", but got " + limit + " instead.");
        }
        return limit;
    }
}
