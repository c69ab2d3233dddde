package dev.sluice.simulator;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong on purpose, after a request was admitted by the limits. Nothing is done for a request that
 * meets a {@link Kind#STATUS}, {@link Kind#RESET}, {@link Kind#HANG}, {@link Kind#EMPTY_BODY},
 * {@link Kind#ERROR_BODY} or {@link Kind#HTML}: no
 * file is kept, no batch created. With all others it is done, and the answer is bad. Immutable.
 *
 * @param kind what goes wrong
 * @param status the HTTP status of a {@link Kind#STATUS}, else 0
 * @param code the error code of a {@link Kind#STATUS}, or null for the usual one of that status
 * @param probability how likely it happens to a request that it is meant for, 0 to 1
 * @param text what a prompt of the request must contain, or null for every request
 * @param path what method and path of the request must contain, such as {@code GET /files}, or null for every request
 * @param times how often it happens in all, or null for as long as it is set
 * @param duration how long a hang or a slow body lasts, and what a {@link Kind#STATUS} sends as Retry-After; or null
 */
public record Fault(
        Kind kind,
        int status,
        @Nullable String code,
        double probability,
        @Nullable String text,
        @Nullable String path,
        @Nullable Long times,
        @Nullable Duration duration) {

    /** What goes wrong. */
    public enum Kind {
        /** An error status with an error body. */
        STATUS,
        /** The connection is closed without an answer. */
        RESET,
        /** No answer, until {@code duration} (10 minutes unless given) is over and the connection is closed. */
        HANG,
        /** Half of the JSON, with a Content-Length that fits it. */
        MALFORMED,
        /** Half of the JSON, with the Content-Length of all of it, then the connection is closed. */
        TRUNCATED,
        /** Status 200 and no body. */
        EMPTY_BODY,
        /** Status 200 and an error as the body. */
        ERROR_BODY,
        /** Status 502 and a web page, as gateways send. */
        HTML,
        /** The whole answer in ten pieces over {@code duration} (2 seconds unless given). */
        SLOW_BODY,
        /** One item of the list is left out. */
        MISSING_INDEX,
        /** One item of the list has no index field. */
        NO_INDEX,
        /** One item has the index of another; a single item comes twice. */
        REPEATED_INDEX,
        /** One item has an index that nobody asked for. */
        FOREIGN_INDEX,
        /** The list of answers is empty. */
        EMPTY_CHOICES,
        /** The answers are empty, with {@code finish_reason: content_filter}. */
        CONTENT_FILTER,
        /** The whole answer, without its usage. */
        NO_USAGE
    }

    /** Checks the ranges. */
    public Fault {
        if (kind == Kind.STATUS ? status < 400 || status > 599 : status != 0) {
            throw new IllegalArgumentException("fault status must be 400 to 599: value=" + status);
        }
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("fault probability must be 0 to 1: value=" + probability);
        }
        if (times != null && times < 0) {
            throw new IllegalArgumentException("fault times must be >= 0: value=" + times);
        }
    }

    /** Returns a fault that happens to every request. */
    public static Fault of(Kind kind) {
        return new Fault(kind, 0, null, 1, null, null, null, null);
    }

    /** Returns an error status for every request, with the code that is usual for it. */
    public static Fault status(int status) {
        return new Fault(Kind.STATUS, status, null, 1, null, null, null, null);
    }

    /** Returns an error status with a code, such as 429 with {@code insufficient_quota}, for every request. */
    public static Fault status(int status, String code) {
        return new Fault(Kind.STATUS, status, code, 1, null, null, null, null);
    }

    /**
     * Returns the fault that a text means: a status with or without a code, or a kind in lower case, then conditions.
     * For example {@code 500,probability=0.05}, {@code 429:insufficient_quota,times=3}, {@code hang,text=some words},
     * {@code 429:rate_limit_exceeded,times=1,duration=2s} or {@code truncated,path=GET /files}.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static Fault parse(String text) {
        return FaultText.parse(text);
    }

    /** Returns this fault, happening to a share of the requests only. */
    public Fault withProbability(double value) {
        return new Fault(kind, status, code, value, text, path, times, duration);
    }

    /** Returns this fault for requests only that have a prompt which contains a text. */
    public Fault onText(String value) {
        return new Fault(kind, status, code, probability, value, path, times, duration);
    }

    /** Returns this fault for requests only whose method and path contain a text, such as {@code GET /batches/}. */
    public Fault onPath(String value) {
        return new Fault(kind, status, code, probability, text, value, times, duration);
    }

    /** Returns this fault, happening that often in all. */
    public Fault times(long value) {
        return new Fault(kind, status, code, probability, text, path, value, duration);
    }

    /** Returns this fault with its length, or its Retry-After. */
    public Fault withDuration(Duration value) {
        return new Fault(kind, status, code, probability, text, path, times, value);
    }

    /** Returns the name under which it is counted: the kind in lower case, or the status and code. */
    public String label() {
        return FaultText.label(this);
    }
}
