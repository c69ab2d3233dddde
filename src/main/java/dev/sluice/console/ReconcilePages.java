package dev.sluice.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.provider.ProviderException;
import dev.sluice.reconcile.ProviderFigures;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Fetches pages, and waits where a rate limit says so: ten minutes in all at most. Not thread-safe. */
final class ReconcilePages implements ProviderFigures.Pages {
    private static final Duration USUAL_WAIT = Duration.ofSeconds(5);
    private static final Duration MOST = Duration.ofMinutes(10);
    private final ProviderFigures.Pages pages;
    private final Surroundings around;
    private final Consumer<String> progress;
    private Duration left = MOST;
    private @Nullable Pause stop;

    ReconcilePages(ProviderFigures.Pages pages, Surroundings around, Consumer<String> progress) {
        this.pages = pages;
        this.around = around;
        this.progress = progress;
    }

    @Override
    public JsonNode get(String path, String query) {
        while (true) {
            try {
                return pages.get(path, query);
            } catch (ProviderException.RateLimited refused) {
                await(refused);
            }
        }
    }

    private void await(ProviderException.RateLimited refused) {
        Duration wait = refused.retryAfter().orElse(USUAL_WAIT);
        if (wait.compareTo(left) > 0) {
            throw refused;
        }
        left = left.minus(wait);
        progress.accept("refused by a rate limit; asked again in " + Figures.duration(wait.plusMillis(999)));
        if (stop == null) {
            stop = around.stop().apply(ExitCode.FAILED);
        }
        if (stop.await(wait)) {
            throw new IllegalStateException("stopped before all figures were there");
        }
    }
}
