package dev.sluice.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.sluice.simulator.LimitPool.Verdict;
import dev.sluice.time.Ticker;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The way of a request: read, find its operation, check its key, check it, pass the limits where some hold, wait out the
 * latency, then {@link Answering}. Thread-safe.
 */
final class RequestPipeline implements HttpHandler {
    private final AtomicLong count = new AtomicLong();
    private final Router router;
    private final Supplier<Setting> setting;
    private final Limiter limiter;
    private final SimulatorStats stats;
    private final Workers workers;
    private final Answering answering;
    private final Ticker ticker;
    private final Clock clock;

    /** What holds for a request: the options, and the faults that are planned. */
    record Setting(SimulatorOptions options, FaultPlan faults) {}

    RequestPipeline(
            Router router,
            Supplier<Setting> setting,
            Limiter limiter,
            SimulatorStats stats,
            Workers workers,
            Ticker ticker,
            Clock clock) {
        this.router = router;
        this.setting = setting;
        this.limiter = limiter;
        this.stats = stats;
        this.workers = workers;
        this.answering = new Answering(workers);
        this.ticker = ticker;
        this.clock = clock;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Setting current = setting.get();
        SimulatorOptions options = current.options();
        ApiRequest request = ApiRequest.read(exchange, count.incrementAndGet(), options.seed(), ticker.nanos());
        stats.arrived(request, options.recording());
        Visit visit = new Visit(exchange, request, options, stats, ticker, clock);
        try {
            admit(visit, read(visit), current.faults());
        } catch (ApiError e) {
            visit.refuse(e);
        } catch (RuntimeException | StackOverflowError e) {
            visit.refuse(new ApiError(500, "server_error", null, null, "The simulated provider broke: " + e, null));
        }
    }

    private Work read(Visit visit) {
        ApiRequest request = visit.request();
        Router.Match match = router.find(request);
        KeyCheck.check(request, visit.options());
        if (request.body().length > ApiRequest.MAX_BODY_BYTES) {
            throw new ApiError(413, "invalid_request_error", null, null, "Request body too large.", null);
        }
        long createdSeconds = clock.instant().getEpochSecond();
        Work work = match.operation()
                .read(new Call(request, match.variables(), visit.options(), createdSeconds, visit.headers()));
        stats.asked(work, visit.options().recording());
        return work;
    }

    private void admit(Visit visit, Work work, FaultPlan faults) {
        if (work.isLimited()) {
            passLimits(visit, work);
        }
        Fault fault = faults.choose(visit.request(), work, visit.draws());
        if (fault != null) {
            stats.faulted(fault);
        }
        long latencyNanos = visit.options().latency().sampleNanos(visit.draws());
        workers.after(latencyNanos, () -> answering.answer(visit, work, fault));
    }

    private void passLimits(Visit visit, Work work) {
        SimulatorOptions options = visit.options();
        long now = ticker.nanos();
        LimitPool pool = limiter.poolFor(work.model(), now);
        long tokens = options.enforcement().tokensOf(work.promptTokens(), work.outputTokens());
        Verdict verdict = pool.admit(tokens, work.images(), now);
        LimitHeaders.write(options.headers(), verdict.levels(), visit.headers());
        if (verdict.refusal() != null) {
            stats.limited();
            throw RateLimitErrors.of(verdict.refusal(), work.model(), visit.errorForm());
        }
        visit.admittedBy(pool);
        stats.admitted(tokens, now);
    }
}
