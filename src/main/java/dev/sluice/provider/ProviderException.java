package dev.sluice.provider;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request that brought no usable answer; each kind says what is to be done about it. The message is one sentence of at
 * most 300 characters without secrets. There is no stack trace: what went wrong happened elsewhere.
 */
public abstract sealed class ProviderException extends RuntimeException {
    private final int status;
    private final String code;
    private final @Nullable Duration retryAfter;
    private final @Nullable RateLimitHint hint;

    private ProviderException(
            int status,
            String code,
            String message,
            @Nullable Throwable cause,
            @Nullable Duration retryAfter,
            @Nullable RateLimitHint hint) {
        super(message, cause, true, false);
        this.status = status;
        this.code = code;
        this.retryAfter = retryAfter;
        this.hint = hint;
    }

    /** Returns the HTTP status, or 0 where no reply came. */
    public int status() {
        return status;
    }

    /** Returns the provider's error code, or one of Sluice's own. */
    public String code() {
        return code;
    }

    /** Returns how long the provider asks to wait, more than zero; it may be absurdly long. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Returns what the provider tells about the limit that was hit. */
    public Optional<RateLimitHint> hint() {
        return Optional.ofNullable(hint);
    }

    /** The rate limit was hit: wait and send again; it does not count as an attempt. */
    public static final class RateLimited extends ProviderException {
        /** Creates one; {@code retryAfter} is null where the provider named no time. */
        public RateLimited(int status, String code, String message, @Nullable Duration retryAfter) {
            this(status, code, message, retryAfter, null);
        }

        /** Creates one; {@code retryAfter} and {@code hint} are null where the provider told nothing. */
        public RateLimited(
                int status, String code, String message, @Nullable Duration retryAfter, @Nullable RateLimitHint hint) {
            super(status, code, message, null, retryAfter, hint);
        }
    }

    /** The request can never pass the limit as it is: split it, or fail its one prompt. */
    public static final class TooLarge extends ProviderException {
        /** Creates one. */
        public TooLarge(int status, String code, String message) {
            this(status, code, message, null);
        }

        /** Creates one; {@code hint} is null where the provider told nothing. */
        public TooLarge(int status, String code, String message, @Nullable RateLimitHint hint) {
            super(status, code, message, null, null, hint);
        }
    }

    /** The provider refuses the content: split a request of several prompts to find the guilty one, fail a single one. */
    public static final class Rejected extends ProviderException {
        static final Set<String> BAD_PARAMETER =
                Set.of("unknown_parameter", "unsupported_parameter", "unsupported_value");
        private final boolean wholeRequest;

        /** Creates one that may be the fault of a single prompt. */
        public Rejected(int status, String code, String message) {
            this(status, code, message, false);
        }

        /** Creates one; see {@link #appliesToWholeRequest()}. */
        public Rejected(int status, String code, String message, boolean wholeRequest) {
            super(status, code, message, null, null, null);
            this.wholeRequest = wholeRequest;
        }

        /** Returns whether all prompts of the request share the fault, such as an unknown model, so that splitting is of no use. */
        public boolean appliesToWholeRequest() {
            return wholeRequest;
        }

        /** Returns whether all prompts of the request share the fault because it is one of their parameters. */
        public boolean appliesToParameters() {
            return wholeRequest && BAD_PARAMETER.contains(code());
        }
    }

    /** Key, account or base URL are not accepted: nothing more is sent, everything is kept. */
    public static final class Blocked extends ProviderException {
        /** Creates one. */
        public Blocked(int status, String code, String message) {
            super(status, code, message, null, null, null);
        }
    }

    /** The provider failed, was not reached, or its reply was of no use: back off and send again; it counts as an attempt. */
    public static final class Unavailable extends ProviderException {
        /** Creates one; {@code retryAfter} is null where the provider named no time. */
        public Unavailable(int status, String code, String message, @Nullable Duration retryAfter) {
            super(status, code, message, null, retryAfter, null);
        }

        private Unavailable(String code, String message, IOException cause) {
            super(0, code, SafeText.of(message), cause, null, null);
        }

        /**
         * Returns one for a request that got no reply: code {@code timeout} when it took too long, so that it may have
         * been billed, else {@code connection_error}.
         */
        public static Unavailable noReply(IOException cause) {
            String told = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            if (cause instanceof InterruptedIOException
                    || cause.getClass().getSimpleName().contains("Timeout")) {
                return new Unavailable("timeout", "the provider didn't answer in time: " + told, cause);
            }
            String host = cause instanceof UnknownHostException ? "unknown host " : "";
            return new Unavailable("connection_error", "no connection to the provider: " + host + told, cause);
        }
    }
}
