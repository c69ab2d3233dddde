package dev.sluice.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.prompt.Price;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows of the provider's guide come out to the dollar. */
class FormRowTest {
    private static final Price DAVINCI = price("20", "20", "20");
    private static final BigDecimal EACH_IMAGE = new BigDecimal("0.02");

    @ParameterizedTest
    @CsvSource({
        "text-davinci-003, 325000, 4000, 50, '325,000', '4,000', 50, $390",
        "text-davinci-002, 750000, 10000, 10000, '750,000', '10,000', '10,000', $900",
    })
    void exampleOfTokens_costOfAnHour_isThatOfTheGuide(
            String model,
            long tokens,
            long requests,
            long users,
            String tokensText,
            String requestsText,
            String usersText,
            String cost) {
        Totals anyMix = new Totals(7, 7, 2_001, 13, 998, 0, 0, 0, 0);

        FormRow row = new FormRow(
                model,
                true,
                tokens,
                requests,
                FormRow.Sufficing.NONE,
                false,
                users,
                "",
                HourlyCost.ofTokens(tokens, anyMix, DAVINCI));

        assertThat(row.cells()).containsExactly(model, tokensText, requestsText, usersText, "", cost);
    }

    @ParameterizedTest
    @CsvSource({"50, 1000, 50 images, '1,000', $60", "150, 10000, 150 images, '10,000', $180"})
    void exampleOfImages_costOfAnHour_isThatOfTheGuide(
            long images, long users, String imagesText, String usersText, String cost) {
        FormRow row = new FormRow(
                "DALL-E API",
                true,
                null,
                images,
                FormRow.Sufficing.NONE,
                true,
                users,
                "",
                HourlyCost.ofPieces(images, EACH_IMAGE));

        assertThat(row.cells()).containsExactly("DALL-E API", "n/a", imagesText, usersText, "", cost);
    }

    @ParameterizedTest
    @CsvSource({"600, 400, 0, $336", "600, 400, 300, $309", "1000, 0, 0, $120", "1000, 0, 1000, $30"})
    void pricesThatDiffer_costOfAnHour_splitsTokensAsTheyWereUsed(long input, long output, long cached, String cost) {
        Totals used = new Totals(1, 1, input, cached, output, 0, 0, 0, 0);

        assertThat(HourlyCost.text(HourlyCost.ofTokens(1_000_000, used, price("2", "0.5", "11"))))
                .isEqualTo(cost);
    }

    private static Price price(String input, String cached, String output) {
        return new Price(
                LocalDate.of(2023, 1, 1), new BigDecimal(input), new BigDecimal(cached), new BigDecimal(output));
    }
}
