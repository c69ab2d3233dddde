package dev.sluice.simulator;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Makes the ids of what requests create, the same in every run. Thread-safe. */
final class ObjectIds {
    private final AtomicLong count = new AtomicLong();

    /** Returns a new id, such as {@code thread_…}. */
    String next(String kind, Call call) {
        HexFormat hex = HexFormat.of();
        return kind + "_" + hex.toHexDigits(call.options().seed()) + hex.toHexDigits(count.incrementAndGet());
    }
}
