package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Prompt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever a server does to a reply, no answer goes to another prompt and no token is lost. */
class ReplyMatcherPropertiesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Property
    void completions_damagedInAnyWay_neverGiveAForeignAnswer(
            @ForAll @IntRange(min = 2, max = 20) int count,
            @ForAll @IntRange(min = 1, max = 3) int choices,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<Prompt> prompts = prompts(Endpoint.COMPLETIONS, count, choices, random);
        List<ObjectNode> items = new ArrayList<>();
        for (int i = 0; i < count * choices; i++) {
            items.add(JSON.createObjectNode()
                    .put("text", "answer " + i / choices + "/" + i % choices + " ".repeat(random.nextInt(9)))
                    .put("index", i)
                    .put("finish_reason", "stop"));
        }
        Map<Integer, Integer> seen = damage(items, random);

        MatchedReply matched = ReplyMatcher.match(prompts, bytes("choices", items, usage(random), random));

        assertEachPromptOnce(prompts, matched);
        assertUsageSums(matched);
        for (PromptAnswer answer : matched.answered()) {
            JsonNode own = read(answer.bodyJson()).path("choices");
            assertThat(own).hasSize(choices);
            for (int k = 0; k < choices; k++) {
                assertThat(own.path(k).path("index").asInt(-1)).isEqualTo(k);
                assertThat(own.path(k).path("text").asText())
                        .startsWith("answer " + answer.prompt().index() + "/" + k);
            }
        }
        boolean ignoresN = choices > 1 && seen.keySet().stream().noneMatch(i -> i >= count && i < count * choices);
        for (Unanswered unanswered : matched.unanswered()) {
            boolean complete = true;
            for (int k = 0; k < choices; k++) {
                complete &= seen.getOrDefault((int) unanswered.prompt().index() * choices + k, 0) == 1;
            }
            assertThat(complete && !ignoresN)
                    .as("a complete answer was thrown away")
                    .isFalse();
        }
    }

    @Property(tries = 300)
    void embeddings_damagedInAnyWay_neverGiveAForeignVector(
            @ForAll @IntRange(min = 2, max = 100) int count, @ForAll long seed) {
        Random random = new Random(seed);
        List<Prompt> prompts = prompts(Endpoint.EMBEDDINGS, count, 1, random);
        List<ObjectNode> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ObjectNode item = JSON.createObjectNode().put("index", i);
            item.putArray("embedding").add(i).add(0.25);
            items.add(item);
        }
        damage(items, random);

        MatchedReply matched = ReplyMatcher.match(prompts, bytes("data", items, usage(random), random));

        assertEachPromptOnce(prompts, matched);
        assertUsageSums(matched);
        for (PromptAnswer answer : matched.answered()) {
            JsonNode own = read(answer.bodyJson()).path("data");
            assertThat(own).hasSize(1);
            assertThat(own.path(0).path("index").asInt(-1)).isZero();
            assertThat(own.path(0).path("embedding").path(0).asLong())
                    .isEqualTo(answer.prompt().index());
        }
    }

    @Property
    void shares_ofAnyWeights_sumToTheTotal(
            @ForAll @IntRange(max = 1_000_000_000) int total,
            @ForAll @IntRange(min = 1, max = 50) int count,
            @ForAll long seed) {
        Random random = new Random(seed);
        long[] weights = random.longs(count, 0, random.nextBoolean() ? 3 : Integer.MAX_VALUE)
                .toArray();

        long[] shares = Apportionment.divide(total, weights);

        long sum = 0;
        long weightSum = Arrays.stream(weights).sum();
        for (int i = 0; i < count; i++) {
            sum += shares[i];
            double exact = weightSum == 0 ? (double) total / count : (double) total * weights[i] / weightSum;
            assertThat((double) shares[i]).isBetween(Math.floor(exact) - 1e-3, Math.ceil(exact) + 1e-3);
        }
        assertThat(sum).isEqualTo(total);
    }

    private static List<Prompt> prompts(Endpoint endpoint, int count, int choices, Random random) {
        List<Prompt> prompts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            prompts.add(
                    Prompts.of(endpoint, i, TextNode.valueOf("p" + i), "{}", choices, random.nextInt(4) * 100, false));
        }
        return prompts;
    }

    /** Shuffles, drops, repeats, renames; returns how often each true index is still there. */
    private static Map<Integer, Integer> damage(List<ObjectNode> items, Random random) {
        int original = items.size();
        Collections.shuffle(items, random);
        for (int blows = random.nextInt(6); blows > 0 && !items.isEmpty(); blows--) {
            int at = random.nextInt(items.size());
            ObjectNode item = items.get(at);
            switch (random.nextInt(6)) {
                case 0 -> items.remove(at);
                case 1 -> items.add(random.nextInt(items.size() + 1), item.deepCopy());
                case 2 -> item.remove("index");
                case 3 -> item.put("index", -1 - random.nextInt(3));
                case 4 -> item.put("index", original + random.nextInt(100));
                default -> item.put("index", item.path("index").asText());
            }
        }
        Map<Integer, Integer> seen = new HashMap<>();
        items.stream()
                .filter(item -> item.path("index").isInt())
                .forEach(item -> seen.merge(item.path("index").asInt(), 1, Integer::sum));
        return seen;
    }

    private static ObjectNode usage(Random random) {
        ObjectNode usage = JSON.createObjectNode()
                .put("prompt_tokens", random.nextInt(100_000))
                .put("completion_tokens", random.nextInt(10_000));
        usage.put(
                "total_tokens",
                usage.path("prompt_tokens").asInt()
                        + usage.path("completion_tokens").asInt()
                        + random.nextInt(3) * 50);
        usage.putObject("prompt_tokens_details").put("cached_tokens", random.nextInt(1_000));
        return usage;
    }

    private static byte[] bytes(String list, List<ObjectNode> items, ObjectNode usage, Random random) {
        ObjectNode reply = JSON.createObjectNode().put("id", "x \"ü\" \\").put("model", "m");
        ArrayNode array = JSON.createArrayNode().addAll(items);
        boolean usageFirst = random.nextBoolean();
        if (usageFirst) {
            reply.set("usage", usage);
        }
        reply.set(list, array);
        if (!usageFirst) {
            reply.set("usage", usage);
        }
        try {
            return random.nextBoolean()
                    ? JSON.writeValueAsBytes(reply)
                    : JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(reply);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertEachPromptOnce(List<Prompt> prompts, MatchedReply matched) {
        List<Long> all = new ArrayList<>();
        matched.answered().forEach(answer -> all.add(answer.prompt().index()));
        matched.unanswered().forEach(unanswered -> all.add(unanswered.prompt().index()));
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(
                        prompts.stream().map(Prompt::index).toList());
    }

    private static void assertUsageSums(MatchedReply matched) {
        Usage sum = Usage.NONE;
        for (PromptAnswer answer : matched.answered()) {
            JsonNode body = read(answer.bodyJson());
            assertThat(body.path("id").asText()).isEqualTo("x \"ü\" \\");
            Usage written = Usage.of(body.path("usage"));
            assertThat(written.promptTokens()).isEqualTo(answer.usage().promptTokens());
            assertThat(written.cachedTokens()).isEqualTo(answer.usage().cachedTokens());
            assertThat(answer.bodyJson()).doesNotContain("\n");
            sum = sum.plus(answer.usage());
        }
        for (Unanswered unanswered : matched.unanswered()) {
            sum = sum.plus(unanswered.usage());
        }
        assertThat(sum).isEqualTo(matched.usage());
    }

    private static JsonNode read(String json) {
        return Prompts.json(json);
    }
}
