package dev.sluice.prompt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
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
 * @param samePromptOnce when a prompt takes the answer of an identical one of its file
 * @param pack whether several prompts go to chat and responses in one conversation
 * @param priority prompts of a higher one go first where a limit is shared
 * @param lane which way its prompts go
 * @param runs how those that are asked after are started
 * @param documents what files of one prompt are
 * @param mostMicroUsd what a file may cost at most, in millionths of a dollar, without somebody's decision; null for any sum
 */
public record Profile(
        String name,
        Endpoint endpoint,
        String model,
        @Nullable String system,
        @Nullable String template,
        ObjectNode parameters,
        Output output,
        Grouping grouping,
        SamePromptOnce samePromptOnce,
        boolean pack,
        int priority,
        LaneRule lane,
        RunRule runs,
        DocumentRule documents,
        @Nullable Long mostMicroUsd) {
    /** The name of the profile that holds for files of no other. */
    public static final String DEFAULT = "default";

    /** The form of an answer file. */
    public enum Output {
        /** In the family of the input file. */
        AUTO,
        /** Simple JSON lines, whatever the input was. */
        JSONL
    }

    /** When a prompt takes the answer of an identical one of its file instead of being sent. */
    public enum SamePromptOnce {
        /** Where the same question gets the same answer: embeddings, moderations, temperature 0. */
        AUTO,
        /** Always. */
        ALWAYS,
        /** Never: each prompt is sent. */
        NEVER
    }

    /** Creates a profile that sends a prompt again where the answer may be another one, and packs none. */
    public Profile(
            String name,
            Endpoint endpoint,
            String model,
            @Nullable String system,
            @Nullable String template,
            ObjectNode parameters,
            Output output,
            Grouping grouping) {
        this(
                name,
                endpoint,
                model,
                system,
                template,
                parameters,
                output,
                grouping,
                SamePromptOnce.AUTO,
                false,
                0,
                LaneRule.ONLINE,
                RunRule.STANDARD,
                DocumentRule.STANDARD,
                null);
    }

    /** Returns the format of a file by its name, or empty where Sluice doesn't read such files. */
    public Optional<InputFormat> formatOf(String fileName) {
        Optional<InputFormat> format = InputFormat.of(fileName);
        return documents.wholeText() && format.equals(Optional.of(InputFormat.TEXT))
                ? Optional.of(InputFormat.DOCUMENT)
                : format;
    }

    /** Copies the parameters. */
    public Profile {
        parameters = parameters.deepCopy();
    }
}
