package dev.sluice.reconcile;

import dev.sluice.usage.DayUse;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The ledger beside the provider's figures. Immutable.
 *
 * @param usage a row for each day and model that either has, in their order
 * @param costs a row for each day that costs something by either, in their order
 */
public record Reconciliation(List<UsageRow> usage, List<CostRow> costs) {
    private static final int MICRO = 6;

    /** Copies the lists. */
    public Reconciliation {
        usage = List.copyOf(usage);
        costs = List.copyOf(costs);
    }

    private record DayModel(LocalDate day, String model) {}

    /** Both sides of a row, as they are added up. */
    private record Sides(Counts ours, Counts theirs, boolean hasTheirs, boolean hasTokens) {
        static Sides ofOurs(DayUse use) {
            Counts counts = new Counts(
                    use.requests(),
                    use.tokens().input(),
                    use.tokens().cached(),
                    use.tokens().output());
            return new Sides(counts, Counts.NONE, false, false);
        }

        static Sides ofTheirs(ProviderFigures.Use use) {
            return new Sides(Counts.NONE, use.counts(), true, use.hasTokens());
        }

        Sides plus(Sides other) {
            return new Sides(
                    ours.plus(other.ours),
                    theirs.plus(other.theirs),
                    hasTheirs || other.hasTheirs,
                    hasTokens || other.hasTokens);
        }

        /** Tokens are left out only where the provider tells of the model but not of its tokens. */
        boolean comparesTokens() {
            return hasTokens || !hasTheirs;
        }

        boolean isNothing() {
            return ours.equals(Counts.NONE) && theirs.equals(Counts.NONE);
        }
    }

    /**
     * Compares.
     *
     * @param ours what the ledger has of the days
     * @param tolerance the difference that still counts as none, as a share of the larger figure
     */
    public static Reconciliation of(List<DayUse> ours, ProviderFigures provider, BigDecimal tolerance) {
        return new Reconciliation(usage(ours, provider.usage(), tolerance), costs(ours, provider.costs(), tolerance));
    }

    private static List<UsageRow> usage(List<DayUse> ours, List<ProviderFigures.Use> theirs, BigDecimal tolerance) {
        Aliases aliases = new Aliases(ours.stream().map(DayUse::model).collect(Collectors.toSet()));
        Map<DayModel, Sides> rows =
                new TreeMap<>(Comparator.comparing(DayModel::day).thenComparing(DayModel::model));
        for (DayUse use : ours) {
            rows.merge(new DayModel(use.day(), aliases.of(use.model())), Sides.ofOurs(use), Sides::plus);
        }
        for (ProviderFigures.Use use : theirs) {
            rows.merge(new DayModel(use.day(), aliases.of(use.model())), Sides.ofTheirs(use), Sides::plus);
        }
        List<UsageRow> usage = new ArrayList<>();
        rows.forEach((key, sides) -> {
            if (!sides.isNothing()) {
                boolean agrees = agree(sides, tolerance);
                usage.add(new UsageRow(
                        key.day(), key.model(), sides.ours(), sides.theirs(), sides.comparesTokens(), agrees));
            }
        });
        return usage;
    }

    private static boolean agree(Sides sides, BigDecimal tolerance) {
        Counts ours = sides.ours();
        Counts theirs = sides.theirs();
        boolean tokensAgree = !sides.comparesTokens()
                || (agree(ours.input(), theirs.input(), 0, tolerance)
                        && agree(ours.cached(), theirs.cached(), 0, tolerance)
                        && agree(ours.output(), theirs.output(), 0, tolerance));
        return tokensAgree && agree(ours.requests(), theirs.requests(), 0, tolerance);
    }

    /** The ledger rounds what each request costs to a whole micro-dollar: it may be off by half of one for each. */
    private static List<CostRow> costs(List<DayUse> ours, Map<LocalDate, BigDecimal> theirs, BigDecimal tolerance) {
        Map<LocalDate, List<DayUse>> days =
                ours.stream().collect(Collectors.groupingBy(DayUse::day, TreeMap::new, Collectors.toList()));
        return Stream.concat(days.keySet().stream(), theirs.keySet().stream())
                .distinct()
                .sorted()
                .map(day -> cost(
                        day, days.getOrDefault(day, List.of()), theirs.getOrDefault(day, BigDecimal.ZERO), tolerance))
                .filter(row -> row.ours() != 0 || row.theirs() != 0)
                .toList();
    }

    private static CostRow cost(LocalDate day, List<DayUse> ours, BigDecimal dollars, BigDecimal tolerance) {
        long mine = ours.stream().mapToLong(DayUse::costMicroUsd).sum();
        long requests = ours.stream().mapToLong(DayUse::requests).sum();
        long unpriced = ours.stream().mapToLong(DayUse::unpriced).sum();
        long other = dollars.movePointRight(MICRO)
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValue();
        return new CostRow(day, mine, other, unpriced, agree(mine, other, requests / 2 + 1, tolerance));
    }

    private static boolean agree(long ours, long theirs, long rounding, BigDecimal tolerance) {
        BigDecimal most = tolerance
                .multiply(BigDecimal.valueOf(Math.max(Math.abs(ours), Math.abs(theirs))))
                .add(BigDecimal.valueOf(rounding));
        return BigDecimal.valueOf(Math.abs(ours - theirs)).compareTo(most) <= 0;
    }

    /** Returns how many rows there are. */
    public int rows() {
        return usage.size() + costs.size();
    }

    /** Returns how many of them differ. */
    public int differing() {
        return (int) (usage.stream().filter(row -> !row.agrees()).count()
                + costs.stream().filter(row -> !row.agrees()).count());
    }
}
