package dev.sluice.provider;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.prompt.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a reply once, from front to back, and notes where its items lie. Serves one reply; not thread-safe. */
final class ReplyScanner {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ENVELOPE =
            Set.of("id", "object", "created", "model", "service_tier", "system_fingerprint");

    private final byte[] reply;
    private final Endpoint endpoint;
    private final String listName;
    private final JsonParser parser;
    private final JsonBytes envelope = new JsonBytes(256);
    private @Nullable List<ReplyItem> items;
    private @Nullable JsonNode usage;
    private @Nullable JsonNode error;
    private String tier = "";

    private ReplyScanner(byte[] reply, Endpoint endpoint, JsonParser parser) {
        this.reply = reply;
        this.endpoint = endpoint;
        this.listName = listName(endpoint);
        this.parser = parser;
    }

    /**
     * Takes apart a reply of any endpoint but {@link Endpoint#RESPONSES}.
     *
     * @throws IOException when it is no JSON object in UTF-8
     */
    static ScannedReply scan(byte[] reply, Endpoint endpoint) throws IOException {
        try (JsonParser parser = JSON.createParser(reply)) {
            return new ReplyScanner(reply, endpoint, parser).scan();
        }
    }

    /** Returns the name of the list that holds the items. */
    static String listName(Endpoint endpoint) {
        return switch (endpoint) {
            case COMPLETIONS, CHAT -> "choices";
            case EMBEDDINGS, IMAGES -> "data";
            case MODERATIONS -> "results";
            case RESPONSES -> "output";
        };
    }

    private ScannedReply scan() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT || offset() < 0) {
            throw new JsonParseException(parser, "not a JSON object in UTF-8");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            member(name, parser.nextToken());
        }
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "more than one JSON value");
        }
        return new ScannedReply(items, envelope, usage, error, tier);
    }

    private void member(String name, JsonToken value) throws IOException {
        if (name.equals(listName) && value == JsonToken.START_ARRAY) {
            List<ReplyItem> list = items == null ? new ArrayList<>() : items;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(new ItemScanner(reply, parser, endpoint).scan());
            }
            items = list;
        } else if (name.equals("usage") && value == JsonToken.START_OBJECT) {
            usage = parser.readValueAsTree();
        } else if (name.equals("error") && (value == JsonToken.START_OBJECT || value == JsonToken.VALUE_STRING)) {
            JsonNode told = parser.readValueAsTree();
            error = told.isEmpty() && told.asText().isEmpty() ? null : told;
        } else if (ENVELOPE.contains(name) && value.isScalarValue()) {
            tier = name.equals("service_tier") ? parser.getValueAsString("") : tier;
            keep(name);
        } else {
            parser.skipChildren();
        }
    }

    private void keep(String name) throws IOException {
        int start = offset();
        parser.finishToken();
        envelope.append(envelope.isEmpty() ? "\"" : ",\"").append(name).append("\":");
        envelope.append(reply, start, (int) parser.currentLocation().getByteOffset());
    }

    private int offset() {
        return (int) parser.currentTokenLocation().getByteOffset();
    }
}
