package dev.sluice.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.exc.StreamWriteException;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.prompt.Prompt;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the JSON body of a request. */
final class RequestBody {
    /** More than a reader of input lets pass. */
    private static final int DEEPEST = 10_000;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build());

    private RequestBody() {}

    /** Returns {@code {model, <input field>, …parameters}} in UTF-8. */
    static byte[] of(List<Prompt> prompts) {
        try {
            try (ByteArrayBuilder bytes = new ByteArrayBuilder(1024);
                    JsonGenerator out = JSON.createGenerator(bytes)) {
                write(prompts, out);
                return bytes.toByteArray();
            }
        } catch (StreamWriteException halfPair) {
            return escaped(prompts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes half of a surrogate pair as an escape, since UTF-8 has no form for it; the provider may judge it. */
    private static byte[] escaped(List<Prompt> prompts) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            write(prompts, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        StringBuilder ascii = new StringBuilder();
        text.toString().chars().forEach(c -> {
            if (c < 0x80) {
                ascii.append((char) c);
            } else {
                ascii.append(String.format("\\u%04x", c));
            }
        });
        return ascii.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void write(List<Prompt> prompts, JsonGenerator out) throws IOException {
        if (PackedPrompts.arePacked(prompts)) {
            new PackedRequest(prompts).write(out);
            out.flush();
            return;
        }
        Prompt first = prompts.get(0);
        out.writeStartObject();
        out.writeStringField("model", first.model());
        out.writeFieldName(first.endpoint().inputField());
        if (prompts.size() == 1) {
            out.writeTree(first.input());
        } else {
            out.writeStartArray();
            for (Prompt prompt : prompts) {
                out.writeTree(prompt.input());
            }
            out.writeEndArray();
        }
        String parameters = first.parameters();
        if (parameters.length() > 2) {
            out.writeRaw(',');
            out.writeRaw(parameters, 1, parameters.length() - 2);
        }
        out.writeEndObject();
        out.flush();
    }
}
