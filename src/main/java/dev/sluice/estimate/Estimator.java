package dev.sluice.estimate;

import dev.sluice.limit.RateLimitConfig;
import dev.sluice.limit.RateLimitPools;
import dev.sluice.prompt.InputLine;
import dev.sluice.prompt.InputLines;
import dev.sluice.prompt.LaneRule;
import dev.sluice.prompt.Model;
import dev.sluice.prompt.ModelCatalog;
import dev.sluice.prompt.Price;
import dev.sluice.prompt.Profile;
import dev.sluice.prompt.Prompt;
import dev.sluice.prompt.SeenPrompts;
import dev.sluice.prompt.SendCheck;
import dev.sluice.time.Ticker;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Adds up what files would cost, a line at a time; nothing is sent. Not thread-safe. */
public final class Estimator {
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final int WITHOUT_LIMITS = 20;
    private static final int COMPLETIONS_DEFAULT = 16;
    private static final long SECONDS_A_DAY = 86_400;
    /** What the Batch API takes in one batch, were all its requests short. */
    private static final int MOST_IN_BATCH = 50_000;

    private final ModelCatalog models;
    private final SendCheck check;
    private final RateLimitPools pools;
    private final int answerTokens;
    private final LocalDate today;
    private final Map<String, Sum> sums = new TreeMap<>();
    private final Map<String, Group> groups = new HashMap<>();
    private final Map<String, Group> batches = new HashMap<>();
    private long prompts;
    private long unusable;
    private long repeated;

    /**
     * Creates one for files that are sent under these limits.
     *
     * @param answerTokens the tokens of an answer whose length no prompt bounds
     */
    public Estimator(
            ModelCatalog models, SendCheck check, List<RateLimitConfig> limits, int answerTokens, Clock clock) {
        this.models = models;
        this.check = check;
        this.pools = new RateLimitPools(limits, Map.of(), Ticker.system(), clock);
        this.answerTokens = answerTokens;
        this.today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    }

    /**
     * Adds the lines of a file.
     *
     * @param each is handed each prompt, also those that are not sent
     */
    public void add(InputLines lines, Consumer<Prompt> each) {
        SeenPrompts seen = new SeenPrompts();
        batches.clear();
        while (lines.hasNext()) {
            InputLine line = lines.next();
            prompts++;
            Prompt prompt = line.prompt();
            if (prompt != null) {
                each.accept(prompt);
            }
            if (prompt == null || check.problem(line).isPresent()) {
                unusable++;
            } else if (seen.firstLike(prompt).isPresent()) {
                repeated++;
            } else {
                add(prompt, lines.profile());
            }
        }
    }

    private void add(Prompt prompt, Profile profile) {
        String pool = pools.poolOf(prompt.model(), prompt.promptTokens());
        boolean inBatch = profile.lane().lane() == LaneRule.Lane.BATCH
                && prompt.endpoint().takesBatches();
        Sum sum = sums.computeIfAbsent(
                prompt.model() + "\n" + pool + "\n" + inBatch, key -> new Sum(prompt.model(), pool));
        sum.prompts++;
        sum.input += prompt.promptTokens();
        sum.output += answerOf(prompt, sum);
        sum.batchable &= prompt.endpoint().takesBatches();
        if (inBatch) {
            sum.requests++;
            sum.batches += batches(prompt, pool);
        } else {
            sum.requests += requests(prompt, profile, pool);
        }
    }

    /** Returns the batches that a prompt adds: one where it begins a batch, none where it joins one of its file. */
    private long batches(Prompt prompt, String pool) {
        String key = String.join("\n", pool, prompt.endpoint().label(), prompt.model());
        Group batch = batches.computeIfAbsent(key, name -> new Group());
        Long queue = pools.pool(pool).config().enqueuedTokens();
        boolean begins = batch.prompts == 0
                || batch.prompts >= MOST_IN_BATCH
                || (queue != null && batch.tokens + prompt.promptTokens() > queue);
        batch.add(prompt, begins);
        return begins ? 1 : 0;
    }

    private long answerOf(Prompt prompt, Sum sum) {
        if (!prompt.endpoint().writesText()) {
            return 0;
        }
        Integer stated = prompt.maxOutputTokens();
        if (stated != null) {
            return (long) stated * prompt.choices();
        }
        boolean completion = prompt.endpoint().takesList();
        sum.assumed |= !completion;
        return (long) (completion ? COMPLETIONS_DEFAULT : answerTokens) * prompt.choices();
    }

    /** Returns the requests that a prompt adds: one where it begins a group, none where it joins one. */
    private long requests(Prompt prompt, Profile profile, String pool) {
        if (profile.lane().lane() == LaneRule.Lane.POLLED) {
            // A start and a poll.
            return 2;
        }
        if (prompt.mostTogether() == 1) {
            return 1;
        }
        String key = String.join("\n", pool, prompt.endpoint().label(), prompt.model(), prompt.parameters());
        Group group = groups.computeIfAbsent(key, name -> new Group());
        boolean begins = group.isFull(prompt, profile, perRequest(pool));
        group.add(prompt, begins);
        return begins ? 1 : 0;
    }

    private @Nullable Long perRequest(String pool) {
        return pools.pool(pool).tokensPerRequest().orElse(null);
    }

    /** Returns what all that was added would cost. */
    public Estimate estimate() {
        Map<String, Load> loads = new HashMap<>();
        for (Sum sum : sums.values()) {
            Model model = models.find(sum.model);
            if (sum.batches == 0) {
                Load load = loads.computeIfAbsent(sum.pool, pool -> new Load());
                load.requests += sum.requests;
                load.tokens += model.units(sum.input + sum.output);
            }
        }
        List<Estimate.Share> shares = new ArrayList<>();
        for (Sum sum : sums.values()) {
            Price price = models.find(sum.model).priceOn(today).orElse(null);
            BigDecimal online = price == null ? null : price.of(sum.input, sum.output);
            shares.add(new Estimate.Share(
                    sum.model,
                    sum.pool,
                    sum.prompts,
                    sum.requests,
                    sum.batches,
                    sum.input,
                    sum.output,
                    sum.assumed,
                    sum.batches > 0
                            ? null
                            : loads.getOrDefault(sum.pool, new Load())
                                    .time(pools.pool(sum.pool).config()),
                    online,
                    online == null || !sum.batchable ? null : online.multiply(HALF)));
        }
        return new Estimate(prompts, unusable, repeated, shares);
    }

    /** The prompts to one model. */
    private static final class Sum {
        private final String model;
        private final String pool;
        private long prompts;
        private long requests;
        private long batches;
        private long input;
        private long output;
        private boolean assumed;
        private boolean batchable = true;

        Sum(String model, String pool) {
            this.model = model;
            this.pool = pool;
        }
    }

    /** A request, or a batch, that is being filled. */
    private static final class Group {
        private int prompts;
        private long tokens;

        void add(Prompt prompt, boolean anew) {
            prompts = anew ? 1 : prompts + 1;
            tokens = (anew ? 0 : tokens) + prompt.promptTokens();
        }

        boolean isFull(Prompt next, Profile profile, @Nullable Long perRequest) {
            Integer told = profile.grouping().maxPrompts();
            int most = Math.min(
                    next.mostTogether(), told != null ? told : perRequest == null ? WITHOUT_LIMITS : Integer.MAX_VALUE);
            long mostTokens = told == null && perRequest != null
                    ? Math.min(perRequest, profile.grouping().maxTokens())
                    : profile.grouping().maxTokens();
            return prompts == 0 || prompts >= most || tokens + next.promptTokens() > mostTokens;
        }
    }

    /** What a limit pool has to let through. */
    private static final class Load {
        private long requests;
        private long tokens;

        /** Returns how long that takes at least; limits of a day count in days, since what is over goes on the next. */
        @Nullable
        Duration time(RateLimitConfig limits) {
            double seconds = -1;
            seconds = Math.max(seconds, share(requests, limits.requestsPerMinute(), 60));
            seconds = Math.max(seconds, share(tokens, limits.tokensPerMinute(), 60));
            seconds = Math.max(seconds, wholeDays(requests, limits.requestsPerDay()));
            seconds = Math.max(seconds, wholeDays(tokens, limits.tokensPerDay()));
            return seconds < 0 ? null : Duration.ofMillis((long) (seconds * 1_000));
        }

        private static double share(long amount, @Nullable Long limit, long seconds) {
            return limit == null ? -1 : (double) amount / limit * seconds;
        }

        private static double wholeDays(long amount, @Nullable Long limit) {
            return limit == null || amount <= limit ? -1 : (double) ((amount - 1) / limit) * SECONDS_A_DAY;
        }
    }
}
