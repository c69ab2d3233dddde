package dev.sluice.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.prompt.Model;
import dev.sluice.prompt.ModelCatalog;
import dev.sluice.prompt.Price;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code models.yaml}: what is known of each model or family of models. */
final class Models {
    static final String FILE = "models.yaml";

    private static final Pattern NAME = Pattern.compile("[^*\\s\\p{Cntrl}]{1,200}");
    private static final List<String> ENCODINGS = List.of("o200k_base", "cl100k_base", "p50k_base", "r50k_base");

    private static final long HIGHEST_PRICE = 1_000_000;

    private static final Shape PRICE = Shape.requiring(
            List.of("from", "input"),
            Shape.keys(Map.of(
                    "from", Shape.date(),
                    "input", Shape.amount(HIGHEST_PRICE),
                    "cached", Shape.amount(HIGHEST_PRICE),
                    "output", Shape.amount(HIGHEST_PRICE))));

    static final Shape SHAPE = Shape.named(
            "without spaces and *",
            NAME,
            Shape.keys(Map.of(
                    "encoding", Shape.oneOf(ENCODINGS),
                    "context-tokens", Shape.orNull(Shape.wholeNumber(1, 1_000_000_000)),
                    "tokens-per-unit", Shape.wholeNumber(1, 1_000_000),
                    "prices", Shape.orNull(Shape.listOf(PRICE)))));

    private Models() {}

    /** Returns the models of a document that was checked by {@link #SHAPE}. */
    static ModelCatalog read(YamlDocument document) {
        return new ModelCatalog(Shape.keysOf(document.root()).stream()
                .map(name -> model(name, document.root().path(name)))
                .toList());
    }

    private static Model model(String name, JsonNode row) {
        JsonNode context = row.path("context-tokens");
        return new Model(
                name,
                row.path("encoding").asText(ENCODINGS.get(0)),
                context.isNumber() ? context.intValue() : null,
                row.path("tokens-per-unit").asInt(1),
                prices(row.path("prices")));
    }

    /** Returns the prices; a row that was found wrong is left out. */
    private static List<Price> prices(JsonNode rows) {
        List<Price> prices = new ArrayList<>();
        rows.forEach(row -> price(row).ifPresent(prices::add));
        return prices;
    }

    private static Optional<Price> price(JsonNode row) {
        try {
            BigDecimal input = row.path("input").decimalValue();
            return Optional.of(new Price(
                    LocalDate.parse(row.path("from").asText()),
                    input,
                    row.has("cached") ? row.path("cached").decimalValue() : input,
                    row.path("output").decimalValue()));
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }
}
