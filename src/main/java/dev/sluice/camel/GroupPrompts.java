package dev.sluice.camel;

import dev.sluice.limit.RateLimitPool;
import dev.sluice.limit.RateLimitPools;
import dev.sluice.prompt.Grouping;
import dev.sluice.prompt.Profile;
import dev.sluice.prompt.Prompt;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Collects prompts into requests: a group is full when it has the profile's count, or when one more prompt as large as
 * its largest would pass the profile's tokens. Where the profile leaves the count to Sluice, a request gets as many tokens
 * as the pool's limits leave for each, so that neither limit is wasted. A group goes as it is when its first prompt has
 * waited long enough.
 * Thread-safe: an open group belongs to the aggregator, which locks.
 */
public final class GroupPrompts implements AggregationStrategy {
    private static final int WITHOUT_LIMITS = 20;
    private static final String MILLIS_LEFT = "SluiceMillisLeft";
    private final Map<String, Profile> profiles;
    private final RateLimitPools pools;
    private final ExpectedTokens expected;
    private final Ticker ticker;

    GroupPrompts(Map<String, Profile> profiles, RateLimitPools pools, ExpectedTokens expected, Ticker ticker) {
        this.profiles = Map.copyOf(profiles);
        this.pools = pools;
        this.expected = expected;
        this.ticker = ticker;
    }

    @Override
    public Exchange aggregate(Exchange groupOrNull, Exchange next) {
        Prompt prompt = next.getIn().getBody(Prompt.class);
        Exchange group = groupOrNull == null ? open(next, prompt) : groupOrNull;
        OpenGroup prompts = group.getIn().getBody(OpenGroup.class);
        prompts.add(prompt);
        group.setProperty(MILLIS_LEFT, prompts.millisLeft(ticker.nanos()));
        if (prompts.isFull()) {
            group.setProperty(Exchange.AGGREGATION_COMPLETE_CURRENT_GROUP, true);
        }
        return group;
    }

    @Override
    public void onCompletion(Exchange exchange) {
        OpenGroup group = exchange.getIn().getBody(OpenGroup.class);
        String pool = exchange.getProperty(Attempt.POOL, String.class);
        exchange.getIn().setBody(new PromptGroup(pool, group.prompts, 0));
    }

    private Exchange open(Exchange first, Prompt prompt) {
        Profile profile = profiles.get(prompt.profile());
        if (profile == null) {
            throw new IllegalStateException("no such profile: name=" + prompt.profile());
        }
        RateLimitPool pool = pools.pool(first.getProperty(Attempt.POOL, String.class));
        first.getIn().setBody(new OpenGroup(profile.grouping(), pool.tokensPerRequest(), ticker.nanos()));
        return first;
    }

    /** A group in the making. */
    private final class OpenGroup {
        private final List<Prompt> prompts = new ArrayList<>();
        private final Grouping limits;
        private final @Nullable Long target;
        private final long since;
        private int maxPrompts;
        private long tokens;
        private long cost;
        private long largest;
        private long dearest;

        OpenGroup(Grouping limits, Optional<Long> tokensPerRequest, long since) {
            this.limits = limits;
            this.since = since;
            this.target = limits.maxPrompts() == null ? tokensPerRequest.orElse(null) : null;
            this.maxPrompts = limits.maxPrompts() != null
                    ? limits.maxPrompts()
                    : target == null ? WITHOUT_LIMITS : Integer.MAX_VALUE;
        }

        void add(Prompt prompt) {
            prompts.add(prompt);
            maxPrompts = Math.min(maxPrompts, prompt.mostTogether());
            tokens += prompt.promptTokens();
            largest = Math.max(largest, prompt.promptTokens());
            if (target != null) {
                long expectedCost = expected.of(prompt);
                cost += expectedCost;
                dearest = Math.max(dearest, expectedCost);
            }
        }

        boolean isFull() {
            return prompts.size() >= maxPrompts
                    || tokens + largest > limits.maxTokens()
                    || (target != null && cost + dearest > target);
        }

        long millisLeft(long now) {
            return Math.max(
                    1, limits.maxWait().minus(Duration.ofNanos(now - since)).toMillis());
        }
    }
}
