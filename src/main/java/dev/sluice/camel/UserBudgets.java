package dev.sluice.camel;

import dev.sluice.allowance.Allowance;
import dev.sluice.allowance.Allowance.OnExceed;
import dev.sluice.allowance.Allowance.WhenCapped;
import dev.sluice.allowance.Allowances;
import dev.sluice.allowance.Amount;
import dev.sluice.allowance.Budgets;
import dev.sluice.allowance.Budgets.Refusal;
import dev.sluice.allowance.Period;
import dev.sluice.job.Decision;
import dev.sluice.job.Result;
import dev.sluice.job.StoredListener;
import dev.sluice.prompt.Prompt;
import dev.sluice.prompt.Unsendable;
import dev.sluice.usage.CountedUse;
import dev.sluice.usage.PromptUse;
import dev.sluice.usage.RequestUse;
import dev.sluice.usage.RequestUse.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds prompts to what their users may use: before a prompt is sent, the most that it may use is reserved for its user; when its
 * result is on disk, what the ledger has counted takes the place of that. Prompts that are refused for now are held and let go in
 * their order. Thread-safe.
 */
final class UserBudgets implements StoredListener {
    /** Whether a prompt may be sent: yes, not now, or no. */
    record Verdict(boolean isSent, @Nullable Unsendable problem) {
        private static final Verdict SENT = new Verdict(true, null);
        private static final Verdict HELD = new Verdict(false, null);

        private static Verdict failed(String code, String sentence) {
            return new Verdict(false, new Unsendable(code, sentence));
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(UserBudgets.class);
    private static final int MOST_MODELS = 10_000;
    private final Allowances allowances;
    private final Budgets budgets;
    private final MostUse most;
    private final Clock clock;
    private final LongPredicate isOver;
    private final MaybeUses maybe;
    private final Reservations reservations;
    private final Map<String, HeldPrompts> held = new TreeMap<>();
    private final AtomicInteger knownOfAll = new AtomicInteger();
    private final Set<String> silent = new HashSet<>();
    /** The prompts that go first, by the models of which it is to be learned how their tokens are counted. */
    private final Map<String, Prompt> firsts = new HashMap<>();

    /** Writes down what may have been used without being in the ledger, so that it counts after a start too. */
    @FunctionalInterface
    interface MaybeUses {
        void add(String user, Amount most, Instant at);
    }

    /**
     * Creates one that keeps all prompts to these budgets.
     *
     * @param isOver tells whether nothing of a job is to be sent any more
     */
    UserBudgets(
            Allowances allowances, Budgets budgets, MostUse most, Clock clock, LongPredicate isOver, MaybeUses maybe) {
        this.maybe = maybe;
        this.allowances = allowances;
        this.budgets = budgets;
        this.most = most;
        this.clock = clock;
        this.isOver = isOver;
        this.reservations = new Reservations(budgets, most, isOver, this::changed);
    }

    /** Returns whether any user is bounded. */
    boolean boundAnybody() {
        return allowances.boundAnybody();
    }

    /** Reserves what a prompt may use at most, once; else says what becomes of it. */
    synchronized Verdict reserve(Prompt prompt) {
        Allowance allowance = allowances.of(prompt.user());
        if (!allowance.isBounded() || reservations.has(prompt)) {
            return Verdict.SENT;
        }
        boolean costs = allowance.bounds().values().stream().anyMatch(bound -> bound.microUsd() != null);
        if (costs && !most.isPriced(prompt)) {
            return Verdict.failed(
                    "price_unknown",
                    "what the user's cost is bounded by needs a price of the model: user=" + prompt.user() + " model="
                            + prompt.model());
        }
        Refusal refusal = reservations.reserve(reservations.atReading(prompt)).orElse(null);
        if (refusal == null) {
            return Verdict.SENT;
        }
        boolean fails = allowance.whenCapped() == WhenCapped.FAIL && !refusal.reserved();
        return fails || refusal.never()
                ? Verdict.failed("user_cap_exceeded", Refusals.failure(prompt.user(), refusal))
                : Verdict.HELD;
    }

    /** Returns what becomes of a prompt whose file was decided about: an approved one goes, whatever its user may use. */
    synchronized Verdict decided(Prompt prompt, Decision decision) {
        if (decision == Decision.DENIED) {
            return Verdict.failed(Decision.DENIED_CODE, "the file was denied when it was reviewed");
        }
        underWay(prompt);
        return Verdict.SENT;
    }

    /** Returns whether files of any user may have to wait for a decision. */
    boolean reviewAnybody() {
        return Stream.concat(Stream.of(allowances.others()), allowances.byUser().values().stream())
                .anyMatch(allowance -> (allowance.isBounded() && allowance.onExceed() == OnExceed.REVIEW)
                        || (!allowance.trusted() && allowance.mostPrompts() != null));
    }

    /** Returns the most that a prompt uses, alone and as its lane usually answers it. */
    Amount most(Prompt prompt) {
        return most.foreseen(prompt);
    }

    /** Returns whether it is known what a prompt costs. */
    boolean isPriced(Prompt prompt) {
        return most.isPriced(prompt);
    }

    /** Returns how many prompts a file of a user may have without a decision, or null for any number. */
    @Nullable
    Integer mostPrompts(String user) {
        Allowance allowance = allowances.of(user);
        return allowance.trusted() ? null : allowance.mostPrompts();
    }

    /** Returns what is in the way of an amount that a user needs a decision for, or empty. */
    Optional<Refusal> review(String user, Amount amount) {
        return allowances.of(user).onExceed() == OnExceed.REVIEW ? budgets.wouldRefuse(user, amount) : Optional.empty();
    }

    /** Returns what a user has used in the present window. */
    Amount used(String user, Period period) {
        return budgets.usedIn(user, period);
    }

    /** Reserves for a prompt that is sent in any case: under way since before this process, or approved. */
    synchronized void underWay(Prompt prompt) {
        if (allowances.of(prompt.user()).isBounded() && !reservations.has(prompt)) {
            reservations.reserveAnyway(prompt);
        }
    }

    /**
     * Returns those prompts of a request that may be sent, and reserves the request, which goes on the account of its first prompt.
     * An attempt that came to nothing has used what was reserved for its prompts, and they are reserved for still; replies may have
     * shown that prompts need more. Where that is more than a user may use, his prompts are held, as if they had never been sent.
     */
    synchronized List<Prompt> affordable(List<Prompt> prompts) {
        if (reservations.isEmpty()) {
            return prompts;
        }
        List<Prompt> left = new ArrayList<>(prompts);
        Optional<String> user = Optional.of("");
        while (user.isPresent() && !left.isEmpty()) {
            String payer = left.get(0).user();
            user = left.stream()
                    .map(Prompt::user)
                    .distinct()
                    .filter(each -> !reservations.affords(each, heldTo(each, left), each.equals(payer)))
                    .findFirst();
            user.ifPresent(held -> {
                List<Prompt> his = heldTo(held, left);
                his.forEach(prompt -> reservations.release(prompt.job(), prompt.index()));
                his.forEach(this::hold);
                left.removeAll(his);
            });
        }
        return List.copyOf(left);
    }

    private List<Prompt> heldTo(String user, List<Prompt> request) {
        return request.stream()
                .filter(prompt -> prompt.user().equals(user) && reservations.isHeldTo(prompt))
                .toList();
    }

    /**
     * Returns whether a request may go out as far as it is known how the provider counts the tokens of its model: where allowances
     * depend on that, one request goes first.
     */
    synchronized boolean isItsTurn(List<Prompt> prompts) {
        Prompt first = prompts.get(0);
        if (reservations.isEmpty()
                || most.isLearned(first)
                || silent.contains(first.model())
                || prompts.stream().noneMatch(this::isHeldToTokens)) {
            return true;
        }
        Prompt asked = firsts.get(first.model());
        if (asked == null || !reservations.has(asked)) {
            firsts.put(first.model(), first);
            return true;
        }
        return asked.job() == first.job() && asked.index() == first.index();
    }

    private boolean isHeldToTokens(Prompt prompt) {
        return reservations.isHeldTo(prompt)
                && allowances.of(prompt.user()).bounds().values().stream()
                        .anyMatch(bound -> bound.tokens() != null || bound.microUsd() != null);
    }

    /**
     * Counts the most that prompts may have used whose request has brought no reply, or one that doesn't tell: their users may have
     * used it.
     */
    synchronized void lost(List<Prompt> prompts) {
        for (Prompt prompt : prompts) {
            reservations.find(prompt.job(), prompt.index()).ifPresent(before -> maybeUsed(before, clock.instant()));
        }
    }

    private void maybeUsed(Wanted before, Instant at) {
        Amount used = new Amount(0, before.amount().tokens(), before.amount().microUsd());
        used(before.user(), used, at);
        maybe.add(before.user(), used, at);
    }

    /** Holds a prompt until there may be room for it. */
    synchronized void hold(Prompt prompt) {
        held.computeIfAbsent(prompt.user(), user -> new HeldPrompts(knownOfAll)).add(reservations.atReading(prompt));
    }

    /** Lets held prompts go as far as there is room, which is reserved for them; returns them by their jobs. */
    synchronized Map<Long, BitSet> letGo() {
        Map<Long, BitSet> again = new TreeMap<>();
        held.forEach((user, prompts) -> {
            if (prompts.isToBeLookedAt(clock.instant())) {
                boolean fails = allowances.of(user).whenCapped() == WhenCapped.FAIL;
                prompts.letGo(isOver, fails, reservations::reserve, again);
            }
        });
        held.values().removeIf(HeldPrompts::isEmpty);
        return again;
    }

    /** Returns which jobs wait for a window to turn, and why. */
    synchronized Map<Long, String> waits() {
        Map<Long, String> waits = new HashMap<>();
        held.forEach((user, prompts) -> prompts.refusal()
                .ifPresent(refusal -> prompts.jobs()
                        .forEach(job -> waits.merge(job, Refusals.wait(user, refusal), Refusals::waits))));
        return waits;
    }

    /** Returns a sentence for each user whose prompts wait for a window to turn. */
    synchronized List<String> longWaits() {
        return held.entrySet().stream()
                .flatMap(entry ->
                        entry.getValue().refusal().stream().map(refusal -> Refusals.longWait(entry.getKey(), refusal)))
                .toList();
    }

    @Override
    public synchronized void stored(List<Result> results, List<CountedUse> uses) {
        // What was used counts before what was reserved for it is given back, so that nobody finds room in between.
        uses.forEach(this::used);
        for (Result result : results) {
            reservations.release(result.job(), result.index());
        }
    }

    private void used(CountedUse counted) {
        RequestUse use = counted.use();
        firsts.remove(use.model());
        boolean isRequest = use.outcome() != Outcome.RATE_LIMITED && use.outcome() != Outcome.RUN_ANSWERED;
        used(use.first().user(), new Amount(isRequest ? 1 : 0, 0, 0), use.at());
        for (int i = 0; i < use.prompts().size(); i++) {
            PromptUse prompt = use.prompts().get(i);
            long cost = counted.microUsd().isEmpty() ? 0 : counted.microUsd().get(i);
            long input = prompt.tokens().input();
            long tokens = input + prompt.tokens().output();
            used(prompt.asker().user(), new Amount(0, tokens, cost), use.at());
            Wanted before = reservations.find(prompt.job(), prompt.index()).orElse(null);
            if (before != null && tokens > 0) {
                most.learn(before.model(), before.counted(), input);
            } else if (before != null && before.counted() > 0) {
                noteSilence(use.model());
                maybeUsed(before, use.at());
            }
        }
    }

    private void noteSilence(String model) {
        if (silent.size() < MOST_MODELS && silent.add(model)) {
            LOG.warn(
                    "replies don't tell what they used: allowances count the most that a prompt may use: model={}",
                    model);
        }
    }

    private void used(String user, Amount amount, Instant at) {
        budgets.used(user, amount, at);
        changed(user);
    }

    private void changed(String user) {
        HeldPrompts prompts = held.get(user);
        if (prompts != null) {
            prompts.lookAgain();
        }
    }

    @Override
    public synchronized void over(long job) {
        reservations.release(job);
        held.values().forEach(prompts -> prompts.remove(job));
        held.values().removeIf(HeldPrompts::isEmpty);
    }
}
