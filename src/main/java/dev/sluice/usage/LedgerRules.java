package dev.sluice.usage;

import dev.sluice.prompt.ModelCatalog;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * How the ledger is kept. Immutable.
 *
 * @param models what the models cost
 * @param zone the zone whose days count, for prices and for sums
 * @param kept whether it is kept at all
 */
public record LedgerRules(ModelCatalog models, ZoneId zone, boolean kept) {
    /** Without prices, in UTC. */
    public static final LedgerRules PLAIN = new LedgerRules(new ModelCatalog(List.of()), ZoneOffset.UTC, true);
}
