package dev.sluice.job;

import java.util.List;
import java.util.Map;

/**
 * What a reply of the images endpoint says, as JSON texts.
 *
 * @param images the URL of each image, else its base64
 * @param revisedPrompts the prompt that each image was really made from, or an empty list where none is told
 */
record ImageOutput(List<String> images, List<String> revisedPrompts) {
    private static final String URL = "url";
    private static final String BASE64 = "b64_json";
    private static final String REVISED_PROMPT = "revised_prompt";

    /** Returns whether the items of a reply's data are images. */
    static boolean isOf(List<Map<String, String>> items) {
        return items.stream().anyMatch(item -> isText(item, URL) || isText(item, BASE64));
    }

    static ImageOutput of(List<Map<String, String>> items) {
        boolean revised = items.stream().anyMatch(item -> isText(item, REVISED_PROMPT));
        return new ImageOutput(
                items.stream()
                        .map(item -> item.getOrDefault(isText(item, URL) ? URL : BASE64, RawJson.NULL))
                        .toList(),
                revised
                        ? items.stream()
                                .map(item -> item.getOrDefault(REVISED_PROMPT, RawJson.NULL))
                                .toList()
                        : List.of());
    }

    private static boolean isText(Map<String, String> item, String name) {
        return RawJson.isString(item.getOrDefault(name, RawJson.NULL));
    }
}
