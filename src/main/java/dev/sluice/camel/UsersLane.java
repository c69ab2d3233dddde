package dev.sluice.camel;

import dev.sluice.allowance.Amount;
import dev.sluice.allowance.Budgets;
import dev.sluice.config.Configuration;
import dev.sluice.config.Setting;
import dev.sluice.job.Job;
import dev.sluice.job.JobStore;
import dev.sluice.prompt.InputLines;
import dev.sluice.prompt.Prompt;
import dev.sluice.prompt.UnreadableFileException;
import dev.sluice.usage.LedgerRules;
import dev.sluice.usage.UsageReport;
import dev.sluice.usage.UsageSum;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lane of prompts that wait until their users may use more: holds them, and has their jobs read again. Thread-safe. */
public final class UsersLane implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(UsersLane.class);
    private final JobStore jobs;
    private final UserBudgets budgets;
    private Map<Long, String> noted = new HashMap<>();

    private UsersLane(JobStore jobs, UserBudgets budgets) {
        this.jobs = jobs;
        this.budgets = budgets;
    }

    static UsersLane open(Configuration configuration, JobStore jobs, LedgerRules rules, Clock clock) {
        Budgets.History ledger = (user, from, to) -> jobs.inTransaction(connection -> {
            UsageSum sum = UsageReport.ofUser(connection, user, from, to);
            return new Amount(
                    sum.requests() - sum.rateLimited(), sum.inputTokens() + sum.outputTokens(), sum.costMicroUsd());
        });
        UserBudgets budgets = new UserBudgets(
                configuration.users(),
                new Budgets(configuration.users(), clock, ledger),
                new MostUse(rules, configuration.settings().number(Setting.USERS_ANSWER_TOKENS), clock),
                clock,
                jobs::isOver,
                (user, most, at) -> {});
        if (budgets.boundAnybody()) {
            jobs.add(budgets);
        }
        return new UsersLane(jobs, budgets);
    }

    UserBudgets budgets() {
        return budgets;
    }

    /** Reserves for what batches and runs of an earlier process still have under way. */
    void takeUp(PromptFiles files) {
        for (Job job : budgets.boundAnybody() ? jobs.unfinished() : List.<Job>of()) {
            BitSet underWay = jobs.underWayElsewhere(job.id());
            if (underWay.isEmpty()) {
                continue;
            }
            try (InputLines lines = files.open(job, index -> !underWay.get(Math.toIntExact(index)), index -> false)) {
                while (lines.hasNext()) {
                    Prompt prompt = lines.next().prompt();
                    if (prompt != null) {
                        budgets.underWay(prompt);
                    }
                }
            } catch (UnreadableFileException | UncheckedIOException e) {
                LOG.warn("job {}: what its users have under way can't be read: {}", job.id(), e.getMessage());
            }
        }
    }

    /** Holds the prompt in the message. */
    @Override
    public void process(Exchange exchange) {
        budgets.hold(exchange.getIn().getBody(Prompt.class));
    }

    /** Lets prompts go for which there is room by now; returns their jobs, which are to be read again. */
    public synchronized List<Job> letGo() throws InterruptedException {
        List<Job> again = budgets.letGo().entrySet().stream()
                .filter(entry -> jobs.readings().again(entry.getKey(), entry.getValue()))
                .flatMap(entry -> jobs.find(entry.getKey()).stream())
                .toList();
        noteWaits();
        return again;
    }

    private void noteWaits() throws InterruptedException {
        Map<Long, String> waits = budgets.waits();
        for (Map.Entry<Long, String> entry : waits.entrySet()) {
            if (!entry.getValue().equals(noted.get(entry.getKey()))) {
                jobs.waitsFor(entry.getKey(), entry.getValue());
            }
        }
        for (long job : noted.keySet()) {
            if (!waits.containsKey(job) && jobs.find(job).isPresent()) {
                jobs.waitsFor(job, null);
            }
        }
        noted = waits;
    }
}
