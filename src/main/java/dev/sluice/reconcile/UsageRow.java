package dev.sluice.reconcile;

import java.time.LocalDate;

/**
 * A model on a UTC day, as the ledger and as the provider have it. Immutable.
 *
 * @param hasTokens whether tokens were compared, or requests alone
 * @param agrees whether they are equal, or within the tolerance
 */
public record UsageRow(LocalDate day, String model, Counts ours, Counts theirs, boolean hasTokens, boolean agrees) {
    /** Returns how much more the ledger has than the provider. */
    public Counts difference() {
        return ours.minus(theirs);
    }
}
