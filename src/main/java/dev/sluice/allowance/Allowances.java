package dev.sluice.allowance;

import java.time.ZoneId;
import java.util.Map;

/**
 * What all users may use. Immutable.
 *
 * @param byUser the allowances of users who are named
 * @param others that of each other user, who has it for himself
 * @param zone the zone whose days, weeks and months count
 */
public record Allowances(Map<String, Allowance> byUser, Allowance others, ZoneId zone) {
    /** Copies the map. */
    public Allowances {
        byUser = Map.copyOf(byUser);
    }

    /** Returns the allowance of a user. */
    public Allowance of(String user) {
        return byUser.getOrDefault(user, others);
    }

    /** Returns whether any user is bounded. */
    public boolean boundAnybody() {
        return others.isBounded() || byUser.values().stream().anyMatch(Allowance::isBounded);
    }
}
