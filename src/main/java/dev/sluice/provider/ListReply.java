package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Prompt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the items of each prompt in a reply with a list of choices, vectors or results. Serves one reply; not thread-safe. */
final class ListReply {
    private static final int MOST_ITEMS = 1_000_000;

    private final List<Prompt> prompts;
    private final Endpoint endpoint;
    private final ScannedReply reply;
    private final byte[] bytes;
    private final List<ReplyItem> items;
    private final int itemsPerPrompt;
    private final Map<Integer, ReplyItem> byIndex = new HashMap<>();
    private int surplus;

    ListReply(List<Prompt> prompts, ScannedReply reply, byte[] bytes) {
        this.prompts = prompts;
        this.endpoint = prompts.get(0).endpoint();
        this.reply = reply;
        this.bytes = bytes;
        this.items = reply.items() == null ? List.of() : reply.items();
        this.itemsPerPrompt = itemsPerPrompt(prompts, items.size());
    }

    /** Returns how many items each prompt asked for; a prompt that is a list itself is answered by several items. */
    private static int itemsPerPrompt(List<Prompt> prompts, int received) {
        Prompt first = prompts.get(0);
        JsonNode input = first.input();
        boolean texts =
                input.isArray() && (input.path(0).isTextual() || input.path(0).isArray());
        int inputs = prompts.size() == 1 && texts ? input.size() : 1;
        return switch (first.endpoint()) {
            case COMPLETIONS -> (int) Math.min((long) inputs * first.choices(), MOST_ITEMS);
            case EMBEDDINGS -> inputs;
            case MODERATIONS -> prompts.size() == 1 ? Math.max(received, 1) : 1;
            // Each attempt is paid for, so that fewer images than asked for are an answer too.
            case IMAGES -> Math.max(received, 1);
            case CHAT, RESPONSES -> Math.min(first.choices(), MOST_ITEMS);
        };
    }

    MatchedReply match() {
        JsonNode error = reply.error();
        if (error != null) {
            ErrorBody told = ErrorBody.of(error);
            throwIfRateLimited(error, told);
            return noneAnswered(told.codeOr("provider_error"), told.messageOr("the provider reports an error"));
        }
        if (reply.items() == null) {
            return noneAnswered("malformed_reply", "the reply has no list of answers");
        }
        if (cannotBeToldApart()) {
            return noneAnswered(
                    "count_mismatch",
                    "the reply's answers can't be told apart: expected=" + (long) prompts.size() * itemsPerPrompt
                            + " received=" + items.size());
        }
        arrange();
        return answers();
    }

    /** Some servers pass on another's refusal in a reply of their own that says 200. */
    private static void throwIfRateLimited(JsonNode error, ErrorBody told) {
        if (error.path("code").asInt() == 429) {
            throw new ProviderException.RateLimited(
                    429, "rate_limit_exceeded", told.messageOr("the rate limit was hit"), null);
        }
    }

    /**
     * Positions mean nothing when the count is wrong, and indexes nothing when none is beyond the number of prompts
     * although each prompt asked for several choices: then the server may have ignored {@code n}.
     */
    private boolean cannotBeToldApart() {
        if (prompts.size() == 1) {
            return false;
        }
        if (endpoint == Endpoint.MODERATIONS) {
            return items.size() != prompts.size();
        }
        long expected = (long) prompts.size() * itemsPerPrompt;
        return itemsPerPrompt > 1
                && !items.isEmpty()
                && items.stream()
                        .map(ReplyItem::index)
                        .noneMatch(index -> index != null && index >= prompts.size() && index < expected);
    }

    private void arrange() {
        long expected = (long) prompts.size() * itemsPerPrompt;
        // The choices of one prompt are alike, so that a server that leaves out their indexes does no harm.
        boolean inOrder = prompts.size() == 1
                && items.size() == expected
                && items.stream().allMatch(ReplyItem::lacksIndex);
        for (int position = 0; position < items.size(); position++) {
            ReplyItem item = items.get(position);
            Integer index = hasNoIndex() ? (Integer) position : item.index();
            if (inOrder) {
                index = position;
            }
            if (index == null || index >= expected) {
                surplus++;
            } else if (byIndex.put(index, item) != null) {
                byIndex.put(index, item.repeated());
            }
        }
    }

    private boolean hasNoIndex() {
        return endpoint == Endpoint.MODERATIONS || endpoint == Endpoint.IMAGES;
    }

    private MatchedReply answers() {
        UsageShares shares = UsageShares.of(prompts, reply.usage(), textLengths());
        AnswerBody body = new AnswerBody(reply, bytes, endpoint);
        List<PromptAnswer> answered = new ArrayList<>(prompts.size());
        List<Unanswered> unanswered = new ArrayList<>(0);
        for (int i = 0; i < prompts.size(); i++) {
            Prompt prompt = prompts.get(i);
            Usage share = shares.get(i);
            String problem = problem(i);
            if (problem != null) {
                unanswered.add(new Unanswered(prompt, problem, reason(problem), share));
            } else if (isWhole()) {
                answered.add(new PromptAnswer(prompt, body.whole(), share));
            } else {
                answered.add(new PromptAnswer(prompt, body.of(itemsOf(i), share), share));
            }
        }
        return new MatchedReply(answered, unanswered, shares.whole(), surplus, reply.tier());
    }

    private @Nullable String problem(int prompt) {
        for (int k = 0; k < itemsPerPrompt; k++) {
            ReplyItem item = byIndex.get(prompt * itemsPerPrompt + k);
            if (item == null) {
                return "missing_answer";
            }
            if (item.problem() != null) {
                return item.problem();
            }
        }
        return null;
    }

    private static String reason(String problem) {
        return switch (problem) {
            case "missing_answer" -> "the reply has no answer for this prompt, or not all that were asked for";
            case "repeated_index" -> "the reply has two answers with the index of this prompt";
            default -> "the reply's answer for this prompt is empty";
        };
    }

    /** Returns whether the reply is that of one prompt, complete, in order and without anything else. */
    private boolean isWhole() {
        if (prompts.size() > 1 || surplus > 0) {
            return false;
        }
        for (int i = 0; i < items.size(); i++) {
            if (!items.get(i).equals(byIndex.get(i))) {
                return false;
            }
        }
        return true;
    }

    private List<ReplyItem> itemsOf(int prompt) {
        List<ReplyItem> own = new ArrayList<>(itemsPerPrompt);
        for (int k = 0; k < itemsPerPrompt; k++) {
            ReplyItem item = byIndex.get(prompt * itemsPerPrompt + k);
            if (item != null) {
                own.add(item);
            }
        }
        return own;
    }

    private long[] textLengths() {
        long[] lengths = new long[prompts.size()];
        if (endpoint == Endpoint.COMPLETIONS) {
            byIndex.forEach((index, item) -> lengths[index / itemsPerPrompt] += item.textLength());
        }
        return lengths;
    }

    private MatchedReply noneAnswered(String code, String reason) {
        UsageShares shares = UsageShares.of(prompts, reply.usage(), new long[prompts.size()]);
        List<Unanswered> unanswered = new ArrayList<>(prompts.size());
        for (int i = 0; i < prompts.size(); i++) {
            unanswered.add(new Unanswered(prompts.get(i), code, reason, shares.get(i)));
        }
        return new MatchedReply(List.of(), unanswered, shares.whole(), items.size(), reply.tier());
    }
}
