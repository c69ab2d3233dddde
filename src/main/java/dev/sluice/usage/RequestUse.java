package dev.sluice.usage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that reached the provider, and what it used. Immutable.
 *
 * @param at when it was over
 * @param pool the limit pool that it passed
 * @param model the model that was asked
 * @param first on whose account the request itself goes: that of its first prompt
 * @param service which service of the provider has answered
 * @param outcome what became of it
 * @param carried how many prompts it carried
 * @param waited how long it waited at the gate of its pool
 * @param mark tells it from all others where its reply may come in twice, see {@link #markOf}; null where that can't be
 * @param prompts what its prompts used; none where the provider has worked on none
 */
public record RequestUse(
        Instant at,
        String pool,
        String model,
        Asker first,
        Service service,
        Outcome outcome,
        int carried,
        Duration waited,
        @Nullable Long mark,
        List<PromptUse> prompts) {

    private static final int LONGEST_NAME = 256;

    /** What became of a request. */
    public enum Outcome {
        /** It was answered, though perhaps not usefully. */
        ANSWERED(0),
        /** A rate limit has refused it: 429. */
        RATE_LIMITED(1),
        /** It has failed in another way. */
        FAILED(2),
        /** No request of its own: what a run brought, whose requests are noted apart. */
        RUN_ANSWERED(3);

        private final int code;

        Outcome(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /** Copies the list, and cuts off the end of a name of a model that can't be one. */
    public RequestUse {
        model = model.length() > LONGEST_NAME ? model.substring(0, LONGEST_NAME) : model;
        prompts = List.copyOf(prompts);
    }

    /** Returns the tokens of all its prompts. */
    public UsedTokens tokens() {
        long input = 0;
        long cached = 0;
        long output = 0;
        for (PromptUse prompt : prompts) {
            input += prompt.tokens().input();
            cached += prompt.tokens().cached();
            output += prompt.tokens().output();
        }
        return new UsedTokens(input, cached, output);
    }

    /** Returns the mark of what is known by this text: 64 bits of its SHA-256. */
    public static long markOf(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
