package dev.sluice.simulator;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** Sends answers, whole or not, and holds no thread while it waits. Thread-safe. */
final class Delivery {
    private static final Duration USUAL_HANG = Duration.ofMinutes(10);
    private static final Duration USUAL_SLOWNESS = Duration.ofSeconds(2);
    private static final int PIECES = 10;
    private final Workers workers;

    Delivery(Workers workers) {
        this.workers = workers;
    }

    /** Sends an answer whole, after what the client still sends, and returns whether it went out. */
    static boolean send(HttpExchange exchange, int status, Content body) {
        try {
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            exchange.sendResponseHeaders(status, body.length() == 0 ? -1 : body.length());
            if (body.length() > 0) {
                body.write(exchange.getResponseBody(), 0, body.length());
            }
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            exchange.close();
        }
    }

    /** Announces the whole body, sends half of it and closes the connection. */
    static void sendHalf(HttpExchange exchange, Content body) {
        try {
            exchange.sendResponseHeaders(200, body.length());
            body.write(exchange.getResponseBody(), 0, body.length() / 2);
            exchange.getResponseBody().flush();
        } catch (IOException e) {
            return;
        } finally {
            exchange.close();
        }
    }

    /** Closes the connection without an answer after a while. */
    void hang(Visit visit, Fault fault) {
        Duration length = fault.duration() == null ? USUAL_HANG : fault.duration();
        workers.after(length.toNanos(), () -> {
            visit.end(0);
            visit.exchange().close();
        });
    }

    /** Sends a body in pieces. */
    void sendSlowly(Visit visit, Work work, Fault fault, Content body) {
        Duration length = fault.duration() == null ? USUAL_SLOWNESS : fault.duration();
        visit.putHeaders(body.type());
        try {
            visit.exchange().sendResponseHeaders(200, body.length());
        } catch (IOException e) {
            visit.exchange().close();
            visit.end(0);
            return;
        }
        sendPieces(visit, work, body, 0, length.toNanos() / PIECES);
    }

    private void sendPieces(Visit visit, Work work, Content body, long from, long gapNanos) {
        long to = Math.min(body.length(), from + body.length() / PIECES + 1);
        boolean last = to == body.length();
        if (last) {
            visit.endAnswered(work);
        }
        boolean sent = sendPiece(visit.exchange(), body, from, to);
        if (last || !sent) {
            visit.exchange().close();
        }
        if (!last && sent) {
            workers.after(gapNanos, () -> sendPieces(visit, work, body, to, gapNanos));
        } else if (!last) {
            visit.end(0);
        }
    }

    private static boolean sendPiece(HttpExchange exchange, Content body, long from, long to) {
        try {
            OutputStream out = exchange.getResponseBody();
            body.write(out, from, to);
            out.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
