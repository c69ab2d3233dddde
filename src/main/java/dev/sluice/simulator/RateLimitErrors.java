package dev.sluice.simulator;

import dev.sluice.simulator.LimitPool.Refusal;
import java.time.Duration;
import java.util.Locale;

/** Words the 429 of a limit. */
final class RateLimitErrors {
    private static final String ORGANIZATION = "org-simulated";
    private static final String CODE = "rate_limit_exceeded";

    private RateLimitErrors() {}

    static ApiError of(Refusal refusal, String model, ErrorForm form) {
        Long waitNanos = refusal.waitNanos();
        return new ApiError(
                429,
                refusal.scope().unit(),
                form == ErrorForm.OLD ? null : CODE,
                null,
                words(refusal, model, form),
                waitNanos == null ? null : Duration.ofNanos(waitNanos));
    }

    private static String words(Refusal refusal, String model, ErrorForm form) {
        if (form == ErrorForm.AZURE) {
            return azure(refusal);
        }
        String on = model + " in organization " + ORGANIZATION + " on ";
        if (refusal.isTooLarge()) {
            return "Request too large for " + on + refusal.scope().words() + ": Limit " + refusal.limit()
                    + ", Requested " + refusal.requested() + "."
                    + (refusal.scope().isTokens()
                            ? " The input or output tokens must be reduced in order to run successfully."
                            : "");
        }
        if (form == ErrorForm.OLD) {
            return "Rate limit reached for " + on + refusal.scope().unit() + " per "
                    + (refusal.scope().isDaily() ? "day" : "min") + old(refusal);
        }
        return "Rate limit reached for " + on + refusal.scope().words() + ": Limit " + refusal.limit() + ", Used "
                + refusal.used() + ", Requested " + refusal.requested() + "." + again(refusal)
                + " Visit https://platform.openai.com/account/rate-limits to learn more.";
    }

    private static String old(Refusal refusal) {
        String unit = refusal.scope().isDaily() ? " / day" : " / min";
        return String.format(
                Locale.ROOT,
                ". Limit: %d.000000%s. Current: %d.000000%s. Contact support@openai.com if you continue to have issues.",
                refusal.limit(),
                unit,
                refusal.used() + refusal.requested(),
                unit);
    }

    private static String azure(Refusal refusal) {
        String limit = refusal.scope().isTokens() ? "token" : "call";
        Long waitNanos = refusal.waitNanos();
        long seconds = waitNanos == null ? 60 : wholeSeconds(Duration.ofNanos(waitNanos));
        return "Requests to the simulated operation under Azure OpenAI API have exceeded " + limit
                + " rate limit of your current pricing tier. Please retry after " + seconds
                + (seconds == 1 ? " second." : " seconds.");
    }

    private static String again(Refusal refusal) {
        Long waitNanos = refusal.waitNanos();
        return waitNanos == null ? "" : " Please try again in " + DurationText.format(waitNanos) + ".";
    }

    /** Returns whole seconds, rounded up. */
    static long wholeSeconds(Duration span) {
        return -Math.floorDiv(-span.toNanos(), 1_000_000_000L);
    }
}
