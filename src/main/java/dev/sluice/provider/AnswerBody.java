package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.prompt.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes response bodies for single prompts out of the parts of one reply. Serves one reply; not thread-safe. */
final class AnswerBody {
    private final ScannedReply reply;
    private final byte[] bytes;
    private final Endpoint endpoint;
    private final JsonBytes out;

    AnswerBody(ScannedReply reply, byte[] bytes, Endpoint endpoint) {
        this.reply = reply;
        this.bytes = bytes;
        this.endpoint = endpoint;
        this.out = new JsonBytes(1024);
    }

    /** Returns the whole reply on one line. */
    String whole() {
        out.clear();
        return out.append(bytes).toString();
    }

    /** Returns a reply that has only these items, indexed from 0, and this usage. */
    String of(List<ReplyItem> items, Usage share) {
        out.clear();
        out.append("{").append(reply.envelope()).append(reply.envelope().isEmpty() ? "\"" : ",\"");
        out.append(ReplyScanner.listName(endpoint)).append("\":[");
        for (int i = 0; i < items.size(); i++) {
            out.append(i == 0 ? "" : ",");
            item(items.get(i), i);
        }
        out.append("]");
        usage(share, reply.usage());
        return out.append("}").toString();
    }

    private void item(ReplyItem item, int index) {
        if (item.lacksIndex()) {
            out.append(bytes, item.start(), item.end());
            return;
        }
        out.append(bytes, item.start(), item.indexStart());
        out.append(Integer.toString(index));
        out.append(bytes, item.indexEnd(), item.end());
    }

    private void usage(Usage share, @Nullable JsonNode whole) {
        if (whole == null) {
            return;
        }
        out.append(",\"usage\":{\"prompt_tokens\":").append(Long.toString(share.promptTokens()));
        if (endpoint == Endpoint.COMPLETIONS || endpoint == Endpoint.CHAT) {
            out.append(",\"completion_tokens\":").append(Long.toString(share.completionTokens()));
        }
        out.append(",\"total_tokens\":").append(Long.toString(share.totalTokens()));
        if (whole.path("prompt_tokens_details").has("cached_tokens")) {
            out.append(",\"prompt_tokens_details\":{\"cached_tokens\":")
                    .append(Long.toString(share.cachedTokens()))
                    .append("}");
        }
        out.append("}");
    }
}
