package dev.sluice.reconcile;

import java.time.LocalDate;

/**
 * What a UTC day costs by the ledger and by the provider, in micro-dollars. Immutable.
 *
 * @param unpriced prompts that the ledger has no price of
 * @param agrees whether they are equal but for rounding, or within the tolerance
 */
public record CostRow(LocalDate day, long ours, long theirs, long unpriced, boolean agrees) {
    /** Returns how much more the ledger has than the provider. */
    public long difference() {
        return ours - theirs;
    }
}
