package dev.sluice.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.estimate.Estimate;
import dev.sluice.prompt.LaneRule;
import dev.sluice.prompt.Profile;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints an estimate as a table or as JSON, and whether files would wait for a decision. For one thread. */
final class EstimateReport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MICRO = 6;
    private static final int PLACES = 4;
    /** What has fewer digits before it would be told as nothing. */
    private static final BigDecimal LEAST_IN_PLACES = new BigDecimal("0.0001");

    private static final MathContext TWO_DIGITS = new MathContext(2, RoundingMode.HALF_UP);
    private static final String[] HEADER = {
        "model", "limit pool", "prompts", "requests", "input tokens", "answer tokens", "time", "online", "by batch"
    };
    private final Profile profile;
    private final int answerTokens;
    private final int reviewedTokens;
    private final Map<Path, Long> mostOfFiles = new LinkedHashMap<>();

    /**
     * Prepares a report of files of this profile.
     *
     * @param answerTokens what is assumed for an answer that nothing bounds
     * @param reviewedTokens what the review of files assumes for it
     */
    EstimateReport(Profile profile, int answerTokens, int reviewedTokens) {
        this.profile = profile;
        this.answerTokens = answerTokens;
        this.reviewedTokens = reviewedTokens;
    }

    /** Adds a file that was read and what it costs at most, in millionths of a dollar, as the review of files has it. */
    void add(Path file, long mostMicroUsd) {
        mostOfFiles.merge(file, mostMicroUsd, Math::max);
    }

    void print(Estimate estimate, boolean asJson, PrintStream out) throws JsonProcessingException {
        if (asJson) {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json(estimate)));
            return;
        }
        out.println(Figures.count(estimate.prompts(), "prompt") + " in " + Figures.count(mostOfFiles.size(), "file")
                + ", " + Figures.count(estimate.repeated()) + " repeated, " + Figures.count(estimate.unusable())
                + " that can't be sent");
        List<String[]> rows = new ArrayList<>();
        rows.add(HEADER);
        estimate.shares().forEach(share -> rows.add(row(share.model(), share)));
        if (estimate.shares().size() > 1) {
            rows.add(row("in all", estimate.total()));
        }
        Columns.of(rows).forEach(out::println);
        notes(estimate).forEach(out::println);
    }

    private List<String> notes(Estimate estimate) {
        List<String> notes = new ArrayList<>();
        List<Estimate.Share> shares = estimate.shares();
        if (shares.stream().anyMatch(Estimate.Share::assumed)) {
            notes.add("nothing bounds some answers: " + Figures.count(answerTokens)
                    + " tokens each are assumed, --answer-tokens says otherwise");
        }
        long batches = estimate.total().batches();
        if (batches > 0) {
            notes.add("lane batch: " + Figures.count(batches) + (batches == 1 ? " batch" : " batches")
                    + " or more, answered within 24 hours each, at the price by batch");
        } else if (profile.lane().lane() == LaneRule.Lane.AUTO) {
            notes.add("lane auto: large files that have time go by batch instead, which takes up to 24 hours");
        }
        if (shares.stream().anyMatch(share -> share.batches() == 0 && share.time() == null)) {
            notes.add("without limits in limits.yaml, or --rpm and --tpm, the time is unknown");
        }
        if (shares.stream().anyMatch(share -> share.online() == null)) {
            notes.add("models.yaml has no price of some models");
        }
        notes.addAll(reviews());
        return notes;
    }

    /** Returns what the review of files would say to the profile's bound of cost. */
    private List<String> reviews() {
        Long bound = profile.mostMicroUsd();
        if (bound == null) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        mostOfFiles.forEach((file, most) -> lines.add(file
                + (most > bound
                        ? " would wait for review: it may cost " + usd(dollars(most)) + ", more than"
                        : " needs no review for its cost: it may cost " + usd(dollars(most)) + " at most, within")
                + " max-cost " + usd(dollars(bound))));
        lines.add(
                "a review counts the most: " + Figures.count(reviewedTokens)
                        + " tokens for each answer that nothing bounds (sluice.users.answer-tokens), and 5 % more tokens of prompts");
        return lines;
    }

    private static String[] row(String name, Estimate.Share share) {
        return new String[] {
            name,
            share.pool(),
            Figures.count(share.prompts()),
            Figures.count(share.requests()),
            Figures.count(share.inputTokens()),
            Figures.count(share.outputTokens()),
            time(share),
            usd(share.online()),
            usd(share.batch())
        };
    }

    private static String time(Estimate.Share share) {
        if (share.batches() > 0) {
            return "up to 24h";
        }
        return share.time() == null ? "unknown" : Figures.duration(share.time());
    }

    private static String usd(@Nullable BigDecimal amount) {
        if (amount == null) {
            return "unknown";
        }
        boolean tiny = amount.signum() > 0 && amount.compareTo(LEAST_IN_PLACES) < 0;
        return "$"
                + (tiny ? amount.round(TWO_DIGITS).stripTrailingZeros() : amount.setScale(PLACES, RoundingMode.HALF_UP))
                        .toPlainString();
    }

    private static BigDecimal dollars(long microUsd) {
        return BigDecimal.valueOf(microUsd, MICRO);
    }

    private ObjectNode json(Estimate estimate) {
        ObjectNode root = JSON.createObjectNode();
        root.put("prompts", estimate.prompts())
                .put("repeated", estimate.repeated())
                .put("unusable", estimate.unusable());
        for (Estimate.Share share : estimate.shares()) {
            put(root.withArray("models").addObject().put("model", share.model()).put("pool", share.pool()), share);
        }
        put(root.putObject("total"), estimate.total());
        Long bound = profile.mostMicroUsd();
        if (bound != null) {
            mostOfFiles.forEach((file, most) -> root.withArray("reviews")
                    .addObject()
                    .put("file", file.toString())
                    .put("mostUsd", dollars(most))
                    .put("maxCostUsd", dollars(bound))
                    .put("answerTokens", reviewedTokens)
                    .put("waits", most > bound));
        }
        return root;
    }

    private static void put(ObjectNode node, Estimate.Share share) {
        node.put("prompts", share.prompts())
                .put("requests", share.requests())
                .put("batches", share.batches())
                .put("inputTokens", share.inputTokens())
                .put("outputTokens", share.outputTokens())
                .put("outputTokensAssumed", share.assumed())
                .put(
                        "seconds",
                        share.time() == null ? null : (Double) (share.time().toMillis() / 1_000.0))
                .put("onlineUsd", share.online())
                .put("batchUsd", share.batch());
    }
}
