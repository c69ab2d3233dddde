package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.prompt.Prompt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The usage of a request, divided over its prompts so that the shares sum to the whole. */
final class UsageShares {
    private final Usage whole;
    private final List<Usage> shares;

    private UsageShares(Usage whole, List<Usage> shares) {
        this.whole = whole;
        this.shares = shares;
    }

    /**
     * Divides the prompt tokens in proportion to what each prompt was counted to have, the output in proportion to the
     * length of its text, the total in proportion to both.
     *
     * @param usage the reply's usage object, or null
     * @param textLengths the length of each prompt's output, in characters
     */
    static UsageShares of(List<Prompt> prompts, @Nullable JsonNode usage, long[] textLengths) {
        Usage whole = usage == null ? Usage.NONE : Usage.of(usage);
        if (prompts.size() == 1) {
            return new UsageShares(whole, List.of(whole));
        }
        long[] promptWeights = prompts.stream().mapToLong(Prompt::promptTokens).toArray();
        long[] prompt = Apportionment.divide(whole.promptTokens(), promptWeights);
        long[] completion = Apportionment.divide(whole.completionTokens(), textLengths);
        long[] cached = Apportionment.divide(whole.cachedTokens(), prompt);
        long[] both = new long[prompt.length];
        for (int i = 0; i < both.length; i++) {
            both[i] = prompt[i] + completion[i];
        }
        long[] total = Apportionment.divide(whole.totalTokens(), both);
        Usage[] shares = new Usage[prompt.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = new Usage(prompt[i], completion[i], total[i], cached[i]);
        }
        return new UsageShares(whole, List.of(shares));
    }

    Usage whole() {
        return whole;
    }

    /** Returns the share of the prompt at this position of its request. */
    Usage get(int prompt) {
        return shares.get(prompt);
    }
}
