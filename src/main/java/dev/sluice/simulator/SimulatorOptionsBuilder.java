package dev.sluice.simulator;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Builds {@link SimulatorOptions}; each method sets what is named there and returns the builder. Not thread-safe. */
public final class SimulatorOptionsBuilder {
    private int port;
    private long seed = 1;
    private Latency latency = Latency.fixed(Duration.ZERO);
    private final Map<String, Limits> limits = new LinkedHashMap<>();
    private Enforcement enforcement = Enforcement.usual();
    private HeaderForm headers = HeaderForm.OPENAI;
    private ErrorForm errors = ErrorForm.OPENAI;
    private RetryAfterForm retryAfter = RetryAfterForm.BOTH;
    private Set<String> models = Set.of();
    private Set<String> keys = Set.of();
    private List<Fault> faults = List.of();
    private @Nullable String poison;
    private int contextTokens = 128_000;
    private int maxList = 2_048;
    private int embeddingDimensions = 1_536;
    private BatchOptions batch = BatchOptions.usual();
    private RunOptions runs = RunOptions.usual();
    private OrganizationOptions organization = OrganizationOptions.usual();
    private boolean recording = true;
    private TokenCounter tokenCounter = TokenCounter.fourBytes();
    private AnswerRule answerRule = SimulatedAnswers::echo;

    SimulatorOptionsBuilder() {}

    SimulatorOptionsBuilder(SimulatorOptions from) {
        port = from.port();
        seed = from.seed();
        latency = from.latency();
        limits.putAll(from.limits());
        enforcement = from.enforcement();
        headers = from.headers();
        errors = from.errors();
        retryAfter = from.retryAfter();
        models = from.models();
        keys = from.keys();
        faults = from.faults();
        poison = from.poison();
        contextTokens = from.contextTokens();
        maxList = from.maxList();
        embeddingDimensions = from.embeddingDimensions();
        batch = from.batch();
        runs = from.runs();
        organization = from.organization();
        recording = from.recording();
        tokenCounter = from.tokenCounter();
        answerRule = from.answerRule();
    }

    /** Returns the options. */
    public SimulatorOptions build() {
        return new SimulatorOptions(
                port,
                seed,
                latency,
                limits,
                enforcement,
                headers,
                errors,
                retryAfter,
                models,
                keys,
                faults,
                poison,
                contextTokens,
                maxList,
                embeddingDimensions,
                batch,
                runs,
                organization,
                recording,
                tokenCounter,
                answerRule);
    }

    /** Sets what texts mean, see {@link SimulatorOptions#parse}. */
    public SimulatorOptionsBuilder set(Map<String, String> texts) {
        texts.forEach((name, value) -> OptionText.set(this, name, value));
        return this;
    }

    /** Sets the port. */
    public SimulatorOptionsBuilder port(int value) {
        port = value;
        return this;
    }

    /** Sets the seed. */
    public SimulatorOptionsBuilder seed(long value) {
        seed = value;
        return this;
    }

    /** Sets the latency. */
    public SimulatorOptionsBuilder latency(Latency value) {
        latency = value;
        return this;
    }

    /** Sets the same latency for every answer. */
    public SimulatorOptionsBuilder latency(Duration value) {
        return latency(Latency.fixed(value));
    }

    /** Sets the limits of a model name, of a prefix that ends in {@code *}, or of all others under {@code *}. */
    public SimulatorOptionsBuilder limits(String models, Limits value) {
        limits.put(models, value);
        return this;
    }

    /** Sets the limits of all models that have none of their own. */
    public SimulatorOptionsBuilder limits(Limits value) {
        return limits(SimulatorOptions.ALL_MODELS, value);
    }

    /** Sets the requests a minute of all models that have no limits of their own. */
    public SimulatorOptionsBuilder requestsPerMinute(long value) {
        return changeLimits(SimulatorOptions.ALL_MODELS, l -> l.withRequestsPerMinute(value));
    }

    /** Sets the tokens a minute of all models that have no limits of their own. */
    public SimulatorOptionsBuilder tokensPerMinute(long value) {
        return changeLimits(SimulatorOptions.ALL_MODELS, l -> l.withTokensPerMinute(value));
    }

    /** Sets how limits are held. */
    public SimulatorOptionsBuilder enforcement(Enforcement value) {
        enforcement = value;
        return this;
    }

    /** Sets the shape of the minute limits. */
    public SimulatorOptionsBuilder mode(Enforcement.Mode value) {
        return changeEnforcement(e -> e.withMode(value));
    }

    /** Sets the rate-limit headers. */
    public SimulatorOptionsBuilder headers(HeaderForm value) {
        headers = value;
        return this;
    }

    /** Sets the wording of errors. */
    public SimulatorOptionsBuilder errors(ErrorForm value) {
        errors = value;
        return this;
    }

    /** Sets how a 429 says when to come back. */
    public SimulatorOptionsBuilder retryAfter(RetryAfterForm value) {
        retryAfter = value;
        return this;
    }

    /** Sets the models that exist; none for any. */
    public SimulatorOptionsBuilder models(Collection<String> value) {
        models = Set.copyOf(value);
        return this;
    }

    /** Sets the accepted keys; none for any or no key. */
    public SimulatorOptionsBuilder keys(Collection<String> value) {
        keys = Set.copyOf(value);
        return this;
    }

    /** Sets what goes wrong; counts of {@link Fault#times} start anew. */
    public SimulatorOptionsBuilder faults(Fault... value) {
        return faults(List.of(value));
    }

    /** Sets what goes wrong; counts of {@link Fault#times} start anew. */
    public SimulatorOptionsBuilder faults(List<Fault> value) {
        faults = List.copyOf(value);
        return this;
    }

    /** Sets the text that makes requests fail with 400, or null. */
    public SimulatorOptionsBuilder poison(@Nullable String value) {
        poison = value;
        return this;
    }

    /** Sets the most tokens of prompt and answer together. */
    public SimulatorOptionsBuilder contextTokens(int value) {
        contextTokens = value;
        return this;
    }

    /** Sets the most prompts in one request. */
    public SimulatorOptionsBuilder maxList(int value) {
        maxList = value;
        return this;
    }

    /** Sets the usual length of embeddings. */
    public SimulatorOptionsBuilder embeddingDimensions(int value) {
        embeddingDimensions = value;
        return this;
    }

    /** Changes what the Batch API is like, for batches created from then on. */
    public SimulatorOptionsBuilder batch(Consumer<BatchOptionsBuilder> changes) {
        BatchOptionsBuilder builder = new BatchOptionsBuilder(batch);
        changes.accept(builder);
        batch = builder.build();
        return this;
    }

    /** Changes what background responses and runs of assistants are like, for those started from then on. */
    public SimulatorOptionsBuilder runs(Consumer<RunOptionsBuilder> changes) {
        RunOptionsBuilder builder = new RunOptionsBuilder(runs);
        changes.accept(builder);
        runs = builder.build();
        return this;
    }

    /** Changes what the usage and costs endpoints are like. */
    public SimulatorOptionsBuilder organization(UnaryOperator<OrganizationOptions> change) {
        organization = change.apply(organization);
        return this;
    }

    /** Sets whether prompts and requests are remembered. */
    public SimulatorOptionsBuilder recording(boolean value) {
        recording = value;
        return this;
    }

    /** Sets how tokens are counted. */
    public SimulatorOptionsBuilder tokenCounter(TokenCounter value) {
        tokenCounter = value;
        return this;
    }

    /** Sets what is answered. */
    public SimulatorOptionsBuilder answerRule(AnswerRule value) {
        answerRule = value;
        return this;
    }

    SimulatorOptionsBuilder changeLimits(String models, UnaryOperator<Limits> change) {
        limits.put(models, change.apply(limits.getOrDefault(models, Limits.none())));
        return this;
    }

    SimulatorOptionsBuilder changeEnforcement(UnaryOperator<Enforcement> change) {
        enforcement = change.apply(enforcement);
        return this;
    }
}
