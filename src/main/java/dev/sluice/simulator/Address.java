package dev.sluice.simulator;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request's URI names, whichever of the ways of writing it was used.
 *
 * @param path the path below the version, such as {@code /chat/completions}; the whole path where it has no version
 * @param deployment the deployment of an Azure path, or null
 * @param azure whether it is one of Azure's paths
 * @param datedVersion whether the query must name an API version, since the path names none
 * @param query the query as sent, or empty
 */
record Address(String path, @Nullable String deployment, boolean azure, boolean datedVersion, String query) {
    private static final String VERSION = "/v1/";
    private static final String AZURE = "/openai";
    private static final String AZURE_VERSION = AZURE + VERSION;
    private static final String DEPLOYMENTS = AZURE + "/deployments/";
    private static final List<String> WITHOUT_DEPLOYMENT =
            List.of("/files", "/batches", "/responses", "/assistants", "/threads");

    /**
     * Reads {@code /v1/…}, {@code /openai/v1/…}, {@code /openai/deployments/{d}/…}, {@code /openai/files…} and
     * so on for all that needs no deployment.
     */
    static Address of(URI uri) {
        String path = uri.getPath() == null ? "" : uri.getPath();
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        if (path.startsWith(VERSION)) {
            return new Address(path.substring(VERSION.length() - 1), null, false, false, query);
        }
        if (path.startsWith(AZURE_VERSION)) {
            return new Address(path.substring(AZURE_VERSION.length() - 1), null, true, false, query);
        }
        int end = path.indexOf('/', DEPLOYMENTS.length());
        if (path.startsWith(DEPLOYMENTS) && end > 0) {
            return new Address(path.substring(end), path.substring(DEPLOYMENTS.length(), end), true, true, query);
        }
        if (WITHOUT_DEPLOYMENT.stream().anyMatch(start -> (path + "/").startsWith(AZURE + start + "/"))) {
            return new Address(path.substring(AZURE.length()), null, true, true, query);
        }
        return new Address(path, null, false, false, query);
    }

    /** Returns whether it names an API version where it must. */
    boolean isVersioned() {
        return !datedVersion || query.contains("api-version=");
    }

    /** Returns a parameter of the query, or empty. */
    String parameter(String name) {
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }
}
