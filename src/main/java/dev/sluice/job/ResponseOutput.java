package dev.sluice.job;

import java.io.IOException;
import java.util.Map;

/**
 * What a reply of the responses endpoint says.
 *
 * @param text the texts of its messages put together, as a JSON string, or JSON null where there is none
 * @param moreThanText whether it holds other things than messages of text
 * @param finishReason why it is incomplete, else its status, as JSON
 */
record ResponseOutput(String text, boolean moreThanText, String finishReason) {

    static ResponseOutput of(Map<String, String> reply) throws IOException {
        StringBuilder text = new StringBuilder();
        boolean found = false;
        boolean more = false;
        for (String json : RawJson.items(reply.get("output"))) {
            Map<String, String> item = RawJson.fields(json);
            if (!is(item, "message")) {
                more |= !is(item, "reasoning");
                continue;
            }
            for (String part : RawJson.items(item.get("content"))) {
                Map<String, String> content = RawJson.fields(part);
                boolean isText = is(content, "output_text") && RawJson.isString(content.getOrDefault("text", ""));
                found |= isText;
                more |= !isText;
                text.append(isText ? RawJson.string(content.getOrDefault("text", "")) : "");
            }
        }
        String json = found
                ? RawJson.appendString(new StringBuilder(), text.toString()).toString()
                : RawJson.NULL;
        return new ResponseOutput(json, more || !found, finishReason(reply));
    }

    private static boolean is(Map<String, String> item, String type) {
        return item.getOrDefault("type", "").equals("\"" + type + "\"");
    }

    private static String finishReason(Map<String, String> reply) throws IOException {
        String details = reply.getOrDefault("incomplete_details", RawJson.NULL);
        String status = reply.getOrDefault("status", RawJson.NULL);
        return details.startsWith("{") ? RawJson.fields(details).getOrDefault("reason", status) : status;
    }
}
