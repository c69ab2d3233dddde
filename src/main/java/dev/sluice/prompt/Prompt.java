package dev.sluice.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One prompt, complete in itself: what to ask, of which model, with which parameters. Immutable and serialisable.
 *
 * @param job the id of the job that it belongs to
 * @param index its position among the prompts of its file, from 0
 * @param profile the name of the profile that shaped it
 * @param endpoint where it goes
 * @param model the model's name as the provider knows it
 * @param input what the endpoint's input field carries: a text, a list of messages, or token numbers
 * @param parameters all other body fields as a JSON object with sorted keys, never the model or the input
 * @param choices how many choices it asks for ({@code n}), at least 1
 * @param promptTokens its counted prompt tokens with the chat overhead, at least 0
 * @param maxOutputTokens the stated limit of output tokens of one choice, or null where none is stated
 * @param alone whether it must not share a request, because its input is a list already
 * @param once whether it takes the answer of an identical prompt of its job instead of being sent
 * @param mostPacked how many prompts like it may be packed into one conversation, 1 where it must not be packed
 * @param user on whose account it goes, as {@link UserName} keeps names
 */
public record Prompt(
        long job,
        long index,
        String profile,
        Endpoint endpoint,
        String model,
        JsonNode input,
        String parameters,
        int choices,
        int promptTokens,
        @Nullable Integer maxOutputTokens,
        boolean alone,
        boolean once,
        int mostPacked,
        String user)
        implements Serializable {

    /** Creates a prompt that is sent whether its job has an identical one or not, and never packed. */
    public Prompt(
            long job,
            long index,
            String profile,
            Endpoint endpoint,
            String model,
            JsonNode input,
            String parameters,
            int choices,
            int promptTokens,
            @Nullable Integer maxOutputTokens,
            boolean alone) {
        this(
                job,
                index,
                profile,
                endpoint,
                model,
                input,
                parameters,
                choices,
                promptTokens,
                maxOutputTokens,
                alone,
                false,
                1,
                UserName.DEFAULT);
    }

    /** Creates a prompt on nobody's account. */
    public Prompt(
            long job,
            long index,
            String profile,
            Endpoint endpoint,
            String model,
            JsonNode input,
            String parameters,
            int choices,
            int promptTokens,
            @Nullable Integer maxOutputTokens,
            boolean alone,
            boolean once,
            int mostPacked) {
        this(
                job,
                index,
                profile,
                endpoint,
                model,
                input,
                parameters,
                choices,
                promptTokens,
                maxOutputTokens,
                alone,
                once,
                mostPacked,
                UserName.DEFAULT);
    }

    /** Checks the ranges. */
    public Prompt {
        if (index < 0 || choices < 1 || promptTokens < 0 || mostPacked < 1) {
            throw new IllegalArgumentException("prompt out of range: index=" + index + " choices=" + choices
                    + " promptTokens=" + promptTokens + " mostPacked=" + mostPacked);
        }
    }

    /** Returns the same on the account of somebody else. */
    Prompt by(String other) {
        return new Prompt(
                job,
                index,
                profile,
                endpoint,
                model,
                input,
                parameters,
                choices,
                promptTokens,
                maxOutputTokens,
                alone,
                once,
                mostPacked,
                other);
    }

    /** Returns how many images it asks for. */
    public int images() {
        return endpoint == Endpoint.IMAGES ? choices : 0;
    }

    /** Returns whether it may share a conversation with others that have the same profile and parameters. */
    public boolean packable() {
        return mostPacked > 1;
    }

    /** Returns the most prompts like it that one request may hold, at least 1. */
    public int mostTogether() {
        return alone ? 1 : Math.max(endpoint.maxPrompts(), mostPacked);
    }
}
