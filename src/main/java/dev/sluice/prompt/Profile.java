package dev.sluice.prompt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * How the lines of a file become prompts.
 *
 * @param name its name, which is also the name of its inbox folder
 * @param endpoint the endpoint for lines that name none
 * @param model the model for lines that name none
 * @param system the system prompt (chat and responses), or null
 * @param template the text around a prompt with {@code {{column}}} places, or null for the prompt as it is
 * @param parameters API parameters for every request, overridden by those of a line
 * @param output the form of the answer file
 * @param grouping how its prompts share a request
 */
public record Profile(
        String name,
        Endpoint endpoint,
        String model,
        @Nullable String system,
        @Nullable String template,
        ObjectNode parameters,
        Output output,
        Grouping grouping) {

    /** The form of an answer file. */
    public enum Output {
        /** In the family of the input file. */
        AUTO,
        /** Simple JSON lines, whatever the input was. */
        JSONL
    }

    /** Copies the parameters. */
    public Profile {
        parameters = parameters.deepCopy();
    }
}
