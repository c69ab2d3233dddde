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
 * Thread-safe: an open group belongs to the aggregator, which locks.
 */
public final class GroupPrompts implements AggregationStrategy {
    private static final String MILLIS_LEFT = "SluiceMillisLeft";
    private final Map<String, Profile> profiles;
    private final Ticker ticker;

    GroupPrompts(Map<String, Profile> profiles, Ticker ticker) {
        this.profiles = Map.copyOf(profiles);
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
        first.getIn().setBody(new OpenGroup(profile.grouping(), ticker.nanos()));
        return first;
    }

    private static final class OpenGroup {
        private final List<Prompt> prompts = new ArrayList<>();
        private final Grouping limits;
        private final long since;
        private int maxPrompts;
        private long tokens;
        private int largest;

        OpenGroup(Grouping limits, long since) {
            this.limits = limits;
            this.since = since;
            this.maxPrompts = limits.maxPrompts();
        }

        void add(Prompt prompt) {
            prompts.add(prompt);
            maxPrompts =
                    prompt.alone() ? 1 : Math.min(maxPrompts, prompt.endpoint().maxPrompts());
            tokens += prompt.promptTokens();
            largest = Math.max(largest, prompt.promptTokens());
        }

        boolean isFull() {
            return prompts.size() >= maxPrompts || tokens + largest > limits.maxTokens();
        }

        long millisLeft(long now) {
            return Math.max(
                    1, limits.maxWait().minus(Duration.ofNanos(now - since)).toMillis());
        }
    }
}
