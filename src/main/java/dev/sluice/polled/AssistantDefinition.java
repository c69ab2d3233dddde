package dev.sluice.polled;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.prompt.Profile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What the assistant of a profile is made of. Stateless. */
public final class AssistantDefinition {
    private AssistantDefinition() {}

    /** Returns the body of the request that makes it: model, system prompt, and the tool that reads attached files. */
    public static ObjectNode of(Profile profile) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("model", profile.model()).put("name", "sluice-" + profile.name());
        if (profile.system() != null) {
            body.put("instructions", profile.system());
        }
        body.putArray("tools").addObject().put("type", "file_search");
        return body;
    }

    /** Returns a name for it that changes with it. */
    public static String hash(Profile profile) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(of(profile).toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
