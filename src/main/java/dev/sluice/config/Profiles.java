package dev.sluice.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Grouping;
import dev.sluice.prompt.LaneRule;
import dev.sluice.prompt.Profile;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code profiles.yaml}: each profile takes from {@code default} what it leaves out. */
final class Profiles {
    static final String FILE = "profiles.yaml";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
    private static final Set<String> RESERVED = Set.of("model", "input", "messages", "prompt", "stream");
    private static final List<String> OUTPUTS = Arrays.stream(Profile.Output.values())
            .map(output -> output.name().toLowerCase(Locale.ROOT))
            .toList();
    private static final List<String> ENDPOINTS =
            Arrays.stream(Endpoint.values()).map(Endpoint::label).toList();
    private static final List<String> ONCE = Arrays.stream(Profile.SamePromptOnce.values())
            .map(once -> once.name().toLowerCase(Locale.ROOT))
            .toList();
    private static final List<String> LANES = Arrays.stream(LaneRule.Lane.values())
            .map(lane -> lane.name().toLowerCase(Locale.ROOT))
            .toList();
    private static final List<String> AFTER_BATCHES = List.of("online", "fail");
    private static final Shape TOKENS = Shape.wholeNumber(1, 100_000_000);

    private static final Shape AUTO_OR_COUNT = Shape.of(
            "auto or a whole number from 1 to 2048",
            value -> "auto".equals(value.textValue())
                    || (value.canConvertToExactIntegral() && value.intValue() >= 1 && value.intValue() <= 2048));

    static final Shape SHAPE = Shape.named("of a-z, 0-9, _ and -", NAME, Shape.keys(shapes()));

    private final YamlDocument document;
    private final Problems problems;
    private final Map<String, ObjectNode> complete = new LinkedHashMap<>();

    private Profiles(YamlDocument document, Problems problems) {
        this.document = document;
        this.problems = problems;
    }

    private static Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new HashMap<>(PolledProfile.SHAPES);
        shapes.putAll(Map.ofEntries(
                Map.entry("endpoint", Shape.oneOf(ENDPOINTS)),
                Map.entry("model", Shape.text()),
                Map.entry("system", Shape.orNull(Shape.text())),
                Map.entry("template", Shape.orNull(Shape.text())),
                Map.entry("parameters", Shape.orNull(Shape.object(Profiles::checkParameter))),
                Map.entry("output", Shape.oneOf(OUTPUTS)),
                Map.entry("max-prompts", AUTO_OR_COUNT),
                Map.entry("max-tokens", TOKENS),
                Map.entry("max-wait", DurationText.SHAPE),
                Map.entry("same-prompt-once", Shape.oneOf(ONCE)),
                Map.entry("lane", Shape.oneOf(LANES)),
                Map.entry("deadline", Shape.orNull(DurationText.SHAPE)),
                Map.entry("batch-tries", Shape.wholeNumber(1, 100)),
                Map.entry("after-batches", Shape.oneOf(AFTER_BATCHES)),
                Map.entry("priority", Shape.wholeNumber(-100, 100)),
                Map.entry("max-cost", Shape.orNull(Shape.amount(Users.HIGHEST_COST))),
                Map.entry("pack", Shape.of("true or false", JsonNode::isBoolean))));
        return shapes;
    }

    /**
     * Returns the profiles by name, {@code default} among them.
     *
     * @param document the profiles of all files, checked by {@link #SHAPE}
     * @param quickStart what goes over the default profile, checked by {@link #SHAPE}
     */
    static Map<String, Profile> read(YamlDocument document, YamlDocument quickStart, Problems problems) {
        Profiles profiles = new Profiles(document, problems);
        ObjectNode standard = below(document.root(), Profile.DEFAULT);
        PolledProfile.useResponses(standard);
        profiles.checkSystem(document, Profile.DEFAULT, standard, standard);
        profiles.checkAssistant(Profile.DEFAULT, JsonNodeFactory.instance.objectNode(), standard, standard);
        ObjectNode quick = below(quickStart.root(), Profile.DEFAULT);
        ObjectNode changed = inherit(standard, quick);
        PolledProfile.useResponses(changed);
        profiles.checkSystem(quickStart, Profile.DEFAULT, quick, changed);
        profiles.checkAssistant(Profile.DEFAULT, standard, quick, changed);
        profiles.complete.put(Profile.DEFAULT, changed);
        profiles.completeOthers(changed);
        Map<String, Profile> read = new LinkedHashMap<>();
        profiles.complete.forEach((name, node) -> read.put(name, profile(name, node)));
        return read;
    }

    private void completeOthers(ObjectNode standard) {
        for (String name : Shape.keysOf(document.root())) {
            if (!name.equals(Profile.DEFAULT)) {
                ObjectNode own = below(document.root(), name);
                ObjectNode whole = inherit(standard, own);
                checkEndpoint(name, own);
                checkAssistant(name, standard, own, whole);
                PolledProfile.useResponses(whole);
                checkSystem(document, name, own, whole);
                complete.put(name, whole);
            }
        }
    }

    private void checkEndpoint(String name, ObjectNode own) {
        if (PolledProfile.isPolled(own) && own.has("endpoint") && endpoint(own) != Endpoint.RESPONSES) {
            problems.add(
                    place(name, "endpoint"),
                    "lane polled asks the endpoint responses: endpoint="
                            + endpoint(own).label());
        }
    }

    private void checkAssistant(String name, ObjectNode base, ObjectNode own, ObjectNode whole) {
        PolledProfile.checkAssistant(base, own, whole, place(name, "assistant"), problems);
    }

    private String place(String name, String key) {
        return document.place(JsonPointer.empty().appendProperty(name).appendProperty(key));
    }

    private void checkSystem(YamlDocument source, String name, ObjectNode own, ObjectNode whole) {
        if (own.hasNonNull("system") && !converses(endpoint(whole))) {
            String place = source.place(JsonPointer.empty().appendProperty(name).appendProperty("system"));
            problems.add(
                    place,
                    "system has no meaning for this endpoint: endpoint="
                            + endpoint(whole).label());
        }
    }

    /** Lays one profile over another; parameters belong to an endpoint and don't pass to another one. */
    private static ObjectNode inherit(ObjectNode base, ObjectNode over) {
        ObjectNode lower = base.deepCopy();
        if (over.has("endpoint") && !over.get("endpoint").equals(base.get("endpoint"))) {
            lower.remove("parameters");
            if (!converses(endpoint(over))) {
                lower.remove("system");
            }
        }
        if (QuickStartLayer.namesTokens(over)) {
            QuickStartLayer.TOKEN_PARAMETERS.forEach(below(lower, "parameters")::remove);
        }
        if (over.has("label")) {
            lower.remove("label");
        }
        return YamlDocument.merge(lower, over);
    }

    private static boolean checkParameter(YamlDocument document, JsonPointer at, Problems problems) {
        String key = at.last().getMatchingProperty();
        if (RESERVED.contains(key)) {
            problems.add(document.place(at), "parameters must not hold what Sluice sets itself: key=" + key);
            return false;
        }
        if (key.equals("n")) {
            return Shape.wholeNumber(1, 128).check(document, at, problems);
        }
        boolean tokens = QuickStartLayer.TOKEN_PARAMETERS.contains(key);
        return !tokens || Shape.orNull(TOKENS).check(document, at, problems);
    }

    private static Profile profile(String name, ObjectNode node) {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode();
        below(node, "parameters").properties().stream()
                .filter(entry -> !entry.getValue().isNull())
                .forEach(entry -> parameters.set(entry.getKey(), entry.getValue()));
        return new Profile(
                name,
                endpoint(node),
                node.path("model").asText(),
                text(node, "system"),
                text(node, "template"),
                parameters,
                Profile.Output.valueOf(node.path("output").asText().toUpperCase(Locale.ROOT)),
                new Grouping(
                        node.path("max-prompts").isInt()
                                ? (Integer) node.path("max-prompts").intValue()
                                : null,
                        node.path("max-tokens").intValue(),
                        DurationText.parse(node.path("max-wait").asText())),
                Profile.SamePromptOnce.valueOf(
                        node.path("same-prompt-once").asText().toUpperCase(Locale.ROOT)),
                node.path("pack").booleanValue(),
                node.path("priority").intValue(),
                lane(node),
                PolledProfile.runs(node),
                PolledProfile.documents(node),
                maxCost(node));
    }

    private static @Nullable Long maxCost(ObjectNode node) {
        JsonNode cost = node.path("max-cost");
        return cost.isNumber()
                ? (Long) cost.decimalValue()
                        .movePointRight(6)
                        .setScale(0, RoundingMode.DOWN)
                        .longValue()
                : null;
    }

    private static LaneRule lane(ObjectNode node) {
        return new LaneRule(
                LaneRule.Lane.valueOf(node.path("lane").asText("online").toUpperCase(Locale.ROOT)),
                node.hasNonNull("deadline")
                        ? DurationText.parse(node.path("deadline").asText())
                        : null,
                node.path("batch-tries").asInt(LaneRule.ONLINE.batchTries()),
                node.path("after-batches").asText("online").equals("online"));
    }

    static Endpoint endpoint(JsonNode profile) {
        return Endpoint.ofLabel(profile.path("endpoint").asText()).orElse(Endpoint.CHAT);
    }

    private static boolean converses(Endpoint endpoint) {
        return endpoint == Endpoint.CHAT || endpoint == Endpoint.RESPONSES;
    }

    private static @Nullable String text(ObjectNode node, String key) {
        return node.path(key).textValue();
    }

    private static ObjectNode below(ObjectNode node, String key) {
        return node.get(key) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }
}
