package dev.sluice.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.provider.OrganizationClient;
import dev.sluice.provider.ProviderException;
import dev.sluice.reconcile.ProviderFigures;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Fetches pages, waits where a rate limit says so, ten minutes in all at most, and asks a few times again what may pass, at
 * growing distance. Not thread-safe.
 */
final class ReconcilePages implements ProviderFigures.Pages {
    private static final Duration USUAL_WAIT = Duration.ofSeconds(5);
    private static final Duration MOST = Duration.ofMinutes(10);
    private static final int TRIES = 4;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
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
        int failures = 0;
        while (true) {
            try {
                return pages.get(path, query);
            } catch (ProviderException.RateLimited refused) {
                await(refused, "refused by a rate limit", refused.retryAfter().orElse(USUAL_WAIT));
            } catch (ProviderException.Unavailable failed) {
                if (OrganizationClient.isUseless(failed) || ++failures >= TRIES) {
                    throw failed;
                }
                Duration growing = FIRST_WAIT.multipliedBy(1L << (failures - 1));
                await(
                        failed,
                        failed.status() >= 300 ? "failed with HTTP " + failed.status() : "failed",
                        failed.retryAfter().orElse(growing));
            }
        }
    }

    private void await(ProviderException failure, String what, Duration wait) {
        if (wait.compareTo(left) > 0) {
            throw failure;
        }
        left = left.minus(wait);
        progress.accept(what + "; asked again in " + Figures.duration(wait.plusMillis(999)));
        if (stop == null) {
            stop = around.stop().apply(ExitCode.FAILED);
        }
        if (stop.await(wait)) {
            throw new IllegalStateException("stopped before all figures were there");
        }
    }
}
