package dev.sluice.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.stream.Collectors;

/**
 * Reads one YAML file into a tree with places. It takes plain data only: a repeated key, a tag, an anchor or an alias
 * is a problem, so nothing in a file can name a class or grow when it is read.
 */
final class YamlReader {
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String file;
    private final Problems problems;
    private final YamlDocument document;

    private YamlReader(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
        this.document = YamlDocument.empty(file);
    }

    /** Reads a file's text; of a file that is no YAML only the problem remains. */
    static YamlDocument read(String file, String text, Problems problems) {
        YamlReader reader = new YamlReader(file, problems);
        try (YAMLParser parser = YAML.createParser(text)) {
            reader.readRoot(parser);
        } catch (JsonProcessingException e) {
            problems.add(
                    reader.place(e.getLocation()),
                    "file is not YAML: " + sentence(e.getOriginalMessage()) + remedy(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory can't fail to be read", e);
        }
        return reader.document;
    }

    private void readRoot(YAMLParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null || first == JsonToken.VALUE_NULL || first == JsonToken.NOT_AVAILABLE) {
            return;
        }
        if (first != JsonToken.START_OBJECT) {
            problems.add(place(parser.currentTokenLocation()), "file must hold keys and values");
            return;
        }
        readObject(parser, document.root(), JsonPointer.empty());
        if (parser.nextToken() != null) {
            problems.add(place(parser.currentTokenLocation()), "file must hold one document only");
        }
    }

    private void readObject(YAMLParser parser, ObjectNode object, JsonPointer at) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            JsonPointer pointer = at.appendProperty(key);
            String place = place(parser.currentTokenLocation());
            parser.nextToken();
            JsonNode value = readValue(parser, pointer);
            if (object.has(key)) {
                problems.add(place, "key stands twice: key=" + key + " first=" + document.place(pointer));
            } else {
                document.places().put(pointer, place);
                object.set(key, value);
            }
        }
    }

    private JsonNode readValue(YAMLParser parser, JsonPointer at) throws IOException {
        checkPlain(parser);
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            ObjectNode object = NODES.objectNode();
            readObject(parser, object, at);
            return object;
        }
        if (token == JsonToken.START_ARRAY) {
            return readArray(parser, at);
        }
        return readScalar(parser, token);
    }

    private static JsonNode readScalar(YAMLParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_NUMBER_INT -> readWholeNumber(parser);
            case VALUE_NUMBER_FLOAT -> DecimalNode.valueOf(parser.getDecimalValue());
            case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(parser.getBooleanValue());
            case VALUE_NULL -> NODES.nullNode();
            default -> NODES.textNode(parser.getText());
        };
    }

    private static JsonNode readWholeNumber(YAMLParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    private ArrayNode readArray(YAMLParser parser, JsonPointer at) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonPointer pointer = at.appendIndex(array.size());
            document.places().putIfAbsent(pointer, place(parser.currentTokenLocation()));
            array.add(readValue(parser, pointer));
        }
        return array;
    }

    private void checkPlain(YAMLParser parser) throws IOException {
        if (parser.isCurrentAlias() || parser.getObjectId() != null || parser.getTypeId() != null) {
            problems.add(place(parser.currentTokenLocation()), "anchors, aliases and tags are not read");
        }
    }

    /** Returns what helps where a name begins with a character that YAML has a use for. */
    private static String remedy(String message) {
        if (message.startsWith("while scanning an alias")) {
            return "; write \"*\" in quotes";
        }
        return message.contains("found character '@'") ? "; write what begins with @ in quotes" : "";
    }

    private String place(JsonLocation location) {
        return location == null ? file : file + ":" + location.getLineNr() + ":" + location.getColumnNr();
    }

    /** Returns what the parser says without the excerpts of the file, which it indents. */
    private static String sentence(String message) {
        return message.lines().filter(line -> !line.startsWith(" ")).collect(Collectors.joining(", "));
    }
}
