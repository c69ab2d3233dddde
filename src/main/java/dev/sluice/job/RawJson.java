package dev.sluice.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts JSON into the texts of its values, so that an answer is copied as the provider wrote it and its numbers are
 * never converted. Thread-safe.
 */
final class RawJson {
    static final String NULL = "null";
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private RawJson() {}

    /** Returns the fields of an object with the texts of their values. */
    static Map<String, String> fields(String json) throws IOException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            require(parser.nextToken(), JsonToken.START_OBJECT);
            Map<String, String> fields = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, cut(parser, json));
            }
            require(parser.currentToken(), JsonToken.END_OBJECT);
            return fields;
        }
    }

    /** Returns the texts of a list's items, none for a list that is not there. */
    static List<String> items(@Nullable String json) throws IOException {
        if (json == null) {
            return List.of();
        }
        try (JsonParser parser = FACTORY.createParser(json)) {
            require(parser.nextToken(), JsonToken.START_ARRAY);
            List<String> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(cut(parser, json));
            }
            return items;
        }
    }

    /** Returns whether a value is a text. */
    static boolean isString(String json) {
        return json.startsWith("\"");
    }

    /** Returns the text that a JSON string stands for. */
    static String string(String json) throws IOException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            require(parser.nextToken(), JsonToken.VALUE_STRING);
            return parser.getText();
        }
    }

    /** Appends a text as a JSON string. */
    static StringBuilder appendString(StringBuilder out, String text) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        return out.append('"');
    }

    /** Returns JSON without the white space between its tokens where it has line breaks, else as it is. */
    static String onOneLine(String json) {
        if (json.indexOf('\n') < 0 && json.indexOf('\r') < 0) {
            return json;
        }
        StringBuilder out = new StringBuilder(json.length());
        boolean inString = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (inString && c == '\\' && i + 1 < json.length()) {
                out.append(c).append(json.charAt(++i));
                continue;
            }
            inString ^= c == '"';
            if (inString || c > ' ') {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String cut(JsonParser parser, String json) throws IOException {
        long start = parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        return json.substring((int) start, (int) parser.currentLocation().getCharOffset());
    }

    private static void require(@Nullable JsonToken token, JsonToken wanted) throws IOException {
        if (token != wanted) {
            throw new IOException("unexpected JSON: token=" + token);
        }
    }
}
