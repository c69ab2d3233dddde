package dev.sluice.evidence;

import dev.sluice.prompt.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** What an hour at full throughput costs. */
final class HourlyCost {
    private static final BigDecimal MINUTES = BigDecimal.valueOf(60);
    private static final BigDecimal CENTS_BELOW = BigDecimal.TEN;

    private HourlyCost() {}

    /** Returns the cost of as many tokens a minute, split into those of prompts, cached and answers as in what was used, in USD. */
    static BigDecimal ofTokens(long tokensPerMinute, Totals used, Price price) {
        BigDecimal weighted = price.input()
                .multiply(BigDecimal.valueOf(used.inputTokens() - used.cachedTokens()))
                .add(price.cached().multiply(BigDecimal.valueOf(used.cachedTokens())))
                .add(price.output().multiply(BigDecimal.valueOf(used.outputTokens())));
        return BigDecimal.valueOf(tokensPerMinute)
                .multiply(MINUTES)
                .multiply(weighted)
                .movePointLeft(6)
                .divide(BigDecimal.valueOf(used.tokens()), 6, RoundingMode.HALF_UP);
    }

    /** Returns the cost of as many images, or requests, a minute, in USD. */
    static BigDecimal ofPieces(long perMinute, BigDecimal each) {
        return each.multiply(BigDecimal.valueOf(perMinute)).multiply(MINUTES);
    }

    /** Returns an amount as people write it: whole dollars, and cents below ten of them. */
    static String text(BigDecimal usd) {
        int places = usd.compareTo(CENTS_BELOW) < 0 ? 2 : 0;
        return "$" + String.format(Locale.ROOT, "%,." + places + "f", usd.setScale(places, RoundingMode.HALF_UP));
    }
}
