package dev.sluice.provider;

import org.jspecify.annotations.Nullable;

/**
 * One choice, vector or result of a reply, as a part of the reply's bytes.
 *
 * @param start the offset of its first byte
 * @param end the offset after its last byte
 * @param index the index it names, or null where it names none that is a whole number of at least 0
 * @param indexStart the offset of the index's first byte
 * @param indexEnd the offset after the index's last byte, or 0 where it has no index at all
 * @param textLength the characters of its text, for its share of the usage
 * @param problem the code of what makes it useless, or null where it is an answer
 */
record ReplyItem(
        int start,
        int end,
        @Nullable Integer index,
        int indexStart,
        int indexEnd,
        int textLength,
        @Nullable String problem) {

    /** Returns whether it names no index, neither a good nor a bad one. */
    boolean lacksIndex() {
        return indexEnd == 0;
    }

    /** Returns it as one whose index another one names too. */
    ReplyItem repeated() {
        return new ReplyItem(start, end, index, indexStart, indexEnd, textLength, "repeated_index");
    }
}
