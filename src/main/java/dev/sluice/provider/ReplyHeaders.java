package dev.sluice.provider;

import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The headers of a reply, whose names are compared without regard to case. Immutable. */
public final class ReplyHeaders {
    /** No headers. */
    public static final ReplyHeaders NONE = new ReplyHeaders(new TreeMap<>());

    private final Map<String, String> values;

    private ReplyHeaders(Map<String, String> values) {
        this.values = values;
    }

    /** Takes over a map of names to values; of a collection of values the first one counts. */
    public static ReplyHeaders of(Map<String, ?> headers) {
        Map<String, String> values = new TreeMap<>();
        headers.forEach((name, value) -> {
            Object first = value instanceof Iterable<?> several ? first(several) : value;
            if (first != null) {
                values.putIfAbsent(
                        name.toLowerCase(Locale.ROOT), first.toString().strip());
            }
        });
        return new ReplyHeaders(values);
    }

    private static @Nullable Object first(Iterable<?> values) {
        Iterator<?> iterator = values.iterator();
        return iterator.hasNext() ? iterator.next() : null;
    }

    /** Returns the value of a header, or empty where it is absent or blank. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name.toLowerCase(Locale.ROOT))).filter(value -> !value.isEmpty());
    }
}
