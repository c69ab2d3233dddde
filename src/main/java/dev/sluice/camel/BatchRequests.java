package dev.sluice.camel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.batch.Batch;
import dev.sluice.batch.Batch.State;
import dev.sluice.batch.BatchStore;
import dev.sluice.batch.RemoteBatch;
import dev.sluice.config.Setting;
import dev.sluice.config.Settings;
import dev.sluice.job.JobStore;
import dev.sluice.provider.RequestFactory;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a batch's life. Those that leave something behind at the provider are noted before they go out.
 * Thread-safe.
 */
public final class BatchRequests {
    static final String AFTER = "SluiceAfter";
    private static final ContentType JSON_LINES = ContentType.create("application/jsonl");
    static final int PAGE = 100;
    private static final long SECONDS_A_DAY = 86_400;
    private final BatchStore store;
    private final JobStore jobs;
    private final RequestFactory requests;
    private final Settings settings;

    BatchRequests(BatchStore store, JobStore jobs, RequestFactory requests, Settings settings) {
        this.store = store;
        this.jobs = jobs;
        this.requests = requests;
        this.settings = settings;
    }

    /** Sends the file of the batch, straight from the disk. */
    public void upload(Exchange exchange) {
        Batch batch = BatchSteps.batch(exchange, store);
        store.update(batch.in(State.UPLOADING));
        MultipartEntityBuilder form = MultipartEntityBuilder.create().addTextBody("purpose", "batch");
        if (expireSeconds() > 0) {
            form.addTextBody("expires_after[anchor]", "created_at")
                    .addTextBody("expires_after[seconds]", Long.toString(expireSeconds()));
        }
        HttpEntity entity = form.addBinaryBody("file", store.file(batch).toFile(), JSON_LINES, batch.fileName())
                .build();
        prepare(exchange, "POST", "/files", "", entity);
        exchange.getIn().setHeader(Exchange.CONTENT_TYPE, entity.getContentType());
    }

    /** Asks for a batch of the uploaded file. */
    public void create(Exchange exchange) {
        Batch batch = BatchSteps.batch(exchange, store);
        store.update(batch.in(State.CREATING));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("input_file_id", batch.remote().file());
        body.put("endpoint", requests.batchEndpoint(batch.content().endpoint()));
        body.put("completion_window", settings.text(Setting.BATCH_WINDOW));
        body.putObject("metadata")
                .put(RemoteBatch.TOKEN, batch.mark())
                .put("sluice_job", Long.toString(batch.job()))
                .put("sluice_file", name(batch));
        if (expireSeconds() > 0) {
            body.putObject("output_expires_after").put("anchor", "created_at").put("seconds", expireSeconds());
        }
        prepare(exchange, "POST", "/batches", "", body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the file of the batch's job, cut to what metadata may hold. */
    private String name(Batch batch) {
        String name = jobs.find(batch.job()).map(job -> job.name()).orElse("");
        return name.length() > 512 ? name.substring(0, 512) : name;
    }

    /** Lists the batches of the key, a hundred at a time. */
    public void listBatches(Exchange exchange) {
        prepare(exchange, "GET", "/batches", "limit=" + PAGE + after(exchange), null);
    }

    /** Lists the uploaded files of batches. */
    public void listFiles(Exchange exchange) {
        prepare(exchange, "GET", "/files", "purpose=batch&limit=" + PAGE + after(exchange), null);
    }

    /** Asks how the batch stands. */
    public void look(Exchange exchange) {
        prepare(exchange, "GET", "/batches/" + ApiCall.id(remoteBatch(exchange)), "", null);
    }

    /** Asks for the end of the batch. */
    public void cancel(Exchange exchange) {
        prepare(exchange, "POST", "/batches/" + ApiCall.id(remoteBatch(exchange)) + "/cancel", "", null);
    }

    /** Fetches the content of the file in the message. */
    public void fetch(Exchange exchange) {
        prepare(exchange, "GET", "/files/" + ApiCall.id(exchange.getIn().getBody(String.class)) + "/content", "", null);
        ApiCall.asStream(exchange);
    }

    /** Deletes the file in the message, if it is still there. */
    public void delete(Exchange exchange) {
        prepare(exchange, "DELETE", "/files/" + ApiCall.id(exchange.getIn().getBody(String.class)), "", null);
        ApiCall.mayBeGone(exchange);
    }

    private @Nullable String remoteBatch(Exchange exchange) {
        return BatchSteps.batch(exchange, store).remote().batch();
    }

    private static String after(Exchange exchange) {
        String after = exchange.getProperty(AFTER, "", String.class);
        return after.isEmpty() ? "" : "&after=" + ApiCall.id(after);
    }

    private long expireSeconds() {
        return SECONDS_A_DAY * settings.number(Setting.BATCH_EXPIRE_DAYS);
    }

    private void prepare(Exchange exchange, String method, String path, String query, @Nullable Object body) {
        ApiCall.prepare(exchange, requests, method, settings.text(Setting.BATCH_PATH) + path, query, body);
    }
}
