package dev.sluice.usage;

import dev.sluice.prompt.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a request costs, in whole micro-dollars, divided over its prompts by largest remainder so that the shares sum to the
 * whole. A price in dollars per million tokens is one in micro-dollars per token, so that nothing is rounded but the whole.
 */
final class CostShares {
    private static final BigDecimal HALF = new BigDecimal("0.5");

    private CostShares() {}

    /** Returns the exact cost of tokens in micro-dollars. */
    static BigDecimal exact(Price price, Service service, UsedTokens tokens) {
        BigDecimal full = price.input()
                .multiply(BigDecimal.valueOf(tokens.input() - tokens.cached()))
                .add(price.cached().multiply(BigDecimal.valueOf(tokens.cached())))
                .add(price.output().multiply(BigDecimal.valueOf(tokens.output())));
        return service.isHalfPrice() ? full.multiply(HALF) : full;
    }

    /** Returns what each prompt costs, in micro-dollars; the sum is the exact cost of all, rounded half up. */
    static long[] of(Price price, Service service, List<PromptUse> prompts) {
        long[] shares = new long[prompts.size()];
        BigDecimal[] remainders = new BigDecimal[shares.length];
        BigDecimal whole = BigDecimal.ZERO;
        long left = 0;
        for (int i = 0; i < shares.length; i++) {
            BigDecimal cost = exact(price, service, prompts.get(i).tokens());
            BigDecimal floor = cost.setScale(0, RoundingMode.FLOOR);
            whole = whole.add(cost);
            shares[i] = floor.longValueExact();
            remainders[i] = cost.subtract(floor);
            left -= shares[i];
        }
        left += whole.setScale(0, RoundingMode.HALF_UP).longValueExact();
        if (left > 0) {
            IntStream.range(0, shares.length)
                    .boxed()
                    .sorted(Comparator.comparing((Integer i) -> remainders[i]).reversed())
                    .limit(left)
                    .forEach(i -> shares[i]++);
        }
        return shares;
    }
}
