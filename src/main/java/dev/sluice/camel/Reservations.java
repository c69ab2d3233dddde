package dev.sluice.camel;

import dev.sluice.allowance.Amount;
import dev.sluice.allowance.Budgets;
import dev.sluice.allowance.Budgets.Refusal;
import dev.sluice.prompt.Prompt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** What is reserved of users' allowances for prompts on their way. Not thread-safe. */
final class Reservations {
    private final Budgets budgets;
    private final MostUse most;
    private final LongPredicate isOver;
    private final Consumer<String> released;
    private final Map<Long, Map<Long, Reserved>> byJob = new HashMap<>();

    /** What is reserved for a prompt, and whether it is sent whatever its user may use. */
    private record Reserved(Wanted wanted, boolean anyway) {}

    /**
     * Creates none.
     *
     * @param isOver tells whether nothing of a job is to be sent any more
     * @param released hears of users who have got something back
     */
    Reservations(Budgets budgets, MostUse most, LongPredicate isOver, Consumer<String> released) {
        this.budgets = budgets;
        this.most = most;
        this.isOver = isOver;
        this.released = released;
    }

    boolean isEmpty() {
        return byJob.isEmpty();
    }

    boolean has(Prompt prompt) {
        return find(prompt.job(), prompt.index()).isPresent();
    }

    /** Returns what is reserved for a prompt. */
    Optional<Wanted> find(long job, long index) {
        return Optional.ofNullable(reserved(job, index)).map(Reserved::wanted);
    }

    private @Nullable Reserved reserved(long job, long index) {
        return byJob.getOrDefault(job, Map.of()).get(index);
    }

    /** Returns what is reserved for a prompt before it is sent; a request that it shares is reserved when it is. */
    Wanted atReading(Prompt prompt) {
        Amount amount = most.of(prompt);
        return Wanted.of(prompt, most.mayShare(prompt) ? new Amount(0, amount.tokens(), amount.microUsd()) : amount);
    }

    /** Reserves, or returns why that can't be. */
    Optional<Refusal> reserve(Wanted wanted) {
        Optional<Refusal> refusal = budgets.reserve(wanted.user(), wanted.amount());
        if (refusal.isEmpty()) {
            keep(new Reserved(wanted, false));
        }
        return refusal;
    }

    /** Reserves for a prompt that is sent in any case. */
    void reserveAnyway(Prompt prompt) {
        Wanted wanted = Wanted.of(prompt, most.of(prompt));
        budgets.reserveAnyway(wanted.user(), wanted.amount());
        keep(new Reserved(wanted, true));
    }

    private void keep(Reserved reserved) {
        Wanted wanted = reserved.wanted();
        byJob.computeIfAbsent(wanted.job(), id -> new HashMap<>()).put(wanted.index(), reserved);
        // Whoever cancels the job may have looked before this was here.
        if (isOver.test(wanted.job())) {
            release(wanted.job(), wanted.index());
        }
    }

    /** Returns whether a prompt has to fit its user's allowance. */
    boolean isHeldTo(Prompt prompt) {
        Reserved reserved = reserved(prompt.job(), prompt.index());
        return reserved != null && !reserved.anyway();
    }

    /**
     * Returns whether a user can afford his prompts of a request, as more is known by now: earlier attempts may have used what is
     * reserved for them still, and replies may have shown that they need more. If he also pays for the request, it is reserved.
     *
     * @param his prompts that have to fit his allowance
     */
    boolean affords(String user, List<Prompt> his, boolean pays) {
        if (his.isEmpty()) {
            return true;
        }
        his.forEach(this::estimateAnew);
        // What is reserved for requests of their own, they don't take together.
        long requests = his.stream()
                .mapToLong(prompt -> wanted(prompt).amount().requests())
                .sum();
        boolean affords = !budgets.isOverdrawn(user, new Amount(requests - (pays ? 1 : 0), 0, 0));
        if (affords && pays && requests == 0) {
            more(his.get(0), new Amount(1, 0, 0));
        }
        return affords;
    }

    private void estimateAnew(Prompt prompt) {
        Amount before = wanted(prompt).amount();
        Amount now = most.of(prompt);
        more(
                prompt,
                new Amount(
                        0,
                        Math.max(0, now.tokens() - before.tokens()),
                        Math.max(0, now.microUsd() - before.microUsd())));
    }

    private void more(Prompt prompt, Amount more) {
        if (!more.equals(Amount.NOTHING)) {
            budgets.reserveAnyway(prompt.user(), more);
            byJob.getOrDefault(prompt.job(), Map.of())
                    .computeIfPresent(
                            prompt.index(),
                            (index, before) -> new Reserved(before.wanted().plus(more), before.anyway()));
        }
    }

    private Wanted wanted(Prompt prompt) {
        return Objects.requireNonNull(reserved(prompt.job(), prompt.index())).wanted();
    }

    /** Gives back what is reserved for a prompt, if anything is. */
    void release(long job, long index) {
        Map<Long, Reserved> ofJob = byJob.get(job);
        Reserved settled = ofJob == null ? null : ofJob.remove(index);
        if (settled != null) {
            release(settled);
        }
        if (ofJob != null && ofJob.isEmpty()) {
            byJob.remove(job);
        }
    }

    /** Gives back all that is reserved for a job. */
    void release(long job) {
        Map<Long, Reserved> ofJob = byJob.remove(job);
        if (ofJob != null) {
            ofJob.values().forEach(this::release);
        }
    }

    private void release(Reserved settled) {
        Wanted wanted = settled.wanted();
        budgets.release(wanted.user(), wanted.amount());
        released.accept(wanted.user());
    }
}
