package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.simulator.ServedUsage.Kind;
import dev.sluice.simulator.SimulatedBatch.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a batch being run: read, answered and written one by one, so that none of them stays in memory. Lost and
 * doubled lines are drawn here. Not thread-safe.
 */
final class BatchRun implements AutoCloseable {
    private final SimulatedBatch batch;
    private final BatchOrder order;
    private final BatchEndpoint endpoint;
    private final SimulatorStats stats;
    private final Clock clock;
    private final BufferedReader input;
    private final LineSpool output;
    private final LineSpool errors;
    private long done;

    BatchRun(SimulatedBatch batch, BatchEndpoint endpoint, FileStore files, SimulatorStats stats, Clock clock)
            throws IOException {
        this.batch = batch;
        this.order = batch.order();
        this.endpoint = endpoint;
        this.stats = stats;
        this.clock = clock;
        input = BatchInput.open(order.input());
        output = new LineSpool(files);
        errors = new LineSpool(files);
    }

    /** Runs lines until so many are done, or the batch is no longer in progress. */
    void runUntil(long lines) throws IOException {
        while (done < lines && batch.status() == Status.IN_PROGRESS) {
            BatchRequest request = next();
            if (request == null) {
                return;
            }
            run(request);
        }
    }

    /** Writes all lines that were not run as expired. */
    void expireRest() throws IOException {
        for (BatchRequest request = next(); request != null; request = next()) {
            ObjectNode line = line(request, null);
            line.putObject("error")
                    .put("code", "batch_expired")
                    .put("message", "This request could not be executed before the completion window expired.");
            errors.add(line);
        }
    }

    /** Keeps the files of what was run; the batch then names them. */
    void keepFiles() throws IOException {
        boolean late = !order.options().batch().lateOutput().isZero();
        batch.made(output.keep(label("output"), seed()), errors.keep(label("error"), seed()), late);
    }

    @Override
    public void close() throws IOException {
        input.close();
        output.close();
        errors.close();
    }

    private void run(BatchRequest request) throws IOException {
        SplittableRandom draws =
                new SplittableRandom(seed() * 0x9E3779B97F4A7C15L + (order.number() << 32) + request.line());
        boolean lost = draws.nextDouble() < order.options().batch().lostLines();
        boolean doubled = draws.nextDouble() < order.options().batch().doubledLines();
        Call call = request.call(order, endpoint, now());
        LineAnswer answer = LineAnswer.to(call, endpoint, draws);
        stats.lineRun(request, answer, order.options().recording());
        batch.count(answer);
        if (answer.isGood()) {
            ServedUsage.Account account =
                    new ServedUsage.Account(Kind.ofPath(endpoint.path()), order.project(), answer.model(), true);
            stats.served().add(now(), account, ServedUsage.Sums.of(answer.body(), 0));
        }
        if (lost) {
            return;
        }
        ObjectNode line = line(request, response(call, answer)).putNull("error");
        LineSpool target = answer.isGood() ? output : errors;
        target.add(line);
        if (doubled && answer.isGood()) {
            target.add(line);
        }
    }

    private @Nullable BatchRequest next() throws IOException {
        String text = input.readLine();
        return text == null ? null : BatchRequest.of(Json.readLine(text), ++done);
    }

    private ObjectNode line(BatchRequest request, @Nullable ObjectNode response) {
        HexFormat hex = HexFormat.of();
        ObjectNode line = Json.object()
                .put(
                        "id",
                        "batch_req_" + hex.toHexDigits(seed())
                                + hex.toHexDigits((order.number() << 32) + request.line()))
                .put("custom_id", request.customId());
        return line.set("response", response);
    }

    private static ObjectNode response(Call call, LineAnswer answer) {
        ObjectNode response = Json.object()
                .put("status_code", answer.status())
                .put("request_id", call.request().id());
        return response.set("body", answer.body());
    }

    private FileStore.Label label(String kind) {
        Long seconds = order.outputSeconds();
        return new FileStore.Label(
                batch.id() + "_" + kind + ".jsonl", "batch_output", now(), seconds == null ? null : now() + seconds);
    }

    private long seed() {
        return order.options().seed();
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
