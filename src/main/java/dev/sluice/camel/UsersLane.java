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
import dev.sluice.usage.MaybeUsed;
import dev.sluice.usage.UsageReport;
import dev.sluice.usage.UsageSum;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
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
        Budgets.History ledger = (user, from, to) -> jobs.reading(connection -> {
            UsageSum sum = UsageReport.ofUser(connection, user, from, to);
            MaybeUsed more = MaybeUsed.ofUser(connection, user, from, to);
            return new Amount(
                    sum.requests() - sum.rateLimited() + more.requests(),
                    sum.inputTokens() + sum.outputTokens() + more.tokens(),
                    sum.costMicroUsd() + more.microUsd());
        });
        UserBudgets budgets = new UserBudgets(
                configuration.users(),
                new Budgets(configuration.users(), clock, ledger),
                new MostUse(
                        rules,
                        configuration.profiles(),
                        configuration.settings().number(Setting.USERS_ANSWER_TOKENS),
                        clock),
                clock,
                jobs::isOver,
                (user, most, at) ->
                        jobs.maybeUsed(user, new MaybeUsed(most.requests(), most.tokens(), most.microUsd()), at));
        if (budgets.boundAnybody()) {
            jobs.add(budgets);
        }
        return new UsersLane(jobs, budgets);
    }

    UserBudgets budgets() {
        return budgets;
    }

    /**
     * Counts the most that requests may have used whose replies were lost when an earlier process ended, and reserves for what its
     * batches and runs still have under way.
     */
    void takeUp(PromptFiles files, LocalDate today) {
        if (!budgets.boundAnybody()) {
            return;
        }
        countLost(files, today);
        for (Job job : jobs.unfinished()) {
            read(files, job, jobs.underWayElsewhere(job.id()), budgets::underWay);
        }
    }

    private void countLost(PromptFiles files, LocalDate today) {
        Map<Long, List<BitSet>> lost = jobs.lostRequests();
        if (lost.isEmpty()) {
            return;
        }
        Map<String, Amount> byUser = new TreeMap<>();
        for (Job job : jobs.unfinished()) {
            LostRequests requests = new LostRequests(lost.getOrDefault(job.id(), List.of()));
            // What has a result has got its reply, so that the ledger has its use.
            BitSet unknown = new BitSet();
            requests.prompts().stream()
                    .filter(index -> !jobs.hasResult(job.id(), index))
                    .forEach(unknown::set);
            read(files, job, unknown, prompt -> requests.add(prompt, budgets.most(prompt), byUser));
        }
        jobs.countLostRequests(connection -> {
            for (Map.Entry<String, Amount> entry : byUser.entrySet()) {
                Amount most = entry.getValue();
                new MaybeUsed(most.requests(), most.tokens(), most.microUsd()).add(connection, today, entry.getKey());
            }
            return byUser.size();
        });
    }

    private static void read(PromptFiles files, Job job, BitSet positions, Consumer<Prompt> reader) {
        if (positions.isEmpty()) {
            return;
        }
        try (InputLines lines = files.open(job, index -> !positions.get(Math.toIntExact(index)), index -> false)) {
            while (lines.hasNext()) {
                Prompt prompt = lines.next().prompt();
                if (prompt != null) {
                    reader.accept(prompt);
                }
            }
        } catch (UnreadableFileException | UncheckedIOException e) {
            LOG.warn("job {}: what its users have under way can't be read: {}", job.id(), e.getMessage());
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
