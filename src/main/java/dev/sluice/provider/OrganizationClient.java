package dev.sluice.provider;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.provider.ProviderException.Rejected;
import dev.sluice.provider.ProviderException.Unavailable;
import dev.sluice.time.StoppedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks what an organisation has used and what that costs, below {@code /organization}, which takes an admin key only. Each
 * call is one request, nothing is repeated; what brings no usable reply is thrown as a {@link ProviderException}.
 * Thread-safe.
 */
public final class OrganizationClient {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final String MALFORMED = "malformed_reply";
    private final RequestFactory requests;
    private final Duration patience;
    private final Clock clock;
    private final HttpClient http;

    /**
     * Prepares the calls; none goes out yet.
     *
     * @param provider where they go; its own key and project are not sent
     * @param adminKey the key that is
     * @param version Sluice's own version, for {@code User-Agent}
     * @param clock tells the time that a {@code Retry-After} date is compared with
     */
    public OrganizationClient(ProviderConfig provider, String adminKey, String version, Clock clock) {
        ProviderConfig asAdmin = new ProviderConfig(
                provider.kind(),
                provider.baseUrl(),
                adminKey,
                provider.organization(),
                null,
                provider.apiVersion(),
                provider.connectTimeout(),
                provider.responseTimeout());
        this.requests = new RequestFactory(asAdmin, version);
        this.patience = provider.responseTimeout();
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(provider.connectTimeout())
                .build();
    }

    /**
     * Returns what a path below {@code /organization}, such as {@code /costs}, says.
     *
     * @param query the query, encoded
     */
    public JsonNode get(String path, String query) {
        HttpRequest.Builder request = HttpRequest.newBuilder(requests.url("/organization" + path, query));
        requests.headers().forEach((name, value) -> {
            if (!name.equals("Content-Type")) {
                request.setHeader(name, value);
            }
        });
        HttpResponse<byte[]> response = send(request.GET().build());
        int status = response.statusCode();
        if (status == 404 || status == 405) {
            throw new Rejected(
                    status,
                    "no_usage_api",
                    "the server has no usage and costs endpoints (HTTP " + status + "): path="
                            + response.uri().getPath());
        }
        if (status < 200 || status > 299) {
            throw ErrorReply.classify(status, ReplyHeaders.of(response.headers().map()), response.body(), clock);
        }
        return json(path, response.body());
    }

    private JsonNode json(String path, byte[] body) {
        JsonNode reply;
        try {
            reply = JSON.readTree(body);
        } catch (IOException e) {
            throw useless("the reply is no valid JSON, is the base URL right?: path=" + path);
        }
        if (reply.path("error").isObject() && !reply.has("data")) {
            ProviderException error = ErrorReply.classify(500, ReplyHeaders.NONE, body, clock);
            throw new Unavailable(200, error.code(), "the reply is an error: " + error.getMessage(), null);
        }
        return reply;
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> reply = http.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            return reply.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure(request, e.getCause());
        } catch (TimeoutException e) {
            throw Unavailable.noReply(
                    new SocketTimeoutException("nothing whole came for " + patience.toSeconds() + " s"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        } finally {
            reply.cancel(true);
        }
    }

    private static ProviderException failure(HttpRequest request, @Nullable Throwable cause) {
        if (cause instanceof ConnectException && cause.getMessage() == null) {
            return Unavailable.noReply(
                    new IOException(request.uri().getAuthority() + " is not there, or lets nobody in"));
        }
        return Unavailable.noReply(cause instanceof IOException broken ? broken : new IOException(cause));
    }

    /** Returns what is thrown for a reply that is no use, with the reason. */
    public static ProviderException useless(String sentence) {
        return new Unavailable(200, MALFORMED, SafeText.of(sentence), null);
    }

    /** Returns whether a failure is that of a reply which is no use and will be none when it is asked for again. */
    public static boolean isUseless(ProviderException failure) {
        return failure.code().equals(MALFORMED);
    }

    /** Returns whether a request can carry this key. */
    public static boolean isKey(String key) {
        return ProviderConfig.isHeaderValue(key);
    }
}
