package dev.sluice.camel;

import dev.sluice.job.Decision;
import dev.sluice.limit.RateLimitPools;
import dev.sluice.prompt.InputLine;
import dev.sluice.prompt.Profile;
import dev.sluice.prompt.Prompt;
import dev.sluice.prompt.SendCheck;
import dev.sluice.prompt.Unsendable;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Notes for the router which lane a line goes to and, for a prompt, its pool, its priority and, where it may share a
 * request, the key of those that it may share it with. Thread-safe.
 */
final class NameLane implements Processor {
    static final String PROBLEM = "SluiceProblem";
    private final RateLimitPools pools;
    private final SendCheck check;
    private final Map<String, Profile> profiles;
    private final Backlog backlog;
    private final RefusedForGood refusedForGood;
    private final BatchLane batches;
    private final PolledLane runs;
    private final UserBudgets budgets;
    private final LongFunction<Optional<Decision>> decisions;

    NameLane(
            RateLimitPools pools,
            SendCheck check,
            Map<String, Profile> profiles,
            Backlog backlog,
            RefusedForGood refusedForGood,
            BatchLane batches,
            PolledLane runs,
            UserBudgets budgets,
            LongFunction<Optional<Decision>> decisions) {
        this.decisions = decisions;
        this.budgets = budgets;
        this.batches = batches;
        this.runs = runs;
        this.refusedForGood = refusedForGood;
        this.pools = pools;
        this.check = check;
        this.profiles = Map.copyOf(profiles);
        this.backlog = backlog;
    }

    @Override
    public void process(Exchange exchange) {
        JobLine jobLine = exchange.getIn().getBody(JobLine.class);
        InputLine line = jobLine.line();
        Optional<Unsendable> problem = check.problem(line);
        if (problem.isPresent()) {
            fail(exchange, line, problem.get());
            return;
        }
        if (jobLine.firstLike() != null) {
            exchange.setProperty(Attempt.LANE, "repeated");
            return;
        }
        Prompt prompt = Objects.requireNonNull(line.prompt());
        UserBudgets.Verdict verdict = verdict(prompt);
        if (!verdict.isSent()) {
            hold(exchange, line, prompt, verdict);
            return;
        }
        Profile profile = profileOf(prompt);
        exchange.setProperty(Attempt.POOL, pools.poolOf(prompt.model(), prompt.promptTokens()));
        if (batches.takes(profile.lane(), prompt.job(), prompt.endpoint())) {
            int tries = batches.tries(prompt.job(), prompt.index());
            if (tries < profile.lane().batchTries()) {
                exchange.setProperty(Attempt.LANE, "batch");
                exchange.getIn().setBody(prompt);
                return;
            }
            if (!profile.lane().thenOnline()) {
                fail(
                        exchange,
                        line,
                        new Unsendable("batch_unanswered", "no batch has brought an answer: tries=" + tries));
                return;
            }
        }
        exchange.setProperty(Attempt.PRIORITY, profile.priority());
        if (runs.takes(profile.lane(), prompt)) {
            exchange.setProperty(Attempt.LANE, "polled");
            exchange.getIn().setBody(prompt);
            runs.queue(prompt);
            backlog.add(prompt);
            return;
        }
        exchange.setProperty(Attempt.LANE, "online");
        exchange.setProperty(Attempt.GROUP_KEY, mayShare(prompt) ? groupKey(prompt) : null);
        exchange.getIn().setBody(prompt);
        backlog.add(prompt);
    }

    private static void fail(Exchange exchange, InputLine line, Unsendable problem) {
        exchange.setProperty(Attempt.LANE, "unsendable");
        exchange.setProperty(PROBLEM, problem);
        exchange.getIn().setBody(line);
    }

    private UserBudgets.Verdict verdict(Prompt prompt) {
        Decision decision = decisions.apply(prompt.job()).orElse(null);
        return decision == null ? budgets.reserve(prompt) : budgets.decided(prompt, decision);
    }

    private static void hold(Exchange exchange, InputLine line, Prompt prompt, UserBudgets.Verdict verdict) {
        if (verdict.problem() != null) {
            fail(exchange, line, verdict.problem());
            return;
        }
        exchange.setProperty(Attempt.LANE, "held");
        exchange.getIn().setBody(prompt);
    }

    private boolean mayShare(Prompt prompt) {
        return prompt.mostTogether() > 1
                && (prompt.packable() || refusedForGood.takesLists(prompt.endpoint(), prompt.model()));
    }

    private Profile profileOf(Prompt prompt) {
        Profile profile = profiles.get(prompt.profile());
        if (profile == null) {
            throw new IllegalStateException("no such profile: name=" + prompt.profile());
        }
        return profile;
    }

    private static String groupKey(Prompt prompt) {
        String company = prompt.packable() ? "packed" : "";
        return String.join(
                "\n", prompt.profile(), prompt.endpoint().label(), prompt.model(), company, prompt.parameters());
    }
}
