package dev.sluice.simulator;

/** How a 429 says when to come back, apart from its message. */
public enum RetryAfterForm {
    /** Not at all. */
    NONE,
    /** {@code Retry-After} in whole seconds, rounded up. */
    SECONDS,
    /** {@code Retry-After} in seconds with a fraction. */
    FRACTION,
    /** {@code Retry-After} as an HTTP date. */
    DATE,
    /** {@code retry-after-ms} alone. */
    MILLIS,
    /** {@code retry-after-ms} and {@code Retry-After} in whole seconds. */
    BOTH,
    /** {@code Retry-After: soon} and {@code retry-after-ms: -1}. */
    GARBAGE,
    /** {@code Retry-After: 86400}, as Azure has sent. */
    ABSURD
}
