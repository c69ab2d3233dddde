package dev.sluice.camel;

import dev.sluice.limit.RateLimitPools;
import dev.sluice.prompt.InputLine;
import dev.sluice.prompt.Prompt;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Notes for the router which lane a line goes to and, for a prompt, its pool and whom it may share a request with. Thread-safe. */
final class NameLane implements Processor {
    private final RateLimitPools pools;

    NameLane(RateLimitPools pools) {
        this.pools = pools;
    }

    @Override
    public void process(Exchange exchange) {
        InputLine line = exchange.getIn().getBody(InputLine.class);
        Prompt prompt = line.prompt();
        if (prompt == null) {
            exchange.setProperty(Attempt.LANE, "unreadable");
            return;
        }
        exchange.setProperty(Attempt.LANE, "online");
        exchange.setProperty(Attempt.POOL, pools.poolOf(prompt.model()));
        exchange.setProperty(Attempt.GROUP_KEY, groupKey(prompt));
        exchange.getIn().setBody(prompt);
    }

    private static String groupKey(Prompt prompt) {
        String alone = prompt.alone() ? prompt.job() + ":" + prompt.index() : "";
        return String.join(
                "\n", prompt.profile(), prompt.endpoint().label(), prompt.model(), alone, prompt.parameters());
    }
}
