package dev.sluice.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a value of a YAML file must look like. A check notes each problem and takes the misshapen value out of the tree,
 * so that whatever is left can be read and checked further.
 */
@FunctionalInterface
interface Shape {
    /** Checks the value at a place of a document and tells whether it can stay there. */
    boolean check(YamlDocument document, JsonPointer at, Problems problems);

    /** Takes what a predicate takes; the rule completes the sentence {@code <key> must be …}. */
    static Shape of(String rule, Predicate<JsonNode> fits) {
        return (document, at, problems) -> {
            JsonNode value = document.root().at(at);
            if (fits.test(value)) {
                return true;
            }
            problems.add(
                    document.place(at),
                    name(document, at) + " must be " + rule + ": value=" + shortened(value.toString()));
            return false;
        };
    }

    /** Takes null too, which stands for no value. */
    static Shape orNull(Shape shape) {
        return (document, at, problems) -> document.root().at(at).isNull() || shape.check(document, at, problems);
    }

    static Shape text() {
        return of("a text", value -> value.isTextual() && !value.textValue().isBlank());
    }

    static Shape matching(String rule, Pattern pattern) {
        return of(
                rule,
                value -> value.isTextual() && pattern.matcher(value.textValue()).matches());
    }

    static Shape oneOf(List<String> choices) {
        return of("one of " + String.join(", ", choices), value -> choices.contains(value.textValue()));
    }

    static Shape wholeNumber(long min, long max) {
        return of(
                "a whole number from " + min + " to " + max,
                value -> value.canConvertToExactIntegral()
                        && value.canConvertToLong()
                        && value.longValue() >= min
                        && value.longValue() <= max);
    }

    /** Takes an amount that may have decimal places. */
    static Shape amount(long max) {
        return of(
                "an amount from 0 to " + max,
                value -> value.isNumber()
                        && value.decimalValue().signum() >= 0
                        && value.decimalValue().compareTo(BigDecimal.valueOf(max)) <= 0);
    }

    static Shape date() {
        return of("a date such as 2026-09-01", value -> value.isTextual() && isDate(value.textValue()));
    }

    /** Takes a list of values that each have a shape. */
    static Shape listOf(Shape element) {
        Shape list = of("a list", JsonNode::isArray);
        return (document, at, problems) -> {
            boolean fits = list.check(document, at, problems);
            for (int i = 0; i < document.root().at(at).size() && fits; i++) {
                fits = element.check(document, at.appendIndex(i), problems);
            }
            return fits;
        };
    }

    /** Takes an object with these keys only, each of its shape. */
    static Shape keys(Map<String, Shape> shapes) {
        return object((document, at, problems) -> {
            Shape shape = shapes.get(key(at));
            if (shape == null) {
                problems.unknownKey(
                        document.place(at),
                        key(at),
                        shapes.keySet().stream().sorted().toList());
            }
            return shape != null && shape.check(document, at, problems);
        });
    }

    /** Takes what another shape takes, if the object has all of these keys. */
    static Shape requiring(List<String> keys, Shape shape) {
        return (document, at, problems) -> {
            JsonNode object = document.root().at(at);
            keys.stream()
                    .filter(key -> object.isObject() && !object.has(key))
                    .forEach(key -> problems.add(document.place(at), key + " is missing"));
            return shape.check(document, at, problems);
        };
    }

    /** Takes an object whose keys are names of the user's; a null below a name stands for an empty object. */
    static Shape named(String rule, Pattern names, Shape shape) {
        return object((document, at, problems) -> {
            if (!names.matcher(key(at)).matches()) {
                problems.add(document.place(at), "name must be " + rule + ": value=" + shortened(key(at)));
                return false;
            }
            if (document.root().at(at).isNull()) {
                ((ObjectNode) document.root().at(at.head())).putObject(key(at));
            }
            return shape.check(document, at, problems);
        });
    }

    /** Takes any object, and of its entries those that have a shape. */
    static Shape object(Shape entry) {
        Shape object = of("keys and values", JsonNode::isObject);
        return (document, at, problems) -> {
            if (!object.check(document, at, problems)) {
                return false;
            }
            ObjectNode node = (ObjectNode) document.root().at(at);
            for (String key : keysOf(node)) {
                if (!entry.check(document, at.appendProperty(key), problems)) {
                    node.remove(key);
                }
            }
            return true;
        };
    }

    /** Returns the keys of an object at this moment. */
    static List<String> keysOf(JsonNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** Returns a text that is short enough for a message. */
    static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= 60 ? line : line.substring(0, 57) + "...";
    }

    /** Returns the key of a place; for an element of a list that of the list. */
    private static String name(YamlDocument document, JsonPointer at) {
        boolean element = document.root().at(at.head()).isArray();
        return element ? name(document, at.head()) : key(at);
    }

    private static String key(JsonPointer at) {
        return at.last().getMatchingProperty();
    }

    private static boolean isDate(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
