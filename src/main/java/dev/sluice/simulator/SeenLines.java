package dev.sluice.simulator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Knows lines of batches again by 64 bits of their hash, the first million of them. Thread-safe. */
final class SeenLines {
    private static final int MAX_LINES = 1_000_000;
    private final Set<Long> hashes = ConcurrentHashMap.newKeySet();

    /** Adds a line and returns whether it is a new one; where there is no room any more, all are. */
    boolean add(BatchRequest request) {
        long hash = hash(request);
        return hashes.size() < MAX_LINES ? hashes.add(hash) : !hashes.contains(hash);
    }

    private static long hash(BatchRequest request) {
        MessageDigest digest = sha256();
        digest.update(request.customId().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        return ByteBuffer.wrap(digest.digest(Json.bytes(request.body()))).getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
