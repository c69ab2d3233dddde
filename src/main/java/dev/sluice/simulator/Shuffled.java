package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Puts the items of an answer out of order, as a provider may. */
final class Shuffled {
    private Shuffled() {}

    static void addTo(ArrayNode array, List<? extends JsonNode> items, RandomGenerator draws) {
        List<JsonNode> shuffled = new ArrayList<>(items);
        Collections.shuffle(shuffled, new Random(draws.nextLong()));
        array.addAll(shuffled);
    }
}
