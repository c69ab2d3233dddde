package dev.sluice.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.allowance.Allowance;
import dev.sluice.allowance.Allowance.OnExceed;
import dev.sluice.allowance.Allowance.WhenCapped;
import dev.sluice.allowance.Allowances;
import dev.sluice.allowance.Bound;
import dev.sluice.allowance.Period;
import dev.sluice.prompt.UserName;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code users.yaml}: what each user may use; a user takes from {@code *} what he leaves out, key by key. */
final class Users {
    static final String FILE = "users.yaml";
    private static final String OTHERS = "*";
    private static final int MICRO = 6;
    /** A sum in USD that nobody spends; millionths of it still are a number of 64 bits, as are sums of many. */
    static final long HIGHEST_COST = 1_000_000_000;

    private static final long HIGHEST_COUNT = 1_000_000_000_000_000L;

    private static final Shape BOUND = Shape.keys(Map.of(
            "requests", Shape.orNull(Shape.wholeNumber(0, HIGHEST_COUNT)),
            "tokens", Shape.orNull(Shape.wholeNumber(0, HIGHEST_COUNT)),
            "cost", Shape.orNull(Shape.amount(HIGHEST_COST))));

    private static final Shape USER = Shape.keys(Map.of(
            "day", Shape.orNull(BOUND),
            "week", Shape.orNull(BOUND),
            "month", Shape.orNull(BOUND),
            "on-exceed", Shape.oneOf(List.of("cap", "review")),
            "when-capped", Shape.oneOf(List.of("wait", "fail")),
            "trusted", Shape.of("true or false", JsonNode::isBoolean),
            "max-prompts", Shape.orNull(Shape.wholeNumber(1, Integer.MAX_VALUE))));

    private static final Pattern ANY_NAME = Pattern.compile("(?s).*");
    static final Shape SHAPE = Shape.named("a text", ANY_NAME, Users::checkUser);

    private Users() {}

    private static boolean checkUser(YamlDocument document, JsonPointer at, Problems problems) {
        boolean named = checkName(document, at, problems);
        return USER.check(document, at, problems) && named;
    }

    /** Notes a name that no prompt can have, since names are cleaned before they are compared. */
    private static boolean checkName(YamlDocument document, JsonPointer at, Problems problems) {
        String name = at.last().getMatchingProperty();
        String kept = UserName.of(name);
        if (name.equals(kept)) {
            return true;
        }
        String remedy = kept == null ? "" : "; write " + quoted(kept);
        problems.add(
                document.place(at),
                "name of a user must have 1 to " + UserName.LONGEST
                        + " visible characters and no blanks around them, or it matches nobody" + remedy + ": value="
                        + quoted(name));
        return false;
    }

    private static String quoted(String name) {
        return "\"" + Shape.shortened(name) + "\"";
    }

    /** Returns the allowances of a document that was checked by {@link #SHAPE}. */
    static Allowances read(YamlDocument document, ZoneId zone) {
        JsonNode root = document.root();
        ObjectNode others =
                root.get(OTHERS) instanceof ObjectNode given ? given : JsonNodeFactory.instance.objectNode();
        Map<String, Allowance> byUser = new HashMap<>();
        for (String user : Shape.keysOf(root)) {
            if (!user.equals(OTHERS) && root.get(user) instanceof ObjectNode own) {
                byUser.put(user, allowance(YamlDocument.merge(others, own)));
            }
        }
        return new Allowances(byUser, allowance(others), zone);
    }

    private static Allowance allowance(ObjectNode node) {
        Map<Period, Bound> bounds = new EnumMap<>(Period.class);
        for (Period period : Period.values()) {
            JsonNode bound = node.path(period.name().toLowerCase(Locale.ROOT));
            if (bound.isObject() && !bound.isEmpty()) {
                bounds.put(
                        period, new Bound(number(bound.path("requests")), number(bound.path("tokens")), cost(bound)));
            }
        }
        JsonNode most = node.path("max-prompts");
        return new Allowance(
                bounds,
                OnExceed.valueOf(node.path("on-exceed").asText("cap").toUpperCase(Locale.ROOT)),
                WhenCapped.valueOf(node.path("when-capped").asText("wait").toUpperCase(Locale.ROOT)),
                node.path("trusted").asBoolean(false),
                most.isNumber() ? (Integer) most.intValue() : null);
    }

    private static @Nullable Long number(JsonNode value) {
        return value.isNumber() ? (Long) value.longValue() : null;
    }

    /** Returns a sum in USD as millionths of a dollar, rounded down. */
    private static @Nullable Long cost(JsonNode bound) {
        JsonNode cost = bound.path("cost");
        return cost.isNumber()
                ? (Long) cost.decimalValue()
                        .movePointRight(MICRO)
                        .setScale(0, RoundingMode.DOWN)
                        .longValue()
                : null;
    }
}
