package dev.sluice.camel;

import dev.sluice.prompt.Grouping;
import dev.sluice.prompt.Profile;
import dev.sluice.prompt.Prompt;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * Collects prompts into requests: a group is full when it has the profile's count, or when one more prompt as large as
 * its largest would pass the profile's tokens; it goes as it is when its first prompt has waited long enough.
 * Thread-safe: groups belong to the aggregator, which locks.
 */
public final class GroupPrompts implements AggregationStrategy {
    private final Map<String, Profile> profiles;
    private final Ticker ticker;

    GroupPrompts(Map<String, Profile> profiles, Ticker ticker) {
        this.profiles = Map.copyOf(profiles);
        this.ticker = ticker;
    }

    @Override
    public Exchange aggregate(Exchange group, Exchange next) {
        Prompt prompt = next.getIn().getBody(Prompt.class);
        if (group == null) {
            String pool = next.getProperty(Attempt.POOL, String.class);
            next.getIn().setBody(new OpenGroup(pool, grouping(prompt), ticker.nanos()).add(prompt));
            return next;
        }
        openGroup(group).add(prompt);
        return group;
    }

    /** Returns the correlation key: prompts that may share a request have the same. */
    public String key(Exchange exchange) {
        Prompt prompt = exchange.getIn().getBody(Prompt.class);
        String alone = prompt.alone() ? prompt.job() + ":" + prompt.index() : "";
        return String.join(
                "\n", prompt.profile(), prompt.endpoint().label(), prompt.model(), alone, prompt.parameters());
    }

    /** Returns whether the group is complete. */
    public boolean isFull(Exchange exchange) {
        return openGroup(exchange).isFull();
    }

    /** Returns how many milliseconds the group may still wait for company, at least 1. */
    public long millisLeft(Exchange exchange) {
        return openGroup(exchange).millisLeft(ticker.nanos());
    }

    @Override
    public void onCompletion(Exchange exchange) {
        OpenGroup open = openGroup(exchange);
        exchange.getIn().setBody(new PromptGroup(open.pool, open.prompts, 0));
    }

    private Grouping grouping(Prompt prompt) {
        Profile profile = profiles.get(prompt.profile());
        if (profile == null) {
            throw new IllegalStateException("no such profile: name=" + prompt.profile());
        }
        return profile.grouping();
    }

    private static OpenGroup openGroup(Exchange exchange) {
        return exchange.getIn().getBody(OpenGroup.class);
    }

    private static final class OpenGroup {
        private final String pool;
        private final Grouping limits;
        private final long since;
        private final List<Prompt> prompts = new ArrayList<>();
        private int maxPrompts;
        private long tokens;
        private int largest;

        OpenGroup(String pool, Grouping limits, long since) {
            this.pool = pool;
            this.limits = limits;
            this.since = since;
            this.maxPrompts = limits.maxPrompts();
        }

        OpenGroup add(Prompt prompt) {
            prompts.add(prompt);
            maxPrompts = prompt.alone() ? 1 : Math.min(maxPrompts, prompt.endpoint().maxPrompts());
            tokens += prompt.promptTokens();
            largest = Math.max(largest, prompt.promptTokens());
            return this;
        }

        boolean isFull() {
            return prompts.size() >= maxPrompts || tokens + largest > limits.maxTokens();
        }

        long millisLeft(long now) {
            return Math.max(1, limits.maxWait().minus(Duration.ofNanos(now - since)).toMillis());
        }
    }
}
