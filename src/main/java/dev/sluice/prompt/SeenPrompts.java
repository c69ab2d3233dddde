package dev.sluice.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.OptionalLong;

/**
 * Remembers the prompts of one job by 128 bits of their SHA-256, to find those that were there before: 21 MB at most,
 * for 786,432 different prompts. What comes after those is not remembered and so never found. Not thread-safe.
 */
public final class SeenPrompts {
    private static final int FIRST_SLOTS = 1 << 10;
    private static final int MOST_SLOTS = 1 << 20;

    private final MessageDigest digest = sha256();
    private final int mostSlots;
    private long[] high = new long[FIRST_SLOTS];
    private long[] low = new long[FIRST_SLOTS];
    private int[] indexPlusOne = new int[FIRST_SLOTS];
    private int size;

    /** Creates an empty memory. */
    public SeenPrompts() {
        this(MOST_SLOTS);
    }

    /** Creates an empty memory for three quarters of this many prompts, a power of two of at least 1,024. */
    SeenPrompts(int mostSlots) {
        this.mostSlots = mostSlots;
    }

    /**
     * Returns the index of the first prompt that was equal to this one in endpoint, model, input and parameters, or empty
     * where it is the first itself, which is then remembered, or has to be sent {@linkplain Prompt#once() anyway}.
     */
    public OptionalLong firstLike(Prompt prompt) {
        if (!prompt.once()) {
            return OptionalLong.empty();
        }
        ByteBuffer hash = ByteBuffer.wrap(hash(prompt));
        long hashHigh = hash.getLong();
        long hashLow = hash.getLong();
        int slot = slot(hashHigh, hashLow);
        if (indexPlusOne[slot] != 0) {
            return OptionalLong.of(indexPlusOne[slot] - 1L);
        }
        if (hasRoom()) {
            put(slot(hashHigh, hashLow), hashHigh, hashLow, Math.toIntExact(prompt.index() + 1));
            size++;
        }
        return OptionalLong.empty();
    }

    private byte[] hash(Prompt prompt) {
        JsonNode input = prompt.input();
        update(prompt.endpoint().label());
        update(prompt.model());
        update(prompt.parameters());
        update(input.isTextual() ? "text" : "json");
        update(input.isTextual() ? input.textValue() : input.toString());
        return digest.digest();
    }

    /** Adds a text with its length, so that no two lists of texts look the same. */
    private void update(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
    }

    /** Makes the table larger where it gets full, as far as it may grow. */
    private boolean hasRoom() {
        int slots = indexPlusOne.length;
        if (size < slots / 4 * 3) {
            return true;
        }
        if (slots >= mostSlots) {
            return false;
        }
        long[] oldHigh = high;
        long[] oldLow = low;
        int[] old = indexPlusOne;
        high = new long[slots * 2];
        low = new long[slots * 2];
        indexPlusOne = new int[slots * 2];
        for (int i = 0; i < slots; i++) {
            if (old[i] != 0) {
                put(slot(oldHigh[i], oldLow[i]), oldHigh[i], oldLow[i], old[i]);
            }
        }
        return true;
    }

    private void put(int slot, long hashHigh, long hashLow, int value) {
        high[slot] = hashHigh;
        low[slot] = hashLow;
        indexPlusOne[slot] = value;
    }

    /** Returns where a hash is, or the free slot where it belongs. */
    private int slot(long hashHigh, long hashLow) {
        int mask = indexPlusOne.length - 1;
        int slot = (int) hashLow & mask;
        while (indexPlusOne[slot] != 0 && (high[slot] != hashHigh || low[slot] != hashLow)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
