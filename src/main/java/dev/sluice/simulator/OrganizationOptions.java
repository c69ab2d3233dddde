package dev.sluice.simulator;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the usage and costs endpoints are like. Immutable.
 *
 * @param adminKeys the keys that they accept, which nothing else does; empty where they ask for none
 * @param snapshot the date of the snapshots that they name instead of the models that were asked, or null to name those
 * @param prices what models cost; nothing is billed for others
 */
public record OrganizationOptions(
        Set<String> adminKeys, @Nullable LocalDate snapshot, Map<String, TokenPrice> prices) {

    /** Copies the collections. */
    public OrganizationOptions {
        adminKeys = Set.copyOf(adminKeys);
        prices = Map.copyOf(prices);
    }

    /** Returns the usual ones: no key, no snapshots, no prices. */
    public static OrganizationOptions usual() {
        return new OrganizationOptions(Set.of(), null, Map.of());
    }

    /** Returns the same with these keys. */
    public OrganizationOptions withAdminKeys(Set<String> keys) {
        return new OrganizationOptions(keys, snapshot, prices);
    }

    /** Returns the same with snapshots of this date, null for none. */
    public OrganizationOptions withSnapshot(@Nullable LocalDate date) {
        return new OrganizationOptions(adminKeys, date, prices);
    }

    /** Returns the same with the price of a model. */
    public OrganizationOptions withPrice(String model, TokenPrice price) {
        Map<String, TokenPrice> all = new LinkedHashMap<>(prices);
        all.put(model, price);
        return new OrganizationOptions(adminKeys, snapshot, all);
    }

    /** Returns the name that the endpoints tell of a model. */
    String shown(String model) {
        return snapshot == null ? model : model + "-" + snapshot;
    }

    /** Returns a text without the keys. */
    @Override
    public String toString() {
        return "OrganizationOptions[adminKeys=" + adminKeys.size() + ", snapshot=" + snapshot + ", prices=" + prices
                + "]";
    }
}
