package dev.sluice.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.allowance.Amount;
import dev.sluice.allowance.Budgets.Refusal;
import dev.sluice.job.InboxNames;
import dev.sluice.job.Job;
import dev.sluice.job.JobStore;
import dev.sluice.prompt.InputLines;
import dev.sluice.prompt.Profile;
import dev.sluice.prompt.Prompt;
import dev.sluice.prompt.SeenPrompts;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides whether a file waits for somebody's decision before anything of it is sent, and sets it aside. Thread-safe. */
public final class ReviewFile {
    private static final Logger LOG = LoggerFactory.getLogger(ReviewFile.class);
    private static final String REASON = "SluiceReview";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MICRO = 6;
    private final JobStore store;
    private final PromptFiles files;
    private final UserBudgets budgets;

    /** What one user asks for in a file, and a model of which the price isn't known. */
    private record Asked(int prompts, Amount most, @Nullable String unpriced) {
        static final Asked NOTHING = new Asked(0, Amount.NOTHING, null);

        Asked plus(Asked other) {
            return new Asked(
                    prompts + other.prompts, most.plus(other.most), unpriced == null ? other.unpriced : unpriced);
        }
    }

    /** Why a file waits. */
    private record Reason(
            String user,
            Asked asked,
            String sentence,
            @Nullable Refusal refusal) {}

    ReviewFile(JobStore store, PromptFiles files, UserBudgets budgets) {
        this.store = store;
        this.files = files;
        this.budgets = budgets;
    }

    /** Returns whether the file of the job waits for a decision; one of which anything was sent, or that was decided about, doesn't. */
    public boolean isNeeded(Exchange exchange) {
        Job job = exchange.getIn().getBody(Job.class);
        Profile profile = files.profile(job);
        if (job.total() > 0
                || store.decision(job.id()).isPresent()
                || (profile.mostMicroUsd() == null && !budgets.reviewAnybody())) {
            return false;
        }
        Optional<Reason> reason = reason(profile, asked(job));
        exchange.setProperty(REASON, reason.orElse(null));
        return reason.isPresent();
    }

    private Map<String, Asked> asked(Job job) {
        Map<String, Asked> byUser = new TreeMap<>();
        SeenPrompts seen = new SeenPrompts();
        try (InputLines lines = files.open(job, index -> false, index -> false)) {
            while (lines.hasNext()) {
                Prompt prompt = lines.next().prompt();
                if (prompt != null) {
                    byUser.merge(prompt.user(), asked(prompt, seen), Asked::plus);
                }
            }
        }
        return byUser;
    }

    /** A prompt that is equal to an earlier one isn't sent where that will do. */
    private Asked asked(Prompt prompt, SeenPrompts seen) {
        return seen.firstLike(prompt).isPresent()
                ? new Asked(1, Amount.NOTHING, null)
                : new Asked(1, budgets.most(prompt), budgets.isPriced(prompt) ? null : prompt.model());
    }

    private Optional<Reason> reason(Profile profile, Map<String, Asked> byUser) {
        Asked all = byUser.values().stream().reduce(Asked.NOTHING, Asked::plus);
        Long most = profile.mostMicroUsd();
        boolean isUnknown = all.unpriced() != null;
        if (most != null && (isUnknown || all.most().microUsd() > most)) {
            String user = byUser.keySet().iterator().next();
            String sentence = isUnknown
                    ? "what it costs is unknown, and its profile has a max-cost: model=" + all.unpriced()
                    : "the file may cost more than its profile allows: max-cost=" + usd(most) + " USD";
            return Optional.of(new Reason(user, all, sentence, null));
        }
        for (Map.Entry<String, Asked> entry : byUser.entrySet()) {
            Reason reason = reason(entry.getKey(), entry.getValue());
            if (reason != null) {
                return Optional.of(reason);
            }
        }
        return Optional.empty();
    }

    private @Nullable Reason reason(String user, Asked asked) {
        Integer mostPrompts = budgets.mostPrompts(user);
        if (mostPrompts != null && asked.prompts() > mostPrompts) {
            return new Reason(
                    user, asked, "a user who isn't trusted has more prompts in it: max-prompts=" + mostPrompts, null);
        }
        Refusal refusal = budgets.review(user, asked.most()).orElse(null);
        return refusal == null
                ? null
                : new Reason(user, asked, "it may exceed what its user may use: " + Refusals.limit(refusal), refusal);
    }

    /** Moves the file to those that wait, with a note that says why, and drops the job. */
    public void setAside(Exchange exchange) throws IOException, InterruptedException {
        Job job = exchange.getIn().getBody(Job.class);
        Reason reason = exchange.getProperty(REASON, Reason.class);
        String name = store.review(job.id(), reason.user(), why(job, reason));
        LOG.warn(
                "review/{} waits for a decision: {}",
                InboxNames.printable(name),
                InboxNames.printable(reason.sentence()));
    }

    private String why(Job job, Reason reason) throws JsonProcessingException {
        ObjectNode why = JSON.createObjectNode();
        why.put("user", reason.user()).put("file", job.name()).put("profile", job.profile());
        why.put("reason", reason.sentence());
        put(
                why.putObject("asked").put("prompts", reason.asked().prompts()),
                reason.asked().most());
        Refusal refusal = reason.refusal();
        if (refusal != null) {
            put(why.putObject("used"), budgets.used(reason.user(), refusal.period()));
            why.put("limit", Refusals.limit(refusal))
                    .put("until", refusal.until().toString());
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(why) + "\n";
    }

    private static void put(ObjectNode node, Amount amount) {
        node.put("requests", amount.requests()).put("tokens", amount.tokens());
        node.put("costUsd", usd(amount.microUsd()));
    }

    private static BigDecimal usd(long microUsd) {
        return BigDecimal.valueOf(microUsd, MICRO);
    }
}
