package dev.sluice.camel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.batch.Batch;
import dev.sluice.batch.BatchAnswers;
import dev.sluice.batch.BatchStore;
import dev.sluice.batch.BatchUses;
import dev.sluice.batch.RemoteBatch;
import dev.sluice.batch.ResultChunks;
import dev.sluice.job.JobStore;
import dev.sluice.job.Result;
import dev.sluice.provider.ProviderException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes results of the files that a batch has brought, a line at a time. Thread-safe. */
public final class CollectBatch {
    private static final Logger LOG = LoggerFactory.getLogger(CollectBatch.class);
    private static final String ANSWERS = "SluiceBatchAnswers";
    private final Set<Long> fetchedAgain = ConcurrentHashMap.newKeySet();
    private final BatchStore store;
    private final JobStore jobs;
    private final BatchAskers askers;
    private final Clock clock;

    CollectBatch(BatchStore store, JobStore jobs, BatchAskers askers, Clock clock) {
        this.askers = askers;
        this.store = store;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** Begins to collect; notes for the filter whether the provider refused the file of the batch. */
    public void begin(Exchange exchange) {
        Batch batch = BatchSteps.batch(exchange, store);
        int first = batch.prompts().nextSetBit(0);
        int attempt = 1 + (first < 0 ? 0 : store.timesLeftOver(batch.job(), first));
        exchange.setProperty(
                ANSWERS,
                new BatchAnswers(
                        batch,
                        attempt,
                        clock,
                        new BatchUses(batch, askers.of(batch), Attempt.uses(exchange)::add, clock)));
        exchange.setProperty("SluiceRefused", "failed".equals(batch.remote().status()));
    }

    /** Returns the provider's files with what the batch has brought: answers, then failures, as far as there are any. */
    public List<String> files(Exchange exchange) {
        Batch.Remote remote = BatchSteps.batch(exchange, store).remote();
        return Stream.of(Optional.ofNullable(remote.outputFile()), Optional.ofNullable(remote.errorFile()))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Fails the prompts that the provider found fault with when it checked the file; the rest may go again. */
    public List<Result> refused(Exchange exchange) {
        Batch batch = BatchSteps.batch(exchange, store);
        List<Result> refused = new ArrayList<>();
        RemoteBatch.of(exchange.getMessage().getBody(JsonNode.class)).ifPresent(remote -> {
            for (RemoteBatch.Problem problem : remote.errors()) {
                LOG.warn("batch {} has failed: {} {}", batch.id(), problem.code(), problem.message());
                int index = problem.line() == null ? -1 : position(batch.prompts(), problem.line());
                if (index >= 0) {
                    answers(exchange)
                            .refused(index, problem.code(), problem.message())
                            .ifPresent(refused::add);
                }
            }
        });
        return refused;
    }

    /** Returns which position the request of a line has, from 1, or -1. */
    private static int position(BitSet prompts, int line) {
        int index = prompts.nextSetBit(0);
        for (int k = 1; k < line && index >= 0; k++) {
            index = prompts.nextSetBit(index + 1);
        }
        return index;
    }

    /** Returns the results of a file, some at a time, as it comes in. */
    public Iterator<List<Result>> resultsOf(Exchange exchange) {
        InputStream file = exchange.getMessage().getBody(InputStream.class);
        return file == null ? List.<List<Result>>of().iterator() : new ResultChunks(file, answers(exchange));
    }

    /** Notes what the batch has brought in the end, once all of it is on disk. */
    public void end(Exchange exchange) throws InterruptedException {
        jobs.used(Attempt.takeUses(exchange));
        jobs.awaitStored();
        BatchAnswers answers = answers(exchange);
        Batch batch = answers.collected();
        lookForMissing(batch);
        if (answers.repeated() + answers.unknown() > 0) {
            LOG.warn(
                    "batch {}: lines that repeat an answer: {}, lines that belong to no prompt: {}",
                    batch.id(),
                    answers.repeated(),
                    answers.unknown());
        }
        store.update(batch);
        boolean again = store.leaveOver(batch) && jobs.find(batch.job()).isPresent();
        LeftOver.note(exchange, batch.job(), again);
    }

    /** A file that lacks answers which the provider counts is fetched once more. */
    private void lookForMissing(Batch batch) {
        long missing = batch.remote().completed() - batch.brought().answered();
        if (missing > 0 && batch.remote().outputFile() != null) {
            String told = "the provider counts " + batch.remote().completed() + " answers, the file of the batch has "
                    + batch.brought().answered();
            if (fetchedAgain.add(batch.id())) {
                throw new ProviderException.Unavailable(200, "missing_answers", told, null);
            }
            LOG.warn("batch {}: {}; the missing prompts are asked again", batch.id(), told);
        }
        fetchedAgain.remove(batch.id());
    }

    private static BatchAnswers answers(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(ANSWERS, BatchAnswers.class))
                .orElseThrow();
    }
}
