package dev.sluice.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One line of a ready-made batch file, as far as it has to be looked at. Immutable.
 *
 * @param customId the {@code custom_id}, or null where there is none or it is no text
 * @param method the {@code method}, likewise
 * @param url the {@code url}, likewise
 * @param hasBody whether {@code body} is an object
 * @param model the {@code model} of the body, likewise
 * @param inputs how many texts the body holds for embeddings
 */
record RequestLine(
        @Nullable String customId,
        @Nullable String method,
        @Nullable String url,
        boolean hasBody,
        @Nullable String model,
        int inputs) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(1 << 30).build())
            .build();

    /**
     * Reads a line in UTF-8.
     *
     * @throws IOException when it is no JSON object; its message says why
     */
    static RequestLine parse(byte[] line) throws IOException {
        try (JsonParser parser = JSON.createParser(line)) {
            return new Reading(parser).read();
        } catch (JsonProcessingException e) {
            String message = String.valueOf(e.getOriginalMessage()).replaceAll("\\s+", " ");
            throw new IOException("not valid JSON: " + message.substring(0, Math.min(message.length(), 200)), e);
        }
    }

    private static final class Reading {
        private final JsonParser parser;
        private @Nullable String customId;
        private @Nullable String method;
        private @Nullable String url;
        private boolean hasBody;
        private @Nullable String model;
        private int inputs;

        Reading(JsonParser parser) {
            this.parser = parser;
        }

        RequestLine read() throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "custom_id" -> customId = text();
                    case "method" -> method = text();
                    case "url" -> url = text();
                    case "body" -> body(value);
                    default -> parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw new IOException("more than one JSON object stands on it");
            }
            return new RequestLine(customId, method, url, hasBody, model, inputs);
        }

        private void body(JsonToken first) throws IOException {
            hasBody = first == JsonToken.START_OBJECT;
            if (!hasBody) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "model" -> model = text();
                    case "input" -> inputs = inputs(value);
                    default -> parser.skipChildren();
                }
            }
        }

        /** A list of numbers is one text that was cut into tokens. */
        private int inputs(JsonToken first) throws IOException {
            if (first != JsonToken.START_ARRAY) {
                parser.skipChildren();
                return 1;
            }
            int texts = 0;
            boolean tokens = false;
            for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
                tokens |= item.isNumeric();
                texts++;
                parser.skipChildren();
            }
            return tokens ? 1 : texts;
        }

        private @Nullable String text() throws IOException {
            String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
            parser.skipChildren();
            return text;
        }
    }
}
