package dev.sluice.provider;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request to the provider, ready to be posted. Its text shows neither key nor content. Immutable by agreement: the body is not copied. */
public final class ProviderRequest {
    private final URI url;
    private final Map<String, String> headers;
    private final byte[] body;

    ProviderRequest(URI url, Map<String, String> headers, byte[] body) {
        this.url = url;
        this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        this.body = body;
    }

    /** Returns the URL to post to. */
    public URI url() {
        return url;
    }

    /** Returns all headers to send, {@code Content-Length} and {@code Host} left to the client. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Returns the JSON body in UTF-8; not to be changed. */
    public byte[] body() {
        return body;
    }

    @Override
    public String toString() {
        return "ProviderRequest[" + url.getHost() + url.getPath() + " bytes=" + body.length + "]";
    }
}
