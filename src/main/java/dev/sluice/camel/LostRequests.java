package dev.sluice.camel;

import dev.sluice.allowance.Amount;
import dev.sluice.prompt.Prompt;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The requests of one job that an earlier process had under way when it ended, and what they may have used. Not thread-safe. */
final class LostRequests {
    private final List<BitSet> requests;
    private final List<Set<String>> users = new ArrayList<>();

    LostRequests(List<BitSet> requests) {
        this.requests = List.copyOf(requests);
        requests.forEach(request -> users.add(new HashSet<>()));
    }

    /** Returns the positions of all their prompts. */
    BitSet prompts() {
        BitSet all = new BitSet();
        requests.forEach(all::or);
        return all;
    }

    /** Adds the most that a prompt of theirs may have used to that of its user; a request that it shares with others counts once. */
    void add(Prompt prompt, Amount most, Map<String, Amount> byUser) {
        int index = Math.toIntExact(prompt.index());
        for (int i = 0; i < requests.size(); i++) {
            if (requests.get(i).get(index)) {
                int request = users.get(i).add(prompt.user()) ? 1 : 0;
                byUser.merge(prompt.user(), new Amount(request, most.tokens(), most.microUsd()), Amount::plus);
            }
        }
    }
}
