package dev.sluice.job;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Where a file of a user waits in {@code review/}: below a folder of the user's name, as far as file systems take it. Stateless. */
final class ReviewPlace {
    /** File systems take 255 bytes; a note has more in its name than its file, and while it is written even more. */
    private static final int MOST_BYTES = 220;

    private static final int HASH_BYTES = 4;

    private ReviewPlace() {}

    /** Returns the path below {@code review/} of a file with this name in the inbox. */
    static String of(String user, String name) {
        String folder = InboxNames.folderOf(name);
        String fileName = folder.isEmpty() ? name : name.substring(folder.length() + 1);
        return folderOf(user) + "/" + (folder.isEmpty() ? "" : folder + "/") + fitting(fileName);
    }

    /**
     * A user's name may hold anything; a folder's may not, nor be one of those that decide, nor be as long. One that isn't the user's
     * name has a hash of it, so that no two users have the same.
     */
    private static String folderOf(String user) {
        String safe = user.replaceAll("[\\\\/:*?\"<>|\\p{Cntrl}]", "_").replaceAll("^[.]", "_");
        safe = isPath(safe) ? safe : safe.replaceAll("[^\\p{ASCII}]", "_");
        boolean decides = safe.equals("approved") || safe.equals("denied");
        return safe.equals(user) && !decides && bytes(user) <= MOST_BYTES
                ? user
                : head(safe, MOST_BYTES) + "-" + hash(user);
    }

    private static String fitting(String fileName) {
        if (bytes(fileName) <= MOST_BYTES) {
            return fileName;
        }
        String stem = InboxNames.stem(fileName);
        String ending = fileName.substring(stem.length());
        return head(stem, Math.max(0, MOST_BYTES - bytes(ending))) + "-" + hash(fileName) + ending;
    }

    /** Where the system's own encoding is a narrow one, not every text is a path. */
    private static boolean isPath(String text) {
        try {
            return !Path.of(text).toString().isEmpty();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Returns the beginning of a text that has at most this many bytes. */
    private static String head(String text, int most) {
        int end = 0;
        int left = most;
        while (end < text.length()) {
            int next = text.offsetByCodePoints(end, 1);
            left -= bytes(text.substring(end, next));
            if (left < 0) {
                return text.substring(0, end);
            }
            end = next;
        }
        return text;
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
