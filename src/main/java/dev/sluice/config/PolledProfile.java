package dev.sluice.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.prompt.DocumentRule;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.LabelRule;
import dev.sluice.prompt.RunRule;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** What a profile says of runs that are asked after, and of files of one prompt. */
final class PolledProfile {
    private static final List<String> STARTS = Arrays.stream(RunRule.Start.values())
            .map(start -> start.name().toLowerCase(Locale.ROOT))
            .toList();
    private static final List<String> COLUMNS = List.of("file", "answer", "error");
    private static final Shape YES_OR_NO = Shape.of("true or false", JsonNode::isBoolean);
    private static final Shape SIMPLE =
            Shape.of("a text or a number", value -> value.isTextual() || value.isNumber() || value.isBoolean());
    private static final Shape LABEL_KEYS = Shape.keys(Map.of(
            "column", Shape.text(),
            "contains", Shape.text(),
            "matches", Shape.of("a regular expression", value -> value.isTextual() && isPattern(value.textValue())),
            "then", SIMPLE,
            "else", SIMPLE));

    static final Map<String, Shape> SHAPES = Map.of(
            "start", Shape.oneOf(STARTS),
            "max-run-time", DurationText.SHAPE,
            "at-stop", Shape.oneOf(List.of("keep", "cancel")),
            "assistant", Shape.orNull(Shape.text()),
            "inline-bytes", Shape.wholeNumber(0, 100_000_000),
            "delete-threads", YES_OR_NO,
            "text-files", Shape.oneOf(List.of("auto", "lines", "whole")),
            "answers-csv",
                    Shape.of("auto, true or false", value -> value.isBoolean() || "auto".equals(value.textValue())),
            "label", Shape.orNull(PolledProfile::checkLabel));

    private PolledProfile() {}

    static boolean isPolled(JsonNode profile) {
        return profile.path("lane").asText().equals("polled");
    }

    /** Runs are asked of the endpoint responses, whose name for the most tokens of an answer is another one than chat's. */
    static void useResponses(ObjectNode whole) {
        if (!isPolled(whole) || Profiles.endpoint(whole) != Endpoint.CHAT) {
            return;
        }
        whole.put("endpoint", Endpoint.RESPONSES.label());
        if (whole.get("parameters") instanceof ObjectNode parameters) {
            for (String chat : List.of("max_tokens", "max_completion_tokens")) {
                JsonNode most = parameters.remove(chat);
                if (most != null) {
                    parameters.set("max_output_tokens", most);
                }
            }
        }
    }

    static RunRule runs(ObjectNode profile) {
        RunRule standard = RunRule.STANDARD;
        return new RunRule(
                RunRule.Start.valueOf(profile.path("start").asText("response").toUpperCase(Locale.ROOT)),
                profile.has("max-run-time")
                        ? DurationText.parse(profile.path("max-run-time").asText())
                        : standard.maxRunTime(),
                profile.path("at-stop").asText().equals("cancel"),
                profile.path("assistant").textValue(),
                profile.path("inline-bytes").asInt(standard.inlineBytes()),
                profile.path("delete-threads").asBoolean(standard.deletes()));
    }

    static DocumentRule documents(ObjectNode profile) {
        String text = profile.path("text-files").asText("auto");
        boolean whole = text.equals("auto") ? isPolled(profile) : text.equals("whole");
        return new DocumentRule(
                whole, profile.path("answers-csv").asBoolean(isPolled(profile)), label(profile.path("label")));
    }

    private static @Nullable LabelRule label(JsonNode label) {
        boolean literal = label.has("contains");
        String sought = label.path(literal ? "contains" : "matches").asText();
        return sought.isEmpty()
                ? null
                : new LabelRule(
                        label.path("column").asText("label"),
                        Pattern.compile(sought, literal ? Pattern.LITERAL : 0),
                        label.path("then").asText("1"),
                        label.path("else").asText("0"));
    }

    /** Notes what is wrong between the keys of a label too, where it is written and not in each profile that takes it over. */
    private static boolean checkLabel(YamlDocument document, JsonPointer at, Problems problems) {
        JsonNode label = document.root().at(at);
        if (label.isObject() && label.has("contains") == label.has("matches")) {
            problems.add(document.place(at), "label needs either contains or matches");
        }
        String column = label.path("column").asText();
        if (COLUMNS.contains(column.strip().toLowerCase(Locale.ROOT))) {
            problems.add(
                    document.place(at),
                    "label column must be called otherwise, since answers.csv has such a column already: column="
                            + column);
        }
        return LABEL_KEYS.check(document, at, problems);
    }

    /**
     * Notes an assistant that is never asked, since responses are started: where it is named, or where a profile comes to start
     * responses without saying so.
     *
     * @param base what the profile takes over
     * @param own what it says itself
     * @param whole the two together
     */
    static void checkAssistant(ObjectNode base, ObjectNode own, ObjectNode whole, String place, Problems problems) {
        boolean meant = own.hasNonNull("assistant") || !(own.has("start") || isNeverAsked(base));
        if (meant && isNeverAsked(whole)) {
            problems.add(
                    place,
                    "assistant is asked with start: assistant only; set that, or leave assistant out: assistant="
                            + whole.path("assistant").asText());
        }
    }

    private static boolean isNeverAsked(ObjectNode profile) {
        return isPolled(profile)
                && profile.hasNonNull("assistant")
                && runs(profile).start() == RunRule.Start.RESPONSE;
    }

    private static boolean isPattern(String text) {
        try {
            Pattern.compile(text);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
