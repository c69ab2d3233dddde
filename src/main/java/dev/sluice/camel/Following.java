package dev.sluice.camel;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** What follows from requests that a lane has sent, and shares its workers with new ones. Thread-safe. */
interface Following {
    /** Nothing follows. */
    Following NOTHING = new Following() {
        @Override
        public @Nullable Exchange next(boolean newWorkWaits) {
            return null;
        }

        @Override
        public boolean mayStart() {
            return true;
        }

        @Override
        public void begins(Exchange exchange) {}

        @Override
        public long nanosUntilNext(boolean newWorkWaits) {
            return Long.MAX_VALUE;
        }
    };

    /** Returns what is to be done before anything new, or null. */
    @Nullable
    Exchange next(boolean newWorkWaits);

    /** Returns whether something new may be begun. */
    boolean mayStart();

    /** Hears that something new is begun. */
    void begins(Exchange exchange);

    /** Returns how long it takes until something is to be done; very long where nothing is. */
    long nanosUntilNext(boolean newWorkWaits);
}
