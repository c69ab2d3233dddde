package dev.sluice.provider;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that brought no usable answer; each kind says what is to be done about it. */
public abstract sealed class ProviderException extends RuntimeException {
    private final int status;
    private final String code;
    private final @Nullable Duration retryAfter;

    private ProviderException(int status, String code, String message, @Nullable Duration retryAfter) {
        super(message);
        this.status = status;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /** Returns the HTTP status, or 0 where no reply came. */
    public int status() {
        return status;
    }

    /** Returns the provider's error code, or one of Sluice's own. */
    public String code() {
        return code;
    }

    /** Returns how long the provider asks to wait. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** The rate limit was hit: wait and send again; it does not count as an attempt. */
    public static final class RateLimited extends ProviderException {
        /** Creates one; {@code retryAfter} is null where the provider named no time. */
        public RateLimited(int status, String code, String message, @Nullable Duration retryAfter) {
            super(status, code, message, retryAfter);
        }
    }

    /** The request can never pass the limit as it is: split it, or fail its one prompt. */
    public static final class TooLarge extends ProviderException {
        /** Creates one. */
        public TooLarge(int status, String code, String message) {
            super(status, code, message, null);
        }
    }

    /** The provider refuses the content: split a request of several prompts to find the guilty one, fail a single one. */
    public static final class Rejected extends ProviderException {
        /** Creates one. */
        public Rejected(int status, String code, String message) {
            super(status, code, message, null);
        }
    }

    /** Account or key are not accepted: nothing more is sent, everything is kept. */
    public static final class Blocked extends ProviderException {
        /** Creates one. */
        public Blocked(int status, String code, String message) {
            super(status, code, message, null);
        }
    }

    /** The provider failed, was not reached, or its reply was of no use: back off and send again; it counts as an attempt. */
    public static final class Unavailable extends ProviderException {
        /** Creates one; {@code retryAfter} is null where the provider named no time. */
        public Unavailable(int status, String code, String message, @Nullable Duration retryAfter) {
            super(status, code, message, retryAfter);
        }
    }
}
