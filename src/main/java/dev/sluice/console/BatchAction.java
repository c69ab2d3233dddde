package dev.sluice.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.batch.RemoteBatch;
import dev.sluice.config.Configuration;
import dev.sluice.config.ConfigurationLoader;
import dev.sluice.config.ConfigurationSource;
import dev.sluice.config.QuickStart;
import dev.sluice.config.Setting;
import dev.sluice.config.Settings;
import dev.sluice.provider.BatchClient;
import dev.sluice.provider.ProviderConfig;
import dev.sluice.provider.ProviderException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Something that is done with the Batch API of the provider that the configuration names. */
abstract class BatchAction implements Callable<Integer> {
    final Surroundings around;

    @Mixin
    private ConfigFolder config = new ConfigFolder();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrule a setting, e.g. sluice.batch.path=/v2; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    BatchAction(Surroundings around) {
        this.around = around;
    }

    /** Does it; a {@link ProviderException} is told in a sentence. */
    abstract ExitCode act(BatchClient client, Settings inForce) throws IOException;

    @Override
    public final Integer call() throws IOException {
        ConfigurationSource source =
                new ConfigurationSource(Path.of(""), config.folder(), settings, QuickStart.NONE, around.environment());
        Configuration configuration = ConfigurationLoader.load(source);
        configuration.warnings().forEach(warning -> say("warning: " + warning));
        ProviderConfig provider = configuration
                .provider()
                .orElseThrow(() ->
                        new IllegalStateException("a batch needs a provider: set OPENAI_API_KEY or OPENAI_BASE_URL"));
        String path = configuration.settings().text(Setting.BATCH_PATH);
        BatchClient client = new BatchClient(provider, path, Version.text(), around.clock());
        try {
            return act(client, configuration.settings()).number();
        } catch (ProviderException e) {
            return tell("", e).number();
        }
    }

    /** Something that is done with one batch. */
    @FunctionalInterface
    interface Step {
        ExitCode with(String batch) throws IOException;
    }

    /** Does it with each batch, whatever becomes of the others; returns what is worst. */
    final ExitCode each(List<String> batches, Step step) {
        ExitCode worst = ExitCode.OK;
        for (String batch : batches) {
            ExitCode code;
            try {
                code = step.with(batch);
            } catch (ProviderException e) {
                code = tell(batch + ": ", e);
            } catch (IOException e) {
                say("sluice: " + batch + ": " + Sentences.sentence(e));
                code = ExitCode.FAILED;
            }
            if (code == ExitCode.BLOCKED) {
                return code;
            }
            worst = isWorse(code, worst) ? code : worst;
        }
        return worst;
    }

    /** A failure is worse than a batch that is not ready, that is worse than failed requests. */
    private static boolean isWorse(ExitCode code, ExitCode than) {
        List<ExitCode> order = List.of(ExitCode.OK, ExitCode.SOME_FAILED, ExitCode.NOT_READY, ExitCode.FAILED);
        return order.indexOf(code) > order.indexOf(than);
    }

    /** Returns the batch that a reply describes. */
    static RemoteBatch batch(JsonNode reply) {
        return RemoteBatch.of(reply)
                .orElseThrow(() -> new ProviderException.Unavailable(
                        200, "malformed_reply", "the reply describes no batch, is the base URL right?", null));
    }

    /** Says something on standard error, which scripts don't read. */
    final void say(String line) {
        around.terminal().err().println(line);
    }

    private ExitCode tell(String about, ProviderException failure) {
        say("sluice: " + about + failure.getMessage() + advice(failure));
        return failure instanceof ProviderException.Blocked ? ExitCode.BLOCKED : ExitCode.FAILED;
    }

    private static String advice(ProviderException failure) {
        if (failure instanceof ProviderException.Blocked) {
            return "; check OPENAI_API_KEY, OPENAI_BASE_URL and the account";
        }
        if (failure instanceof ProviderException.RateLimited || failure instanceof ProviderException.Unavailable) {
            return failure.retryAfter()
                    .map(time -> "; try again in " + Figures.duration(time.plusMillis(999)))
                    .orElse("; try again later");
        }
        return failure.status() == 404 ? "; see 'batch list'" : "";
    }
}
