package dev.sluice.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Prompt;
import java.io.IOException;
import java.util.List;

/**
 * Finds out which answer of a reply belongs to which prompt: by index, never by order, save for moderations and images, which have
 * no index. What is not certain counts as unanswered: an answer never goes to another prompt. Stateless, thread-safe.
 */
public final class ReplyMatcher {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReplyMatcher() {}

    /**
     * Matches the body of a successful reply. The answers are cut out of it as they stand; only white space between
     * tokens goes.
     *
     * @param prompts the prompts of the request in its order
     * @param reply the reply's body, JSON in UTF-8
     * @throws ProviderException.Unavailable when it is no JSON, or cut off: send again
     * @throws ProviderException.Blocked when it is a web page, so that the base URL is likely wrong
     */
    public static MatchedReply match(List<Prompt> prompts, byte[] reply) {
        Endpoint endpoint = prompts.get(0).endpoint();
        try {
            if (PackedPrompts.arePacked(prompts)) {
                return PackedReply.match(prompts, reply);
            }
            return endpoint == Endpoint.RESPONSES
                    ? ResponseReply.match(prompts.get(0), reply)
                    : new ListReply(prompts, ReplyScanner.scan(reply, endpoint), reply).match();
        } catch (IOException e) {
            throw unreadable(reply, e);
        }
    }

    /** Matches a reply that was read already; the same as matching its bytes, only slower. */
    public static MatchedReply match(List<Prompt> prompts, JsonNode reply) {
        try {
            return match(prompts, JSON.writeValueAsBytes(reply));
        } catch (JsonProcessingException e) {
            throw new ProviderException.Unavailable(200, "malformed_reply", "the reply is no valid JSON", null);
        }
    }

    private static ProviderException unreadable(byte[] reply, IOException e) {
        ErrorBody body = ErrorBody.parse(reply);
        if (body.isWebPage()) {
            return new ProviderException.Blocked(
                    200, "not_an_api", SafeText.of("a web page came back, is the base URL right? " + body.message()));
        }
        String why = e instanceof JsonProcessingException json ? json.getOriginalMessage() : "unreadable";
        return new ProviderException.Unavailable(
                200, "malformed_reply", SafeText.of("the reply is no valid JSON: " + why), null);
    }
}
