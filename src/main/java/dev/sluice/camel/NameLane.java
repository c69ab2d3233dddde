package dev.sluice.camel;

import dev.sluice.limit.RateLimitPools;
import dev.sluice.prompt.InputLine;
import dev.sluice.prompt.Prompt;
import dev.sluice.prompt.SendCheck;
import dev.sluice.prompt.Unsendable;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Notes for the router which lane a line goes to and, for a prompt, its pool and whom it may share a request with. Thread-safe. */
final class NameLane implements Processor {
    static final String PROBLEM = "SluiceProblem";
    private final RateLimitPools pools;
    private final SendCheck check;

    NameLane(RateLimitPools pools, SendCheck check) {
        this.pools = pools;
        this.check = check;
    }

    @Override
    public void process(Exchange exchange) {
        JobLine jobLine = exchange.getIn().getBody(JobLine.class);
        InputLine line = jobLine.line();
        Optional<Unsendable> problem = check.problem(line);
        if (problem.isPresent()) {
            exchange.setProperty(Attempt.LANE, "unsendable");
            exchange.setProperty(PROBLEM, problem.get());
            exchange.getIn().setBody(line);
            return;
        }
        if (jobLine.firstLike() != null) {
            exchange.setProperty(Attempt.LANE, "repeated");
            return;
        }
        Prompt prompt = Objects.requireNonNull(line.prompt());
        exchange.setProperty(Attempt.LANE, "online");
        exchange.setProperty(Attempt.POOL, pools.poolOf(prompt.model()));
        exchange.setProperty(Attempt.GROUP_KEY, groupKey(prompt));
        exchange.getIn().setBody(prompt);
    }

    private static String groupKey(Prompt prompt) {
        String company = prompt.alone() ? prompt.job() + ":" + prompt.index() : prompt.packable() ? "packed" : "";
        return String.join(
                "\n", prompt.profile(), prompt.endpoint().label(), prompt.model(), company, prompt.parameters());
    }
}
