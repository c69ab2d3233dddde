package dev.sluice.provider;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer of JSON in UTF-8 that copies valid JSON without the white space between its tokens. Not thread-safe. */
final class JsonBytes {
    private byte[] bytes;
    private int length;

    JsonBytes(int capacity) {
        bytes = new byte[Math.max(capacity, 64)];
    }

    /** Removes everything, keeps the memory. */
    void clear() {
        length = 0;
    }

    /** Returns whether it holds nothing. */
    boolean isEmpty() {
        return length == 0;
    }

    /** Appends text as it is, which must be ASCII. */
    JsonBytes append(String ascii) {
        reserve(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    /** Appends what another buffer holds. */
    JsonBytes append(JsonBytes other) {
        reserve(other.length);
        System.arraycopy(other.bytes, 0, bytes, length, other.length);
        length += other.length;
        return this;
    }

    /** Appends a whole JSON text, without its byte order mark. */
    JsonBytes append(byte[] json) {
        boolean marked = json.length > 2 && json[0] == (byte) 0xEF && json[1] == (byte) 0xBB && json[2] == (byte) 0xBF;
        return append(json, marked ? 3 : 0, json.length);
    }

    /**
     * Appends a part of a valid JSON text; the part begins and ends outside of strings.
     *
     * @param to the offset after the last byte
     */
    JsonBytes append(byte[] json, int from, int to) {
        reserve(to - from);
        boolean inString = false;
        boolean escaped = false;
        int end = length;
        for (int i = from; i < to; i++) {
            byte b = json[i];
            if (inString) {
                inString = escaped || b != '"';
                escaped = !escaped && b == '\\';
            } else if (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
                continue;
            } else {
                inString = b == '"';
            }
            bytes[end++] = b;
        }
        length = end;
        return this;
    }

    private void reserve(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }

    /** Returns the JSON as text. */
    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
