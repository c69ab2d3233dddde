package dev.sluice.quality;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Checks route files against the schema that Camel ships for its YAML DSL. Thread-safe. */
final class RouteSchema {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ALTERNATIVES = Set.of("anyOf", "not", "oneOf", "required");
    private final JsonSchema schema = load();

    /** Returns where and how the file departs from the schema; a placeholder may stand for a value of any type. */
    List<String> problems(RouteFile file) {
        JsonNode content = file.root().deepCopy();
        Set<ValidationMessage> messages = schema.validate(content);
        while (fillPlaceholders(content, messages)) {
            messages = schema.validate(content);
        }
        return telling(messages).stream()
                .map(message -> "schema: " + message.getMessage())
                .distinct()
                .toList();
    }

    /** Leaves out what only says that none of many alternatives fits, where something says why. */
    private static Collection<ValidationMessage> telling(Set<ValidationMessage> messages) {
        List<ValidationMessage> telling = messages.stream()
                .filter(message -> !ALTERNATIVES.contains(message.getType()))
                .toList();
        return telling.isEmpty() ? messages : telling;
    }

    /** Puts a value of the expected type where a placeholder failed for its type; returns whether there was one. */
    private static boolean fillPlaceholders(JsonNode content, Set<ValidationMessage> messages) {
        boolean filled = false;
        for (ValidationMessage message : messages) {
            JsonPointer place =
                    JsonPointer.compile(message.getInstanceLocation().toString());
            if (message.getType().equals("type") && content.at(place).asText().startsWith("{{")) {
                JsonNode value =
                        message.getMessage().contains("boolean expected") ? BooleanNode.TRUE : IntNode.valueOf(1);
                replace(content.at(place.head()), place.last(), value);
                filled = true;
            }
        }
        return filled;
    }

    private static void replace(JsonNode parent, JsonPointer child, JsonNode value) {
        if (parent instanceof ObjectNode object) {
            object.set(child.getMatchingProperty(), value);
        } else if (parent instanceof ArrayNode array) {
            array.set(child.getMatchingIndex(), value);
        }
    }

    private static JsonSchema load() {
        try (InputStream in = Objects.requireNonNull(
                RouteSchema.class.getResourceAsStream("/schema/camelYamlDsl.json"), "no schema in camel-yaml-dsl")) {
            return JsonSchemaFactory.getInstance(
                            SpecVersion.VersionFlag.V4,
                            factory -> factory.metaSchema(JsonMetaSchema.builder(JsonMetaSchema.getV4())
                                    .keyword(new NonValidationKeyword("deprecated"))
                                    .build()))
                    .getSchema(
                            JSON.readTree(in),
                            SchemaValidatorsConfig.builder()
                                    .pathType(PathType.JSON_POINTER)
                                    .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
