package dev.sluice.camel;

import dev.sluice.job.JobStore;
import dev.sluice.polled.Run;
import dev.sluice.prompt.Prompt;
import dev.sluice.provider.MatchedReply;
import dev.sluice.provider.PromptAnswer;
import dev.sluice.provider.Unanswered;
import dev.sluice.provider.Usage;
import dev.sluice.usage.Asker;
import dev.sluice.usage.PromptUse;
import dev.sluice.usage.RequestUse;
import dev.sluice.usage.RequestUse.Outcome;
import dev.sluice.usage.Service;
import dev.sluice.usage.UsedTokens;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * Notes for the ledger what requests used. What brings results waits on the exchange, to be stored with them; all else is
 * stored at once. Thread-safe.
 */
final class NoteUse {
    /** Whose a call is that carries no prompts of its own. */
    record Account(String model, Asker asker) {
        static Account of(Prompt prompt) {
            return new Account(prompt.model(), NoteUse.asker(prompt));
        }

        static Account of(Run run) {
            Run.Content content = run.content();
            return new Account(content.model(), new Asker(content.user(), content.profile()));
        }
    }

    private final JobStore store;
    private final Clock clock;

    NoteUse(JobStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Notes what the reply to a group of prompts used. */
    void answered(Exchange exchange, PromptGroup group, MatchedReply reply) {
        List<PromptUse> prompts = new ArrayList<>(group.prompts().size());
        for (PromptAnswer answer : reply.answered()) {
            prompts.add(use(answer.prompt(), answer.usage()));
        }
        for (Unanswered unanswered : reply.unanswered()) {
            prompts.add(use(unanswered.prompt(), unanswered.usage()));
        }
        Attempt.used(exchange, use(exchange, group, Service.ofTier(reply.tier()), Outcome.ANSWERED, prompts));
    }

    /**
     * Stores what a request used that brought no result: what its reply told, if that was noted. Returns whether it was sent and
     * nothing told.
     */
    boolean failed(Exchange exchange, PromptGroup group, Outcome outcome) {
        List<RequestUse> noted = Attempt.takeUses(exchange);
        if (!noted.isEmpty()) {
            store(noted);
        } else if (Attempt.isSent(exchange)) {
            store(List.of(use(exchange, group, Service.STANDARD, outcome, List.of())));
            return true;
        }
        return false;
    }

    /**
     * Notes what a run used, whose answer may come in twice; it is stored with the result or, where there is none, at once. The
     * requests that the run took are noted apart.
     */
    void answered(Exchange exchange, Run run, MatchedReply reply) {
        Run.Content content = run.content();
        Asker asker = new Asker(content.user(), content.profile());
        Attempt.used(
                exchange,
                new RequestUse(
                        clock.instant(),
                        content.pool(),
                        content.model(),
                        asker,
                        Service.ofTier(reply.tier()),
                        Outcome.RUN_ANSWERED,
                        1,
                        Duration.ZERO,
                        RequestUse.markOf(
                                content.provider() + " " + run.remote().run()),
                        List.of(new PromptUse(run.job(), content.index(), asker, tokens(reply.usage())))));
        if (reply.answered().isEmpty()) {
            store(Attempt.takeUses(exchange));
        }
    }

    /** Stores that a call for a run has got its reply. */
    void replied(Exchange exchange, Outcome outcome) {
        Account account = Attempt.account(exchange);
        if (account != null) {
            store(List.of(new RequestUse(
                    clock.instant(),
                    exchange.getProperty(Attempt.POOL, "", String.class),
                    account.model(),
                    account.asker(),
                    Service.STANDARD,
                    outcome,
                    0,
                    Attempt.waited(exchange),
                    null,
                    List.of())));
        }
    }

    private RequestUse use(
            Exchange exchange, PromptGroup group, Service service, Outcome outcome, List<PromptUse> prompts) {
        return new RequestUse(
                clock.instant(),
                group.pool(),
                group.first().model(),
                asker(group.first()),
                service,
                outcome,
                group.prompts().size(),
                Attempt.waited(exchange),
                null,
                prompts);
    }

    private void store(List<RequestUse> uses) {
        try {
            store.used(uses);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Asker asker(Prompt prompt) {
        return new Asker(prompt.user(), prompt.profile());
    }

    private static PromptUse use(Prompt prompt, Usage usage) {
        return new PromptUse(prompt.job(), prompt.index(), asker(prompt), tokens(usage));
    }

    /** Returns the tokens of a usage as the ledger counts them. */
    static UsedTokens tokens(Usage usage) {
        return new UsedTokens(usage.promptTokens(), usage.cachedTokens(), usage.completionTokens());
    }
}
