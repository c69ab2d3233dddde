package dev.sluice.prompt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;

/** JSON from untrusted lines: strict, numbers as they stand, bounded in depth. Thread-safe. */
final class Json {
    private static final int MAX_DEPTH = 500;
    private static final int MAX_MESSAGE_CHARS = 200;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(1 << 30)
                            .build())
                    .build())
            .enable(
                    DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                    DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final ObjectReader READER = MAPPER.readerFor(JsonNode.class);

    private Json() {}

    /** Returns a line's JSON object, or throws with the sentence that says why it is none. */
    static ObjectNode object(String line) {
        JsonNode node = parse(line);
        if (!(node instanceof ObjectNode object)) {
            throw new UnusableLineException("not a JSON object");
        }
        if (line.contains("\\u")) {
            refuseHalfCharacters(node);
        }
        return object;
    }

    /** Returns the JSON text of a node. */
    static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new UnusableLineException("can't be written as JSON: " + e.getOriginalMessage());
        }
    }

    /** Returns an empty object. */
    static ObjectNode newObject() {
        return MAPPER.createObjectNode();
    }

    private static JsonNode parse(String line) {
        try {
            return READER.readTree(line);
        } catch (StreamConstraintsException e) {
            throw new UnusableLineException("JSON over a limit: " + shortened(e));
        } catch (JsonProcessingException e) {
            String column = e.getLocation() == null
                    ? ""
                    : " at column " + e.getLocation().getColumnNr();
            throw new UnusableLineException("not valid JSON" + column + ": " + shortened(e));
        }
    }

    private static String shortened(JsonProcessingException e) {
        String message = String.valueOf(e.getOriginalMessage()).replaceAll("\\s+", " ");
        return message.length() > MAX_MESSAGE_CHARS ? message.substring(0, MAX_MESSAGE_CHARS) + "…" : message;
    }

    private static void refuseHalfCharacters(JsonNode node) {
        if (node.isTextual()) {
            refuseHalfCharacters(node.textValue());
        }
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            refuseHalfCharacters(names.next());
        }
        node.forEach(Json::refuseHalfCharacters);
    }

    private static void refuseHalfCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new UnusableLineException(
                        String.format("holds half a character: \\u%04x stands without its other half", (int) c));
            }
        }
    }
}
