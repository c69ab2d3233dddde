package dev.sluice.camel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.batch.Batch;
import dev.sluice.batch.Batch.State;
import dev.sluice.batch.BatchStore;
import dev.sluice.batch.PollRhythm;
import dev.sluice.batch.RemoteBatch;
import dev.sluice.provider.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/** What the replies to a batch's requests mean for it. Thread-safe. */
public final class BatchReplies {
    private static final String SOUGHT = "SluiceSought";
    private static final String FOUND = "SluiceFound";
    private final BatchStore store;
    private final BatchSteps steps;
    private final PollRhythm rhythm;
    private final boolean deletesFiles;

    BatchReplies(BatchStore store, BatchSteps steps, PollRhythm rhythm, boolean deletesFiles) {
        this.store = store;
        this.steps = steps;
        this.rhythm = rhythm;
        this.deletesFiles = deletesFiles;
    }

    /** Notes the id of the uploaded file. */
    public void uploaded(Exchange exchange) {
        Batch batch = BatchSteps.batch(exchange, store);
        String file = exchange.getMessage().getBody(JsonNode.class).path("id").asText("");
        if (file.isEmpty()) {
            throw new ProviderException.Unavailable(200, "malformed_reply", "the uploaded file has no id", null);
        }
        store.update(batch.with(batch.remote().withFile(file)).in(State.UPLOADED));
    }

    /** Notes the created batch. */
    public void created(Exchange exchange) {
        Batch batch = BatchSteps.batch(exchange, store);
        RemoteBatch remote = remote(exchange);
        store.update(remote.applyTo(batch));
        rhythm.restart();
    }

    /** Returns whether what is sought may be on a page of the list that was not looked at yet. */
    public boolean seeks(Exchange exchange) {
        return exchange.getProperty(SOUGHT, true, Boolean.class);
    }

    /** Looks for the file of the batch on a page of the list of files. */
    public void seekUpload(Exchange exchange) {
        String name = BatchSteps.batch(exchange, store).fileName();
        seek(exchange, node -> node.path("filename").asText().equals(name));
    }

    /** Looks for the batch on a page of the list of batches. */
    public void seekBatch(Exchange exchange) {
        Batch batch = BatchSteps.batch(exchange, store);
        seek(
                exchange,
                node -> RemoteBatch.of(node)
                        .filter(remote -> remote.isOf(batch))
                        .isPresent());
    }

    private static void seek(Exchange exchange, java.util.function.Predicate<JsonNode> sought) {
        JsonNode page = exchange.getMessage().getBody(JsonNode.class);
        for (JsonNode node : page.path("data")) {
            if (sought.test(node)) {
                exchange.setProperty(FOUND, node);
            }
        }
        boolean more = !turnPage(exchange, page).isEmpty();
        exchange.setProperty(SOUGHT, more && exchange.getProperty(FOUND) == null);
    }

    /** Notes where the next page begins; returns that, or an empty text after the last one. */
    static String turnPage(Exchange exchange, JsonNode page) {
        JsonNode data = page.path("data");
        String last = page.path("last_id")
                .asText(data.path(data.size() - 1).path("id").asText(""));
        boolean more = page.path("has_more").asBoolean(data.size() >= BatchRequests.PAGE)
                && !last.isEmpty()
                && !last.equals(exchange.getProperty(BatchRequests.AFTER, "", String.class));
        String after = more ? last : "";
        exchange.setProperty(BatchRequests.AFTER, after);
        return after;
    }

    /** Goes on with the file that was found, or sends it again. */
    public void afterUploadWasSought(Exchange exchange) {
        Batch batch = BatchSteps.batch(exchange, store);
        JsonNode found = exchange.getProperty(FOUND, JsonNode.class);
        store.update(
                found == null
                        ? batch.in(State.WRITTEN)
                        : batch.with(batch.remote().withFile(found.path("id").asText()))
                                .in(State.UPLOADED));
    }

    /** Goes on with the batch that was found, or asks for it again. */
    public void afterBatchWasSought(Exchange exchange) {
        Batch batch = BatchSteps.batch(exchange, store);
        JsonNode found = exchange.getProperty(FOUND, JsonNode.class);
        Optional<RemoteBatch> remote = found == null ? Optional.empty() : RemoteBatch.of(found);
        if (remote.isEmpty() && batch.remote().file() == null) {
            // Of one that was found by its file alone it isn't known whether that is whole.
            store.update(batch.in(State.WRITTEN));
            steps.giveUp(batch);
        } else {
            store.update(remote.map(known -> known.applyTo(batch)).orElseGet(() -> batch.in(State.UPLOADED)));
        }
        rhythm.restart();
    }

    /** Notes that the provider ends the batch. */
    public void cancelling(Exchange exchange) {
        Batch batch = BatchSteps.batch(exchange, store);
        store.update(batch.in(State.CANCELLING));
        rhythm.restart();
    }

    /** Takes a batch back that was not created: its prompts are left over. */
    public void drop(Exchange exchange) {
        Batch batch = BatchSteps.batch(exchange, store);
        Batch dropped = batch.leavingAllOver();
        store.update(dropped);
        LeftOver.note(exchange, dropped.job(), store.leaveOver(dropped));
    }

    /** Returns the provider's files of the batch that are to be deleted. */
    public List<String> filesToDelete(Exchange exchange) {
        Batch.Remote remote = BatchSteps.batch(exchange, store).remote();
        List<String> files = new ArrayList<>();
        for (String file : new String[] {remote.file(), remote.outputFile(), remote.errorFile()}) {
            if (deletesFiles && file != null) {
                files.add(file);
            }
        }
        return files;
    }

    /** Notes that nothing is left to be done for the batch. */
    public void cleanedUp(Exchange exchange) {
        store.update(BatchSteps.batch(exchange, store).in(State.DONE));
    }

    private static RemoteBatch remote(Exchange exchange) {
        return RemoteBatch.of(exchange.getMessage().getBody(JsonNode.class))
                .orElseThrow(() -> new ProviderException.Unavailable(
                        200, "malformed_reply", "the reply describes no batch", null));
    }
}
