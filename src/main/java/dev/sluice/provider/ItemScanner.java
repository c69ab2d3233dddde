package dev.sluice.provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.prompt.Endpoint;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads one item of a reply's list and judges whether it is an answer. Serves one item; not thread-safe. */
final class ItemScanner {
    private final byte[] reply;
    private final JsonParser parser;
    private final Endpoint endpoint;
    private @Nullable Integer index;
    private int indexStart;
    private int indexEnd;
    private int textLength;
    private boolean hasContent;
    private boolean cutShort;

    ItemScanner(byte[] reply, JsonParser parser, Endpoint endpoint) {
        this.reply = reply;
        this.parser = parser;
        this.endpoint = endpoint;
    }

    /** Reads the value at which the parser stands, up to its last token. */
    ReplyItem scan() throws IOException {
        int start = offset();
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                member(name, parser.nextToken());
            }
        } else {
            parser.skipChildren();
        }
        int end = (int) parser.currentLocation().getByteOffset();
        String problem = hasContent || cutShort ? null : "empty_answer";
        return new ReplyItem(start, end, index, indexStart, indexEnd, textLength, problem);
    }

    private void member(String name, JsonToken value) throws IOException {
        if (isContent(name)) {
            content(value);
        } else if (name.equals("index")) {
            index(value);
        } else if (name.equals("finish_reason") && value == JsonToken.VALUE_STRING) {
            String reason = parser.getText();
            cutShort = reason.equals("content_filter") || reason.equals("length");
        } else {
            parser.skipChildren();
        }
    }

    private boolean isContent(String name) {
        return switch (endpoint) {
            case COMPLETIONS -> name.equals("text");
            case EMBEDDINGS -> name.equals("embedding");
            case CHAT -> name.equals("message");
            case IMAGES -> name.equals("url") || name.equals("b64_json");
            case MODERATIONS, RESPONSES -> name.equals("categories");
        };
    }

    private void content(JsonToken value) throws IOException {
        switch (endpoint) {
            case COMPLETIONS -> text(value);
            case EMBEDDINGS -> hasContent = vector(value);
            case CHAT -> hasContent = message(value);
            case IMAGES -> hasContent |= present(value);
            case MODERATIONS, RESPONSES -> hasContent = present(value);
        }
    }

    private void index(JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        boolean first = indexEnd == 0;
        boolean whole = value == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() == JsonParser.NumberType.INT
                && parser.getIntValue() >= 0;
        index = first && whole ? (Integer) parser.getIntValue() : null;
        indexStart = offset();
        indexEnd = indexStart + 1;
        while (whole && indexEnd < reply.length && isDigit(reply[indexEnd])) {
            indexEnd++;
        }
        parser.skipChildren();
    }

    private void text(JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            textLength = parser.getTextLength();
            hasContent = true;
        } else {
            parser.skipChildren();
        }
    }

    private boolean vector(JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return value == JsonToken.VALUE_STRING && parser.getTextLength() > 0;
        }
        int numbers = 0;
        int others = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            boolean good = token.isNumeric() || token == JsonToken.START_ARRAY;
            numbers += good ? 1 : 0;
            others += good ? 0 : 1;
            parser.skipChildren();
        }
        return numbers > 0 && others == 0;
    }

    private boolean message(JsonToken value) throws IOException {
        boolean any = false;
        if (value != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken content = parser.nextToken();
            switch (name) {
                case "content", "refusal", "tool_calls", "function_call", "audio" -> any |= present(content);
                default -> parser.skipChildren();
            }
        }
        return any;
    }

    /** Returns whether a value is a text, an object or a list with something in it. */
    private boolean present(JsonToken value) throws IOException {
        if (value == JsonToken.START_ARRAY) {
            boolean any = false;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                any = true;
                parser.skipChildren();
            }
            return any;
        }
        parser.skipChildren();
        return value == JsonToken.VALUE_STRING || value == JsonToken.START_OBJECT;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private int offset() {
        return (int) parser.currentTokenLocation().getByteOffset();
    }
}
