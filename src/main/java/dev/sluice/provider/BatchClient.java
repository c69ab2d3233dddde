package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.provider.ProviderException.Rejected;
import dev.sluice.provider.ProviderException.Unavailable;
import dev.sluice.time.StoppedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Calls the Batch API without routes, for a person who waits for the reply: each call is one request, nothing is
 * repeated. Files go from and to the disk without being held in memory. A reply that is no success, and none at all, is
 * thrown as the {@link ProviderException} that says what it means. Thread-safe.
 */
public final class BatchClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LIST = Pattern.compile(".*/(files|batches)");
    private static final long SECONDS_A_DAY = 86_400;
    private final RequestFactory requests;
    private final String path;
    private final Duration patience;
    private final Clock clock;
    private final HttpClient http;

    /**
     * What the provider says.
     *
     * @param body the JSON
     * @param pollAfter how long it wants to be left alone, or null where it doesn't say
     */
    public record Reply(JsonNode body, @Nullable Duration pollAfter) {}

    /**
     * Prepares the calls; none goes out yet.
     *
     * @param path between the base URL and {@code /batches}, mostly empty
     * @param version Sluice's own version, for {@code User-Agent}
     * @param clock tells the time that a {@code Retry-After} date is compared with
     */
    public BatchClient(ProviderConfig provider, String path, String version, Clock clock) {
        this.requests = new RequestFactory(provider, version);
        this.path = path;
        this.patience = provider.responseTimeout();
        this.clock = clock;
        // Some servers stumble over the offer of HTTP/2 that Java would make on an unencrypted connection.
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(provider.connectTimeout())
                .build();
    }

    /**
     * Uploads a file of requests and returns its id.
     *
     * @param expireDays days after which the provider is to delete it by itself, 0 to ask for none of that
     */
    public String upload(Path file, int expireDays) throws FileNotFoundException {
        FileForm form = new FileForm(file, expireDays);
        Traffic traffic = new Traffic();
        HttpRequest request = request("/files", "")
                .setHeader("Content-Type", form.contentType())
                .POST(traffic.counting(form.body()))
                .build();
        String id = json(request, traffic).body().path("id").asText("");
        if (id.isEmpty()) {
            throw useless("the uploaded file has no id");
        }
        return id;
    }

    /**
     * Asks for a batch of an uploaded file and returns it.
     *
     * @param endpoint the {@code url} of its lines
     * @param window the {@code completion_window}, such as {@code 24h}
     * @param expireDays days after which the provider is to delete the answers by itself, 0 to ask for none of that
     */
    public JsonNode create(String file, String endpoint, String window, int expireDays, Map<String, String> metadata) {
        ObjectNode batch = JsonNodeFactory.instance.objectNode();
        batch.put("input_file_id", file).put("endpoint", endpoint).put("completion_window", window);
        metadata.forEach(batch.putObject("metadata")::put);
        if (expireDays > 0) {
            batch.putObject("output_expires_after")
                    .put("anchor", "created_at")
                    .put("seconds", SECONDS_A_DAY * expireDays);
        }
        return post("/batches", BodyPublishers.ofString(batch.toString()));
    }

    /** Returns how a batch stands. */
    public Reply look(String batch) {
        return get("/batches/" + encode(batch), "");
    }

    /**
     * Returns a page of the list of batches, the newest first.
     *
     * @param limit how many, 1 to 100
     * @param after the id of the last one of the page before, or empty
     */
    public JsonNode list(int limit, String after) {
        return get("/batches", "limit=" + limit + (after.isEmpty() ? "" : "&after=" + encode(after)))
                .body();
    }

    /** Asks for the end of a batch and returns it. */
    public JsonNode cancel(String batch) {
        return post("/batches/" + encode(batch) + "/cancel", BodyPublishers.noBody());
    }

    /**
     * Writes the content of a file to a channel as it comes.
     *
     * @throws UncheckedIOException when it can't be written; a connection that breaks is a {@link ProviderException}
     */
    public void download(String file, WritableByteChannel target) {
        Traffic traffic = new Traffic();
        send(
                request("/files/" + encode(file) + "/content", "").GET().build(),
                reply -> isSuccess(reply.statusCode()) ? new Download(target, traffic) : BodySubscribers.ofByteArray(),
                traffic);
    }

    /** Deletes a file; one that is not there any more counts as deleted. */
    public void delete(String file) {
        try {
            json(request("/files/" + encode(file), "").DELETE().build(), new Traffic());
        } catch (ProviderException e) {
            if (e.status() != 404) {
                throw e;
            }
        }
    }

    private Reply get(String below, String query) {
        return json(request(below, query).GET().build(), new Traffic());
    }

    private JsonNode post(String below, BodyPublisher body) {
        return json(
                        request(below, "")
                                .setHeader("Content-Type", "application/json")
                                .POST(body)
                                .build(),
                        new Traffic())
                .body();
    }

    private HttpRequest.Builder request(String below, String query) {
        HttpRequest.Builder request = HttpRequest.newBuilder(requests.url(path + below, query));
        requests.headers().forEach((name, value) -> {
            if (!name.equals("Content-Type")) {
                request.setHeader(name, value);
            }
        });
        return request;
    }

    /** An error with status 200 is one all the same. */
    private Reply json(HttpRequest request, Traffic traffic) {
        HttpResponse<byte[]> response = send(request, BodyHandlers.ofByteArray(), traffic);
        JsonNode body;
        try {
            body = JSON.readTree(response.body());
        } catch (IOException e) {
            throw useless("the reply is no valid JSON, is the base URL right?");
        }
        if (body.path("error").isObject() && !body.has("id") && !body.has("data")) {
            throw ErrorReply.classify(500, ReplyHeaders.NONE, response.body(), clock);
        }
        return new Reply(body, pollAfter(response));
    }

    private static @Nullable Duration pollAfter(HttpResponse<?> response) {
        Optional<String> millis = response.headers().firstValue("openai-poll-after-ms");
        return millis.filter(text -> text.matches("[0-9]{1,9}"))
                .map(text -> Duration.ofMillis(Long.parseLong(text)))
                .orElse(null);
    }

    private HttpResponse<byte[]> send(HttpRequest request, BodyHandler<byte[]> handler, Traffic traffic) {
        CompletableFuture<HttpResponse<byte[]>> reply = http.sendAsync(request, handler);
        HttpResponse<byte[]> response;
        try {
            response = await(reply, traffic);
        } catch (ExecutionException e) {
            throw failure(request, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        } finally {
            reply.cancel(true);
        }
        if (!isSuccess(response.statusCode())) {
            throw error(request, response);
        }
        return response;
    }

    /** Where a batch or file was named, 404 is about that and not about the URL, unless no API answers. */
    private ProviderException error(HttpRequest request, HttpResponse<byte[]> response) {
        ErrorBody body = ErrorBody.parse(response.body());
        boolean named = !LIST.matcher(request.uri().getPath()).matches();
        if (response.statusCode() == 404 && named && body.form() == ErrorBody.Form.JSON) {
            return new Rejected(
                    404, body.codeOr("not_found"), body.messageOr("the provider has no such batch or file"));
        }
        ReplyHeaders headers = ReplyHeaders.of(response.headers().map());
        return ErrorReply.classify(response.statusCode(), headers, response.body(), clock);
    }

    /** Java's own timeout is for the whole upload and for none of the download: what counts is that bytes move. */
    private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> reply, Traffic traffic)
            throws ExecutionException, InterruptedException {
        long before = -1;
        while (before != traffic.total()) {
            before = traffic.total();
            try {
                return reply.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillUnderWay) {
                // the loop looks whether it goes on
            }
        }
        throw Unavailable.noReply(new SocketTimeoutException("nothing came for " + patience.toSeconds() + " s"));
    }

    private static RuntimeException failure(HttpRequest request, @Nullable Throwable cause) {
        if (cause instanceof UncheckedIOException notWritten) {
            return notWritten;
        }
        if (cause instanceof ConnectException && cause.getMessage() == null) {
            // Java leaves it unsaid
            return Unavailable.noReply(
                    new IOException(request.uri().getAuthority() + " is not there, or lets nobody in"));
        }
        return Unavailable.noReply(cause instanceof IOException broken ? broken : new IOException(cause));
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status <= 299;
    }

    private static ProviderException useless(String sentence) {
        return new Unavailable(200, "malformed_reply", sentence, null);
    }

    private static String encode(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8);
    }
}
