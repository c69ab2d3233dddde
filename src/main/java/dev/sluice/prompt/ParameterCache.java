package dev.sluice.prompt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Remembers the request parameters of recent lines, since most lines of a file have the same. Not thread-safe. */
final class ParameterCache {
    private static final int MAX_ENTRIES = 64;
    private static final int MAX_CHARS = 1 << 16;

    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Entry> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    /** Where the fields around those of a line come from. */
    enum Base {
        /** The profile, its system prompt included. */
        PROFILE_WITH_SYSTEM,
        /** The profile's parameters. */
        PROFILE,
        /** Nowhere: the line is complete. */
        NONE
    }

    /** What decides about the parameters. */
    record Key(Endpoint endpoint, String encoding, Base base, ObjectNode own) {}

    /** The parameters and the prompt tokens that they cost. */
    record Entry(RequestParameters parameters, int tokens) {}

    /** Returns what was computed for an equal key, else computes it. */
    Entry get(Key key, Supplier<Entry> compute) {
        Entry known = entries.get(key);
        if (known != null) {
            return known;
        }
        Entry computed = compute.get();
        if (computed.parameters().json().length() <= MAX_CHARS) {
            entries.put(key, computed);
        }
        return computed;
    }
}
