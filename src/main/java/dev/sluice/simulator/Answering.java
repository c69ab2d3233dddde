package dev.sluice.simulator;

import java.nio.charset.StandardCharsets;
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
            work.checkPoison(visit.options().poison());
            if (fault == null) {
                Content content = work.content(visit.draws(), body -> visit.served(work, body));
                visit.endAnswered(work);
                visit.send(200, content);
            } else {
                fail(visit, work, fault);
            }
        } catch (ApiError e) {
            visit.refuse(e);
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
            case ERROR_BODY -> {
                visit.end(200);
                visit.send(200, Json.bytes(ErrorBody.of(FaultErrors.of(Fault.status(500)), visit.errorForm())));
            }
            case HTML -> {
                visit.end(502);
                visit.putHeaders("text/html");
                Delivery.send(visit.exchange(), 502, new JsonContent(WEB_PAGE));
            }
            default -> spoil(visit, work, fault);
        }
    }

    private void spoil(Visit visit, Work work, Fault fault) {
        Content content = work.content(visit.draws(), body -> {
            visit.served(work, body);
            BodyFaults.apply(fault.kind(), body, visit.draws());
        });
        switch (fault.kind()) {
            case SLOW_BODY -> delivery.sendSlowly(visit, work, fault, content);
            case TRUNCATED -> {
                visit.end(200);
                visit.putHeaders(content.type());
                Delivery.sendHalf(visit.exchange(), content);
            }
            case MALFORMED -> {
                visit.end(200);
                visit.send(200, new HalfContent(content));
            }
            default -> {
                visit.end(200);
                visit.send(200, content);
            }
        }
    }
}
