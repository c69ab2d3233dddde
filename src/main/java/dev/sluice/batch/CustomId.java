package dev.sluice.batch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Prompt;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request of a batch is known by: the number of the job, the position of the prompt and, where there are several,
 * how many answers it asks for, as in {@code 12-345} and {@code 12-345-2}.
 *
 * @param job the number of the job
 * @param index the position of the prompt in its file, from 0
 * @param answers how many choices or vectors are asked for, at least 1
 */
public record CustomId(long job, long index, int answers) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})-([0-9]{1,10})(?:-([0-9]{1,6}))?");

    /** Returns what a prompt's request is known by. */
    public static CustomId of(Prompt prompt) {
        boolean several = prompt.input().isArray() && !prompt.input().path(0).isNumber();
        int inputs = several && prompt.endpoint().takesList() ? prompt.input().size() : 1;
        return new CustomId(prompt.job(), prompt.index(), Math.max(1, inputs * prompt.choices()));
    }

    /** Reads one, or returns empty where a text is none. */
    public static Optional<CustomId> parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(new CustomId(
                        Long.parseLong(parts.group(1)),
                        Long.parseLong(parts.group(2)),
                        parts.group(3) == null ? 1 : Integer.parseInt(parts.group(3))))
                : Optional.empty();
    }

    /** Returns as much of the prompt as is needed to judge its answer. */
    Prompt prompt(Endpoint endpoint, String model) {
        boolean list = endpoint == Endpoint.EMBEDDINGS && answers > 1;
        ArrayNode inputs = JsonNodeFactory.instance.arrayNode();
        for (int k = 0; list && k < answers; k++) {
            inputs.add("");
        }
        return Prompt.of(job, index, "", endpoint, model, list ? inputs : JsonNodeFactory.instance.textNode(""))
                .withChoices(list ? 1 : answers)
                .with(Prompt.Sharing.NOTHING);
    }

    @Override
    public String toString() {
        return job + "-" + index + (answers == 1 ? "" : "-" + answers);
    }
}
