package dev.sluice.simulator;

import static dev.sluice.simulator.ServedUsage.SECONDS_OF_DAY;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The days that a request for usage or costs asks for.
 *
 * @param first the first day, since 1970
 * @param end the first day that is not asked for any more
 * @param limit how many days one page has
 */
record DayPage(long first, long end, int limit) {
    static final int MOST_OF_USAGE = 31;
    static final int MOST_OF_COSTS = 180;
    private static final int USUAL = 7;
    private static final String NEXT = "page_";

    /** Fills the results of a day. */
    interface Filling {
        void put(long day, ArrayNode results);
    }

    /** Reads a request. */
    static DayPage of(Call call, int most) {
        Address address = call.request().address();
        String width = address.parameter("bucket_width");
        if (!width.isEmpty() && !width.equals("1d")) {
            throw ApiError.badRequest(
                    "invalid_value", "bucket_width", "The simulated provider has buckets of '1d' only.");
        }
        long start = number(address, "start_time", -1);
        if (start < 0) {
            throw ApiError.missing("start_time");
        }
        long end = number(address, "end_time", call.createdSeconds());
        long limit = number(address, "limit", USUAL);
        if (limit < 1 || limit > most) {
            throw ApiError.badRequest(
                    "invalid_value", "limit", "Invalid 'limit': expected a value from 1 to " + most + ".");
        }
        String page = address.parameter("page");
        long first = page.isEmpty() ? start / SECONDS_OF_DAY : dayOf(page);
        return new DayPage(first, (end + SECONDS_OF_DAY - 1) / SECONDS_OF_DAY, (int) limit);
    }

    /** Returns the page object of the API. */
    ObjectNode json(Filling filling) {
        long next = Math.min(end, first + limit);
        ObjectNode root = Json.object().put("object", "page");
        ArrayNode data = root.putArray("data");
        for (long day = first; day < next; day++) {
            ObjectNode bucket = data.addObject()
                    .put("object", "bucket")
                    .put("start_time", day * SECONDS_OF_DAY)
                    .put("end_time", (day + 1) * SECONDS_OF_DAY);
            filling.put(day, bucket.putArray("results"));
        }
        boolean more = next < end;
        return root.put("has_more", more).put("next_page", more ? NEXT + next : null);
    }

    private static long dayOf(String page) {
        if (!page.matches(NEXT + "[0-9]{1,9}")) {
            throw ApiError.badRequest("invalid_value", "page", "Invalid 'page'.");
        }
        return Long.parseLong(page.substring(NEXT.length()));
    }

    private static long number(Address address, String name, long otherwise) {
        String text = address.parameter(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,12}")) {
            throw ApiError.wrongType(name, "an integer");
        }
        return Long.parseLong(text);
    }
}
