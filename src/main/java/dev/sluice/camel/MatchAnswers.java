package dev.sluice.camel;

import dev.sluice.job.JobCounts;
import dev.sluice.job.JobStore;
import dev.sluice.job.Result;
import dev.sluice.prompt.Prompt;
import dev.sluice.provider.MatchedReply;
import dev.sluice.provider.PromptAnswer;
import dev.sluice.provider.ProviderException;
import dev.sluice.provider.ReplyMatcher;
import dev.sluice.provider.Unanswered;
import dev.sluice.provider.Usage;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Gives every answer of a reply to its prompt. The body becomes the list of results; prompts that the reply leaves out
 * become failed results when their attempts are used up, else stay on the exchange as the group that is still to be
 * asked; a reply that answers none is an error, and so is one to packed prompts that does not answer all. Thread-safe.
 */
final class MatchAnswers implements Processor {
    static final String UNANSWERED = "SluiceUnanswered";
    private final JobStore store;
    private final ExpectedTokens expected;
    private final RefusedForGood refusedForGood;
    private final NoteUse uses;
    private final int maxAttempts;

    MatchAnswers(
            JobStore store, ExpectedTokens expected, RefusedForGood refusedForGood, NoteUse uses, int maxAttempts) {
        this.uses = uses;
        this.refusedForGood = refusedForGood;
        this.store = store;
        this.expected = expected;
        this.maxAttempts = maxAttempts;
    }

    @Override
    public void process(Exchange exchange) {
        PromptGroup group = Attempt.group(exchange);
        Message message = exchange.getMessage();
        MatchedReply reply = ReplyMatcher.match(group.prompts(), message.getBody(byte[].class));
        settle(exchange, group, reply);
        uses.answered(exchange, group, reply);
        if (reply.answered().isEmpty()) {
            throw useless(reply, group);
        }
        refusedForGood.noteAnswered(group);
        Attempt.countAttempt(exchange);
        int attempts = Attempt.attempts(exchange);
        String requestId = message.getHeader("x-request-id", "", String.class);
        List<Result> results = new ArrayList<>(group.prompts().size());
        for (PromptAnswer answer : reply.answered()) {
            results.add(answered(answer, attempts, requestId));
        }
        List<Prompt> again = new ArrayList<>();
        for (Unanswered unanswered : reply.unanswered()) {
            countUsage(unanswered.prompt(), unanswered.usage());
            if (attempts < maxAttempts) {
                again.add(unanswered.prompt());
            } else {
                results.add(failed(unanswered, attempts));
            }
        }
        exchange.setProperty(UNANSWERED, again.isEmpty() ? null : group.with(again, group.attempts()));
        message.removeHeaders("*");
        message.setBody(results);
    }

    /** A reply without any answer is a failed attempt, after which to back off; packed prompts are asked as halves. */
    private ProviderException useless(MatchedReply reply, PromptGroup group) {
        reply.unanswered().forEach(unanswered -> countUsage(unanswered.prompt(), unanswered.usage()));
        Unanswered first = reply.unanswered().get(0);
        if (group.isPacked()) {
            return new ProviderException.Rejected(200, first.code(), first.reason());
        }
        return new ProviderException.Unavailable(200, first.code(), first.reason(), null);
    }

    private Result answered(PromptAnswer answer, int attempts, String requestId) {
        Prompt prompt = answer.prompt();
        countUsage(prompt, answer.usage());
        expected.learn(answer);
        return new Result.Answered(prompt.job(), prompt.index(), attempts, requestId, answer.bodyJson());
    }

    private static Result failed(Unanswered unanswered, int attempts) {
        Prompt prompt = unanswered.prompt();
        return new Result.Failed(prompt.job(), prompt.index(), attempts, 200, unanswered.code(), unanswered.reason());
    }

    private void countUsage(Prompt prompt, Usage usage) {
        store.count(prompt.job(), JobCounts.tokens(usage.promptTokens(), usage.completionTokens()));
    }

    private void settle(Exchange exchange, PromptGroup group, MatchedReply reply) {
        Usage usage = reply.usage();
        Attempt.reservation(exchange)
                .ifPresent(reservation -> reservation.settle(
                        usage.isNone()
                                ? reservation.tokens()
                                : expected.counted(group, reservation.tokens(), usage.totalTokens())));
    }
}
