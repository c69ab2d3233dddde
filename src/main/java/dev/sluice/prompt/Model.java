package dev.sluice.prompt;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a model.
 *
 * @param name its name, or the prefix that its family shares
 * @param encoding the name of its token encoding, such as {@code o200k_base}
 * @param contextTokens the tokens that prompt and answer may have together, or null where unknown
 * @param tokensPerUnit how many of its tokens count as one of the limit's, 1 but for the historic models
 * @param prices what it costs, the latest price last; empty where unknown
 */
public record Model(
        String name, String encoding, @Nullable Integer contextTokens, int tokensPerUnit, List<Price> prices) {
    /** Creates a model whose tokens count fully and whose price is unknown. */
    public Model(String name, String encoding, @Nullable Integer contextTokens) {
        this(name, encoding, contextTokens, 1, List.of());
    }

    /** Checks the range and sorts the prices. */
    public Model {
        prices = prices.stream().sorted(Comparator.comparing(Price::from)).toList();
        if (tokensPerUnit < 1) {
            throw new IllegalArgumentException("tokens-per-unit must be >= 1: value=" + tokensPerUnit);
        }
    }

    /** Returns what it costs on a day, or empty where that is unknown. */
    public Optional<Price> priceOn(LocalDate day) {
        return prices.stream().filter(price -> !price.from().isAfter(day)).reduce((earlier, later) -> later);
    }

    /** Returns the same model with an unknown price. */
    Model withoutPrices() {
        return new Model(name, encoding, contextTokens, tokensPerUnit, List.of());
    }

    /** Returns what a limit counts for tokens of this model, rounded up. */
    public long units(long tokens) {
        return (tokens + tokensPerUnit - 1) / tokensPerUnit;
    }
}
