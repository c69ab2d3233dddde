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
 * @param sharing what it may share with others
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
        Sharing sharing,
        String user)
        implements Serializable {

    /**
     * What a prompt may share with others. Immutable.
     *
     * @param alone whether it must not share a request, because its input is a list already
     * @param once whether it takes the answer of an identical prompt of its job instead of being sent
     * @param mostPacked how many prompts like it may be packed into one conversation, 1 where it must not be packed
     */
    public record Sharing(boolean alone, boolean once, int mostPacked) implements Serializable {
        /** Shares nothing. */
        public static final Sharing NOTHING = new Sharing(true, false, 1);
        /** Shares a request, and is sent whether its job has an identical one or not. */
        public static final Sharing REQUEST = new Sharing(false, false, 1);
    }

    /** Checks the ranges. */
    public Prompt {
        if (index < 0 || choices < 1 || promptTokens < 0 || sharing.mostPacked < 1) {
            throw new IllegalArgumentException("prompt out of range: index=" + index + " choices=" + choices
                    + " promptTokens=" + promptTokens + " mostPacked=" + sharing.mostPacked);
        }
    }

    /** Returns a prompt that asks for one answer, without parameters, on nobody's account; its tokens are not counted. */
    public static Prompt of(long job, long index, String profile, Endpoint endpoint, String model, JsonNode input) {
        return new Prompt(
                job, index, profile, endpoint, model, input, "{}", 1, 0, null, Sharing.REQUEST, UserName.DEFAULT);
    }

    /** Returns the same with other parameters. */
    public Prompt withParameters(String json) {
        return with(json, choices, promptTokens, maxOutputTokens, sharing, user);
    }

    /** Returns the same, asking for so many choices. */
    public Prompt withChoices(int count) {
        return with(parameters, count, promptTokens, maxOutputTokens, sharing, user);
    }

    /** Returns the same with other counts of tokens: its own, and the stated limit of one choice. */
    public Prompt withTokens(int own, @Nullable Integer maxOutput) {
        return with(parameters, choices, own, maxOutput, sharing, user);
    }

    /** Returns the same, sharing other things. */
    public Prompt with(Sharing other) {
        return with(parameters, choices, promptTokens, maxOutputTokens, other, user);
    }

    private Prompt with(String json, int count, int own, @Nullable Integer maxOutput, Sharing shares, String account) {
        return new Prompt(job, index, profile, endpoint, model, input, json, count, own, maxOutput, shares, account);
    }

    /** Returns whether it must not share a request. */
    public boolean alone() {
        return sharing.alone;
    }

    /** Returns whether it takes the answer of an identical prompt of its job. */
    public boolean once() {
        return sharing.once;
    }

    /** Returns how many images it asks for. */
    public int images() {
        return endpoint == Endpoint.IMAGES ? choices : 0;
    }

    /** Returns whether it may share a conversation with others that have the same profile and parameters. */
    public boolean packable() {
        return sharing.mostPacked > 1;
    }

    /** Returns the most prompts like it that one request may hold, at least 1. */
    public int mostTogether() {
        return sharing.alone ? 1 : Math.max(endpoint.maxPrompts(), sharing.mostPacked);
    }
}
