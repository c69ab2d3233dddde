package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.sluice.time.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way, from its arrival to its answer. It is booked as ended just before the answer goes out, so that
 * whoever has read the answer finds it counted and its place free. Handed from thread to thread, never shared.
 */
final class Visit {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private final HttpExchange exchange;
    private final ApiRequest request;
    private final SimulatorOptions options;
    private final SimulatorStats stats;
    private final Ticker ticker;
    private final Clock clock;
    private final SplittableRandom draws;
    private @Nullable LimitPool pool;

    Visit(
            HttpExchange exchange,
            ApiRequest request,
            SimulatorOptions options,
            SimulatorStats stats,
            Ticker ticker,
            Clock clock) {
        this.exchange = exchange;
        this.request = request;
        this.options = options;
        this.stats = stats;
        this.ticker = ticker;
        this.clock = clock;
        this.draws = request.draws();
    }

    HttpExchange exchange() {
        return exchange;
    }

    ApiRequest request() {
        return request;
    }

    SimulatorOptions options() {
        return options;
    }

    SplittableRandom draws() {
        return draws;
    }

    Headers headers() {
        return exchange.getResponseHeaders();
    }

    /** Returns how errors are worded: as asked for, but on Azure's paths always as Azure does. */
    ErrorForm errorForm() {
        return options.errors().on(request.address().azure());
    }

    /** Notes the pool that admitted it, which is told when it ends. */
    void admittedBy(LimitPool admitting) {
        pool = admitting;
    }

    /** Books what an answer used that was made, whatever becomes of it on its way. */
    void served(Work work, ObjectNode body) {
        if (!work.prompts().isEmpty() && !work.answersLater()) {
            stats.served()
                    .add(
                            clock.instant().getEpochSecond(),
                            ServedUsage.Account.of(request, work.model(), false),
                            ServedUsage.Sums.of(body, work.images()));
        }
    }

    /** Books a whole answer; it is sent next. */
    void endAnswered(Work work) {
        end(200);
        stats.answered(work, options.recording());
    }

    /** Books the end of a request, with the status of its answer, or 0 where there is none. */
    void end(int status) {
        if (pool != null) {
            pool.release();
            pool = null;
        }
        stats.ended(request, status, options.recording());
    }

    /** Books and sends an error. */
    void refuse(ApiError error) {
        if (error.retryAfter() != null) {
            RetryAfterHeaders.write(options.retryAfter(), error.retryAfter(), clock.instant(), headers());
        }
        end(error.status());
        send(error.status(), Json.bytes(ErrorBody.of(error, errorForm())));
    }

    /** Sends a JSON body whole. */
    void send(int status, byte[] body) {
        send(status, new JsonContent(body));
    }

    /** Sends a body whole. */
    void send(int status, Content body) {
        putHeaders(body.type());
        if (!Delivery.send(exchange, status, body)) {
            stats.undelivered();
        }
    }

    /** Puts the headers that every answer has. */
    void putHeaders(String contentType) {
        Headers headers = headers();
        headers.set("Content-Type", contentType);
        headers.set("x-request-id", request.id());
        long millis = (ticker.nanos() - request.arrivedNanos()) / NANOS_PER_MILLI;
        headers.set("openai-processing-ms", String.valueOf(millis));
        Duration pollAfter = options.batch().pollAfter();
        if (pollAfter != null && request.address().path().startsWith("/batches")) {
            headers.set("openai-poll-after-ms", String.valueOf(pollAfter.toMillis()));
        }
    }
}
