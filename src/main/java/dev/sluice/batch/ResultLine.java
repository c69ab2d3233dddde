package dev.sluice.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * One line of a batch's output or error file. Immutable.
 *
 * @param customId the {@code custom_id}, or empty
 * @param status the HTTP status of the response, 0 where there is none
 * @param requestId the id that the provider gave the request, or empty
 * @param bodyFrom where in the line the body of the response begins
 * @param bodyTo where it ends, 0 where there is none
 * @param code the code of the error, or empty
 * @param message the message of the error, or empty
 */
record ResultLine(
        String customId, int status, String requestId, int bodyFrom, int bodyTo, String code, String message) {
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Reads a line in UTF-8.
     *
     * @throws IOException when it is no JSON object
     */
    static ResultLine parse(byte[] line) throws IOException {
        try (JsonParser parser = JSON.createParser(line)) {
            return new Reading(parser).read();
        }
    }

    private static final class Reading {
        private final JsonParser parser;
        private String customId = "";
        private int status;
        private String requestId = "";
        private int bodyFrom;
        private int bodyTo;
        private String code = "";
        private String message = "";

        Reading(JsonParser parser) {
            this.parser = parser;
        }

        ResultLine read() throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "custom_id" -> customId = text();
                    case "response" -> response(value);
                    case "error" -> error(value);
                    default -> parser.skipChildren();
                }
            }
            return new ResultLine(customId, status, requestId, bodyFrom, bodyTo, code, message);
        }

        private void response(JsonToken first) throws IOException {
            if (first != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "status_code" -> status = parser.getValueAsInt();
                    case "request_id" -> requestId = text();
                    case "body" -> {
                        bodyFrom = (int) parser.currentTokenLocation().getByteOffset();
                        parser.skipChildren();
                        parser.finishToken();
                        bodyTo = value == JsonToken.VALUE_NULL
                                ? 0
                                : (int) parser.currentLocation().getByteOffset();
                    }
                    default -> parser.skipChildren();
                }
            }
        }

        private void error(JsonToken first) throws IOException {
            if (first != JsonToken.START_OBJECT) {
                message = first == JsonToken.VALUE_STRING ? parser.getText() : "";
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "code" -> code = text();
                    case "message" -> message = text();
                    default -> parser.skipChildren();
                }
            }
        }

        private String text() throws IOException {
            String text = parser.currentToken().isScalarValue() ? parser.getValueAsString("") : "";
            parser.skipChildren();
            return text;
        }
    }
}
