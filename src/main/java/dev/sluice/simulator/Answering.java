package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Answers requests that were admitted, well or badly. Thread-safe. */
final class Answering {
    private static final byte[] WEB_PAGE =
            "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
                    .getBytes(StandardCharsets.UTF_8);
    private final Delivery delivery;

    Answering(Workers workers) {
        this.delivery = new Delivery(workers);
    }

    /** Answers a request, or does to it what the fault says. */
    void answer(Visit visit, Work work, @Nullable Fault fault) {
        try {
            String poison = visit.options().poison();
            if (poison != null && work.mentions(poison)) {
                visit.refuse(ApiError.badRequest("invalid_prompt", null, "Invalid prompt: it contains the poison."));
            } else if (fault == null) {
                byte[] body = Json.bytes(work.answer().apply(visit.draws()));
                visit.endAnswered(work);
                visit.send(200, body);
            } else {
                fail(visit, work, fault);
            }
        } catch (RuntimeException e) {
            visit.refuse(new ApiError(500, "server_error", null, null, "The simulated provider broke: " + e, null));
        }
    }

    private void fail(Visit visit, Work work, Fault fault) {
        switch (fault.kind()) {
            case STATUS -> visit.refuse(FaultErrors.of(fault));
            case RESET -> {
                visit.end(0);
                visit.exchange().close();
            }
            case HANG -> delivery.hang(visit, fault);
            case EMPTY_BODY -> {
                visit.end(200);
                visit.send(200, new byte[0]);
            }
            case HTML -> {
                visit.end(502);
                visit.putHeaders("text/html");
                Delivery.send(visit.exchange(), 502, WEB_PAGE);
            }
            default -> spoil(visit, work, fault);
        }
    }

    private void spoil(Visit visit, Work work, Fault fault) {
        ObjectNode body = work.answer().apply(visit.draws());
        BodyFaults.apply(fault.kind(), body, visit.draws());
        byte[] bytes = Json.bytes(body);
        switch (fault.kind()) {
            case SLOW_BODY -> delivery.sendSlowly(visit, work, fault, bytes);
            case TRUNCATED -> {
                visit.end(200);
                visit.putHeaders("application/json");
                Delivery.sendHalf(visit.exchange(), bytes);
            }
            case MALFORMED -> {
                visit.end(200);
                visit.send(200, Arrays.copyOf(bytes, bytes.length / 2));
            }
            default -> {
                visit.end(200);
                visit.send(200, bytes);
            }
        }
    }
}
