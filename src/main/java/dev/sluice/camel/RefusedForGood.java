package dev.sluice.camel;

import dev.sluice.prompt.Endpoint;
import dev.sluice.provider.ProviderException;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the provider was found not to have, so that it is not asked for it again with each request: models that it does not
 * know, for some minutes, and lists of prompts where it takes only single ones. Thread-safe.
 */
final class RefusedForGood {
    private static final long FORGET_NANOS = Duration.ofMinutes(5).toNanos();
    private static final int LISTS_TO_BE_SURE = 3;
    private static final int MOST_MODELS = 10_000;
    private final Map<String, Missing> models = new ConcurrentHashMap<>();
    private final Map<Kind, Lists> lists = new ConcurrentHashMap<>();
    private final Ticker ticker;

    private record Missing(ProviderException.Rejected failure, long at) {}

    private record Kind(Endpoint endpoint, String model) {
        static Kind of(PromptGroup group) {
            return new Kind(group.first().endpoint(), group.first().model());
        }
    }

    /** What became of lists and of single prompts. */
    private record Lists(int refused, boolean singleAnswered, boolean answered) {
        static final Lists NONE = new Lists(0, false, false);

        Lists withAnswer(boolean list) {
            return new Lists(refused, singleAnswered || !list, answered || list);
        }
    }

    RefusedForGood(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Notes that a request was refused or failed. */
    void note(PromptGroup group, Exception failure) {
        if (group.prompts().size() == 1) {
            noteSingleFailed(group);
        }
        if (failure instanceof ProviderException.Rejected rejected
                && rejected.appliesToWholeRequest()
                && !rejected.appliesToParameters()
                && models.size() < MOST_MODELS) {
            // Those that fail because of this entry come here too: they must not renew it.
            models.putIfAbsent(group.first().model(), new Missing(rejected, ticker.nanos()));
        }
    }

    /** Notes that a prompt fails by itself: then it, not the list, was to blame for the failures before. */
    private void noteSingleFailed(PromptGroup group) {
        lists.computeIfPresent(Kind.of(group), (kind, before) -> new Lists(0, before.singleAnswered, before.answered));
    }

    /** Notes that several prompts in one request failed and are asked apart. */
    void noteListRefused(PromptGroup group) {
        if (!group.isPacked()) {
            lists.compute(Kind.of(group), (kind, known) -> {
                Lists before = known == null ? Lists.NONE : known;
                return new Lists(before.refused + 1, before.singleAnswered, before.answered);
            });
        }
    }

    /** Notes that a request was answered. */
    void noteAnswered(PromptGroup group) {
        Kind kind = Kind.of(group);
        Lists known = lists.get(kind);
        if (known == null || !known.answered) {
            boolean list = group.prompts().size() > 1 && !group.isPacked();
            lists.compute(kind, (same, before) -> (before == null ? Lists.NONE : before).withAnswer(list));
        }
    }

    /** Returns how the provider refused a model lately, or empty. */
    Optional<ProviderException.Rejected> missingModel(String model) {
        Missing missing = models.get(model);
        if (missing != null && ticker.nanos() - missing.at > FORGET_NANOS) {
            models.remove(model, missing);
            return Optional.empty();
        }
        return Optional.ofNullable(missing).map(Missing::failure);
    }

    /** Returns whether several prompts in one request have a chance: not where lists only ever failed and single ones didn't. */
    boolean takesLists(Endpoint endpoint, String model) {
        Lists known = lists.get(new Kind(endpoint, model));
        return known == null || known.answered || !known.singleAnswered || known.refused < LISTS_TO_BE_SURE;
    }
}
