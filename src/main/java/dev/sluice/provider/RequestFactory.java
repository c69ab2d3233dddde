package dev.sluice.provider;

import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Prompt;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds the requests to one provider. Immutable, thread-safe. */
public final class RequestFactory {
    private static final int LONGEST_ID = 512;

    private final EndpointUrl url;
    private final Map<String, String> headers;
    private final boolean azure;

    /**
     * Prepares requests.
     *
     * @param version Sluice's own version, for {@code User-Agent}
     * @throws IllegalArgumentException when the configuration has {@linkplain ProviderConfig#problems() problems}
     */
    public RequestFactory(ProviderConfig config, String version) {
        List<String> problems = config.problems();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        url = new EndpointUrl(config);
        headers = headers(config, version);
        azure = config.kind() == ProviderConfig.Kind.AZURE;
    }

    private static Map<String, String> headers(ProviderConfig config, String version) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "application/json");
        headers.put("User-Agent", "sluice/" + version);
        String key = config.apiKey();
        if (key != null && config.kind() == ProviderConfig.Kind.AZURE) {
            headers.put("api-key", key);
        } else if (key != null) {
            headers.put("Authorization", "Bearer " + key);
        }
        if (config.organization() != null) {
            headers.put("OpenAI-Organization", config.organization());
        }
        if (config.project() != null) {
            headers.put("OpenAI-Project", config.project());
        }
        return Collections.unmodifiableMap(headers);
    }

    /**
     * Builds the request that asks these prompts: a list of several, a single one as it is, since some servers take only
     * a text.
     *
     * @param prompts at least one; several only where the endpoint takes a list or all may be packed into one
     *     conversation, of one model with equal parameters
     * @param clientRequestId the value of {@code X-Client-Request-Id}: printable ASCII, 1 to 512 characters
     * @throws IllegalArgumentException when the prompts can't share a request, or the id isn't of that shape
     */
    public ProviderRequest request(List<Prompt> prompts, String clientRequestId) {
        check(prompts);
        if (clientRequestId.length() > LONGEST_ID || !ProviderConfig.isHeaderValue(clientRequestId)) {
            throw new IllegalArgumentException(
                    "client request id must be printable ASCII of 1 to 512 characters: length="
                            + clientRequestId.length());
        }
        Prompt first = prompts.get(0);
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("X-Client-Request-Id", clientRequestId);
        return new ProviderRequest(url.of(first.endpoint(), first.model()), all, RequestBody.of(prompts));
    }

    /** Returns the URL of a path below the base URL, such as {@code /batches}, with a query that may be empty. */
    public URI url(String path, String query) {
        return url.of(path, query);
    }

    /** Returns the headers of every request. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Returns the line of a batch file that asks one prompt, without a line end, in UTF-8. */
    public byte[] batchLine(Prompt prompt, String customId) {
        String path = batchEndpoint(prompt.endpoint());
        byte[] start = ("{\"custom_id\":\"" + customId + "\",\"method\":\"POST\",\"url\":\"" + path + "\",\"body\":")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] body = RequestBody.of(List.of(prompt));
        byte[] line = Arrays.copyOf(start, start.length + body.length + 1);
        System.arraycopy(body, 0, line, start.length, body.length);
        line[line.length - 1] = '}';
        return line;
    }

    /** Returns the {@code url} of a batch's requests to an endpoint. */
    public String batchEndpoint(Endpoint endpoint) {
        return (azure ? "" : "/v1") + endpoint.path();
    }

    private static void check(List<Prompt> prompts) {
        if (prompts.isEmpty()) {
            throw new IllegalArgumentException("a request needs a prompt");
        }
        Prompt first = prompts.get(0);
        boolean packed = PackedPrompts.arePacked(prompts);
        if (prompts.size() > first.endpoint().maxPrompts() && !packed) {
            throw new IllegalArgumentException("too many prompts for one request: endpoint="
                    + first.endpoint().label() + " prompts=" + prompts.size());
        }
        for (Prompt prompt : prompts) {
            boolean same = prompt.endpoint() == first.endpoint()
                    && prompt.model().equals(first.model())
                    && prompt.parameters().equals(first.parameters())
                    && prompt.choices() == first.choices()
                    && (!packed || PackedPrompts.haveSameSetting(prompt, first));
            if (!same || (prompt.alone() && prompts.size() > 1)) {
                throw new IllegalArgumentException(
                        "the prompt can't share this request: job=" + prompt.job() + " index=" + prompt.index());
            }
        }
    }
}
