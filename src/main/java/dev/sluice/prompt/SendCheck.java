package dev.sluice.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Finds the lines that need not be sent, since no provider could answer them: those that are no prompt, and prompts
 * that don't fit the context of their model together with the longest answer that they state. Immutable, thread-safe.
 */
public final class SendCheck {
    private final ModelCatalog models;
    private final TokenCounter counter;

    /** Creates a check that takes the size of a context from these models; others fit always. */
    public SendCheck(ModelCatalog models, TokenCounter counter) {
        this.models = models;
        this.counter = counter;
    }

    /** Returns why a line can't be sent, or empty. */
    public Optional<Unsendable> problem(InputLine line) {
        Prompt prompt = line.prompt();
        if (prompt == null) {
            return Optional.of(new Unsendable("unreadable_line", String.valueOf(line.problem())));
        }
        Model model = models.find(prompt.model());
        Integer context = model.contextTokens();
        if (context == null || needed(prompt, prompt.promptTokens()) <= context) {
            return Optional.empty();
        }
        int input = largestInput(prompt, model.encoding());
        return needed(prompt, input) <= context
                ? Optional.empty()
                : Optional.of(new Unsendable("context_length_exceeded", sentence(prompt, input, context)));
    }

    private static long needed(Prompt prompt, int promptTokens) {
        return (long) promptTokens + maxOutputTokens(prompt);
    }

    private static String sentence(Prompt prompt, int input, int context) {
        int output = maxOutputTokens(prompt);
        String figures = ": prompt-tokens=" + input + (output == 0 ? "" : " max-output-tokens=" + output)
                + " context-tokens=" + context + " model=" + prompt.model();
        return (output == 0 ? "the prompt" : "the prompt and its longest answer") + " must fit the model's context"
                + figures;
    }

    private static int maxOutputTokens(Prompt prompt) {
        Integer stated = prompt.maxOutputTokens();
        return prompt.endpoint().writesText() && stated != null ? stated : 0;
    }

    /** Returns the tokens of the largest input where a line has a list of them, since each has the context to itself. */
    private int largestInput(Prompt prompt, String encoding) {
        JsonNode input = prompt.input();
        boolean several = prompt.alone() && input.isArray() && !input.path(0).isNumber();
        if (!several) {
            return prompt.promptTokens();
        }
        int largest = 0;
        for (JsonNode item : input) {
            int tokens = item.isTextual() ? counter.count(encoding, item.textValue()) : item.size();
            largest = Math.max(largest, tokens);
        }
        return largest;
    }
}
