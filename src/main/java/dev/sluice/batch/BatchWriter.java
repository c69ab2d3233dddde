package dev.sluice.batch;

import dev.sluice.job.StoreException;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Prompt;
import dev.sluice.time.StoppedException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes prompts into the files of batches: one for each job, limit pool, endpoint and model at a time, and the next one when
 * it is full. While the disk takes nothing, it waits. Thread-safe; a job is written by one thread.
 */
public final class BatchWriter {
    private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

    /** Waits a little between two attempts. */
    public interface Pause {
        /** Returns false if there is to be no other attempt, since Sluice stops. */
        boolean goesOn() throws InterruptedException;
    }

    private interface Attempt<T> {
        T run() throws IOException;
    }

    private final BatchStore store;
    private final Function<String, BatchLimits> limits;
    private final Clock clock;
    private final Pause pause;
    private final Map<Long, Map<List<Object>, UploadFile>> open = new HashMap<>();

    /** Creates one; the bounds depend on the limit pool. */
    public BatchWriter(BatchStore store, Function<String, BatchLimits> limits, Clock clock, Pause pause) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.pause = pause;
    }

    /** Adds the request of a prompt, whose line is given in UTF-8 without its end. */
    public void add(Prompt prompt, String pool, byte[] line) throws InterruptedException {
        List<Object> kind = List.of(pool, prompt.endpoint(), prompt.model());
        Map<List<Object>, UploadFile> files = filesOf(prompt.job());
        long inputs =
                prompt.endpoint() == Endpoint.EMBEDDINGS ? CustomId.of(prompt).answers() : 0;
        UploadFile file = files.get(kind);
        if (file != null && !file.hasRoomFor(line.length + 1, inputs, prompt.promptTokens(), limits.apply(pool))) {
            complete(file);
            files.remove(kind);
            file = null;
        }
        if (file == null) {
            file = untilDone(() -> new UploadFile(store.folder(), prompt, pool));
            files.put(kind, file);
        }
        file.add(prompt.index(), line, inputs, prompt.promptTokens());
        UploadFile added = file;
        untilDone(() -> {
            added.flushIfFull();
            return added;
        });
    }

    private void complete(UploadFile file) throws InterruptedException {
        Batch written = untilDone(() -> file.complete(store.provider(), clock));
        untilDone(() -> store.add(written));
    }

    private <T> T untilDone(Attempt<T> attempt) throws InterruptedException {
        for (boolean first = true; true; first = false) {
            try {
                return attempt.run();
            } catch (IOException | StoreException e) {
                if (first) {
                    LOG.error("a batch can't be written, trying again every second: {}", e.toString());
                }
                if (!pause.goesOn()) {
                    throw new StoppedException();
                }
            }
        }
    }

    private synchronized Map<List<Object>, UploadFile> filesOf(long job) {
        return open.computeIfAbsent(job, id -> new HashMap<>());
    }

    /** Ends the files of a job, which was read to its end; they are batches from then on. */
    public void complete(long job) throws InterruptedException {
        for (UploadFile file : take(job)) {
            complete(file);
        }
    }

    /** Throws the files of a job away, which was not read to its end. */
    public void discard(long job) throws IOException {
        for (UploadFile file : take(job)) {
            file.discard();
        }
    }

    private synchronized List<UploadFile> take(long job) {
        Map<List<Object>, UploadFile> files = open.remove(job);
        return files == null ? List.of() : new ArrayList<>(files.values());
    }
}
