package dev.sluice.camel;

import dev.sluice.limit.Reservation;
import dev.sluice.time.Ticker;
import dev.sluice.usage.RequestUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** What an exchange knows of the request that it carries; kept in exchange properties, which never travel to the provider. */
final class Attempt {
    static final String LANE = "SluiceLane";
    static final String POOL = "SluicePool";
    static final String PRIORITY = "SluicePriority";
    static final String GROUP_KEY = "SluiceGroupKey";
    static final String HALVE = "SluiceHalve";
    static final String SINGLE = "SluiceSingle";
    private static final String GROUP = "SluiceGroup";
    private static final String ATTEMPTS = "SluiceAttempts";
    private static final String PERMITS_PER_SECOND = "SluicePermitsPerSecond";
    private static final String COUNTED_AT = "SluiceCountedAt";
    private static final String RESERVATION = "SluiceReservation";
    private static final String REQUEST = "SluiceRequest";
    private static final String LOST = "SluiceLostRequest";
    private static final String WAITED = "SluiceWaited";
    private static final String SENT = "SluiceSent";
    private static final String USES = "SluiceUses";
    private static final String ACCOUNT = "SluiceAccount";

    private Attempt() {}

    static void begin(Exchange exchange, PromptGroup group) {
        exchange.setProperty(GROUP, group);
        exchange.setProperty(POOL, group.pool());
        exchange.setProperty(ATTEMPTS, group.attempts());
        exchange.removeProperty(RESERVATION);
        exchange.removeProperty(COUNTED_AT);
        exchange.removeProperty(HALVE);
        exchange.removeProperty(SINGLE);
        exchange.removeProperty(SENT);
        exchange.removeProperty(USES);
    }

    /** Goes on with some of the prompts. */
    static void narrow(Exchange exchange, PromptGroup group) {
        exchange.setProperty(GROUP, group);
    }

    static PromptGroup group(Exchange exchange) {
        PromptGroup group = exchange.getProperty(GROUP, PromptGroup.class);
        if (group == null) {
            throw new IllegalStateException("the exchange carries no prompts: exchange=" + exchange.getExchangeId());
        }
        return group;
    }

    static int attempts(Exchange exchange) {
        Integer attempts = exchange.getProperty(ATTEMPTS, Integer.class);
        return attempts == null ? 0 : attempts;
    }

    static void countAttempt(Exchange exchange) {
        exchange.setProperty(ATTEMPTS, attempts(exchange) + 1);
    }

    /** Counts an attempt that met a fault of the provider. */
    static void countFault(Exchange exchange, Ticker ticker) {
        countAttempt(exchange);
        exchange.setProperty(COUNTED_AT, ticker.nanos());
    }

    /** Returns how long ago an attempt that met a fault was counted; very long where none was. */
    static long nanosSinceCounted(Exchange exchange, Ticker ticker) {
        Long counted = exchange.getProperty(COUNTED_AT, Long.class);
        return counted == null ? Long.MAX_VALUE : ticker.nanos() - counted;
    }

    static void reserved(Exchange exchange, Reservation reservation, long permitsPerSecond) {
        exchange.setProperty(RESERVATION, reservation);
        exchange.setProperty(PERMITS_PER_SECOND, permitsPerSecond);
    }

    /** Begins to wait at the gate: nothing is sent, nothing is used. */
    static void arrived(Exchange exchange) {
        exchange.removeProperty(SENT);
        exchange.removeProperty(USES);
        exchange.removeProperty(WAITED);
    }

    /** Notes how long the request has waited at the gate of its pool. */
    static void waited(Exchange exchange, Duration waited) {
        exchange.setProperty(WAITED, waited);
    }

    static Duration waited(Exchange exchange) {
        return exchange.getProperty(WAITED, Duration.ZERO, Duration.class);
    }

    /** Returns whether a request went out since the gate was passed. */
    static boolean isSent(Exchange exchange) {
        return exchange.getProperty(SENT, false, Boolean.class);
    }

    /** Sets whose the calls of the exchange are. */
    static void onAccount(Exchange exchange, NoteUse.Account account) {
        exchange.setProperty(ACCOUNT, account);
    }

    static NoteUse.@Nullable Account account(Exchange exchange) {
        return exchange.getProperty(ACCOUNT, NoteUse.Account.class);
    }

    /** Has it stored with the results what a request used. */
    static void used(Exchange exchange, RequestUse use) {
        uses(exchange).add(use);
    }

    /** Returns where it is collected what is to be stored with the results of the exchange and of those split from it. */
    @SuppressWarnings("unchecked")
    static Queue<RequestUse> uses(Exchange exchange) {
        Queue<RequestUse> uses = exchange.getProperty(USES, Queue.class);
        if (uses == null) {
            uses = new ConcurrentLinkedQueue<>();
            exchange.setProperty(USES, uses);
        }
        return uses;
    }

    /** Returns what was used and is not stored yet, which is up to the caller from then on. */
    static List<RequestUse> takeUses(Exchange exchange) {
        Queue<RequestUse> uses = uses(exchange);
        List<RequestUse> taken = new ArrayList<>();
        for (RequestUse use = uses.poll(); use != null; use = uses.poll()) {
            taken.add(use);
        }
        return taken;
    }

    /** Notes the id of the request that is about to go out. */
    static void sending(Exchange exchange, String request) {
        exchange.setProperty(REQUEST, request);
        exchange.setProperty(SENT, true);
        exchange.removeProperty(LOST);
    }

    /** Returns the id of the latest request, or an empty text where none went out. */
    static String request(Exchange exchange) {
        return exchange.getProperty(REQUEST, "", String.class);
    }

    /** Notes that the latest request may have been answered and paid for, though no answer came. */
    static void lost(Exchange exchange) {
        exchange.setProperty(LOST, request(exchange));
    }

    /** Returns the id of the request before, if it may have been paid for. */
    static Optional<String> lostRequest(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(LOST, String.class));
    }

    static Optional<Reservation> reservation(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(RESERVATION, Reservation.class));
    }
}
