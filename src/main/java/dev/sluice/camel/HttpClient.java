package dev.sluice.camel;

import dev.sluice.provider.ProviderConfig;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Sets up the HTTP client of Sluice's own endpoint: a connection for each request in flight, timeouts that are none of
 * Camel's three minutes, and no retries of its own, which would pass no gate. Thread-safe.
 */
public final class HttpClient implements HttpClientConfigurer, AutoCloseable {
    private static final TimeValue CHECK_IDLE_AFTER = TimeValue.ofSeconds(1);
    private final ProviderConfig provider;
    private final TotalTimeout totalTimeout;
    private final CompletableFuture<PoolingHttpClientConnectionManager> connections;

    HttpClient(ProviderConfig provider, int maxInFlight, Duration totalTimeout) {
        this.provider = provider;
        this.totalTimeout = new TotalTimeout(totalTimeout);
        // Reading the machine's certificates takes a while: it goes on beside the rest of the start.
        this.connections = CompletableFuture.supplyAsync(() -> connections(provider, maxInFlight));
    }

    private static PoolingHttpClientConnectionManager connections(ProviderConfig provider, int maxInFlight) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(maxInFlight)
                .setMaxConnPerRoute(maxInFlight)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(provider.connectTimeout()))
                        .setSocketTimeout(Timeout.of(provider.responseTimeout()))
                        .setValidateAfterInactivity(CHECK_IDLE_AFTER)
                        .build())
                .build();
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .setConnectionManager(connections.join())
                .setConnectionManagerShared(true)
                .addExecInterceptorFirst("sluice-total-timeout", totalTimeout)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.of(provider.connectTimeout()))
                        .setResponseTimeout(Timeout.of(provider.responseTimeout()))
                        .build());
    }

    /** Breaks off the requests under way after a time, so that none keeps a stop waiting. */
    void abortAfter(Duration time) {
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> connections.join().close(CloseMode.IMMEDIATE));
    }

    @Override
    public void close() {
        totalTimeout.close();
        connections.join().close();
    }
}
