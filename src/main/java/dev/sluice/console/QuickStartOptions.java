package dev.sluice.console;

import dev.sluice.config.QuickStart;
import dev.sluice.prompt.Endpoint;
import java.util.ArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for a start without any file: they shape the default profile and its pool. */
final class QuickStartOptions {
    @Option(names = "--model", paramLabel = "NAME", description = "Model that answers.")
    private @Nullable String model;

    @Option(
            names = "--endpoint",
            paramLabel = "NAME",
            completionCandidates = Endpoints.class,
            description = "Endpoint that answers: ${COMPLETION-CANDIDATES}.")
    private @Nullable String endpoint;

    @Option(names = "--max-tokens", paramLabel = "N", description = "Most tokens of an answer.")
    private @Nullable Integer maxTokens;

    @Option(names = "--system", paramLabel = "TEXT", description = "System prompt (chat and responses).")
    private @Nullable String system;

    @Option(
            names = "--lane",
            paramLabel = "NAME",
            description = "Way to the provider: online, batch (Batch API, half the price), auto, polled.")
    private @Nullable String lane;

    @Option(
            names = "--start",
            paramLabel = "WHAT",
            description = "What a prompt of the lane polled starts: response, assistant.")
    private @Nullable String start;

    @Option(names = "--rpm", paramLabel = "N", description = "Requests a minute that the provider allows.")
    private @Nullable Long requestsPerMinute;

    @Option(names = "--tpm", paramLabel = "N", description = "Tokens a minute that the provider allows.")
    private @Nullable Long tokensPerMinute;

    @Option(names = "--ipm", paramLabel = "N", description = "Images a minute that the provider allows.")
    private @Nullable Long imagesPerMinute;

    @Option(names = "--max-in-flight", paramLabel = "N", description = "Most requests under way at once.")
    private @Nullable Integer maxInFlight;

    /** Returns what was given; the configuration checks it together with everything else. */
    QuickStart toQuickStart() {
        return new QuickStart(
                model,
                endpoint,
                maxTokens,
                system,
                lane,
                start,
                requestsPerMinute,
                tokensPerMinute,
                imagesPerMinute,
                maxInFlight);
    }

    /** The endpoints by the names that users know. */
    static final class Endpoints extends ArrayList<String> {
        Endpoints() {
            super(Arrays.stream(Endpoint.values()).map(Endpoint::label).toList());
        }
    }
}
