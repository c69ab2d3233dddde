package dev.sluice.evidence;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the form with which a provider is asked for a higher limit. Immutable.
 *
 * @param model the model
 * @param estimated whether there was data enough for an estimate
 * @param tokensPerMinute the estimate, or null where no tokens are counted or there is none
 * @param requestsPerMinute the estimate, or null where there is none
 * @param sufficing of which of them today's limit allows as many
 * @param images whether a request is an image
 * @param users how many users were named, 0 where none was
 * @param evidence why it is needed
 * @param hourCost one hour at full throughput in USD, or null where that is unknown
 */
record FormRow(
        String model,
        boolean estimated,
        @Nullable Long tokensPerMinute,
        @Nullable Long requestsPerMinute,
        Sufficing sufficing,
        boolean images,
        long users,
        String evidence,
        @Nullable BigDecimal hourCost) {
    static final List<String> HEADER = List.of(
            "Model",
            "Estimated tokens / minute",
            "Estimated requests / minute",
            "Users",
            "Evidence of need",
            "1 hour at full throughput");
    private static final String TOO_LITTLE = "too little data";

    /** Of what today's limit is enough. */
    record Sufficing(boolean tokens, boolean requests) {
        static final Sufficing NONE = new Sufficing(false, false);

        private static String text(boolean enough) {
            return enough ? " (today's limit suffices)" : "";
        }
    }

    String tokensText() {
        return !estimated
                ? TOO_LITTLE
                : tokensPerMinute == null ? "n/a" : Words.count(tokensPerMinute) + Sufficing.text(sufficing.tokens());
    }

    String requestsText() {
        return requestsPerMinute == null
                ? TOO_LITTLE
                : (images ? Words.count(requestsPerMinute, "image") : Words.count(requestsPerMinute))
                        + Sufficing.text(sufficing.requests());
    }

    String usersText() {
        return users == 0 ? "not recorded" : Words.count(users);
    }

    String costText() {
        return hourCost != null ? HourlyCost.text(hourCost) : estimated ? "no price known" : TOO_LITTLE;
    }

    /** Returns its cells as people read them. */
    List<String> cells() {
        return List.of(model, tokensText(), requestsText(), usersText(), evidence, costText());
    }
}
