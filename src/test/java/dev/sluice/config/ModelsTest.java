package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.prompt.Model;
import dev.sluice.prompt.ModelCatalog;
import dev.sluice.prompt.Price;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsTest {
    @TempDir
    private Path temporary;

    @ParameterizedTest
    @CsvSource({
        "gpt-4o-2024-08-06, o200k_base",
        "gpt-4.1-nano, o200k_base",
        "gpt-4.5-preview, o200k_base",
        "gpt-5.4-mini, o200k_base",
        "o1-pro, o200k_base",
        "o3-mini, o200k_base",
        "o4-mini, o200k_base",
        "gpt-6-luna, o200k_base",
        "some-new-model, o200k_base",
        "dall-e-3, o200k_base",
        "gpt-image-1, o200k_base",
        "gpt-4, cl100k_base",
        "gpt-4-0613, cl100k_base",
        "gpt-3.5-turbo-0125, cl100k_base",
        "text-embedding-3-large, cl100k_base",
        "text-davinci-003, p50k_base",
        "text-davinci-002, p50k_base",
        "text-davinci-001, r50k_base",
        "text-ada-001, r50k_base",
        "davinci, r50k_base"
    })
    void packedRows_giveTheEncodingOfEachFamily(String model, String encoding) {
        assertThat(new UserFiles(temporary).load().models().find(model).encoding())
                .isEqualTo(encoding);
    }

    @Test
    void rows_partialFile_overlayByName() {
        ModelCatalog models = new UserFiles(temporary)
                .file("models.yaml", "gpt-4: {context-tokens: 100}\nllama3: {context-tokens: 8192}\n")
                .load()
                .models();

        assertThat(models.find("gpt-4")).isEqualTo(new Model("gpt-4", "cl100k_base", 100));
        assertThat(models.find("llama3:8b")).isEqualTo(new Model("llama3", "o200k_base", 8192));
        assertThat(models.find("text-ada-001").contextTokens()).isEqualTo(2048);
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-5, 1.25",
        "gpt-5-2026-08-07, 1.25",
        "gpt-5-mini-2026-08-07, 0.25",
        "gpt-4o-2024-08-06, 2.50",
        "gpt-9-0613, 7",
        "gpt-5-nano,",
        "gpt-5-pro,",
        "gpt-5.1,",
        "gpt-5-chat-latest,",
        "gpt-4o-realtime-preview,",
        "gpt-4o-audio-preview-2024-10-01,",
        "gpt-4o-2024-13-06,",
        "gpt-9-0631-preview,",
        "gpt-9-32k-0613,",
        "gpt-90613,"
    })
    void prices_holdForTheName_andItsDatedSnapshots_only(String model, BigDecimal input) {
        ModelCatalog models = new UserFiles(temporary)
                .file("models.yaml", "gpt-9: {prices: [{from: 2026-09-01, input: 7}]}\n")
                .load()
                .models();

        assertThat(models.find(model).priceOn(LocalDate.of(2026, 11, 22)).map(Price::input))
                .isEqualTo(Optional.ofNullable(input));
    }

    @Test
    void relatives_withoutAPrice_keepEncodingAndContextOfTheirFamily() {
        assertThat(new UserFiles(temporary).load().models().find("gpt-5-nano"))
                .isEqualTo(new Model("gpt-5", "o200k_base", 400_000));
    }

    @Test
    void prices_everyMistake_isNamed() {
        UserFiles user = new UserFiles(temporary).file("models.yaml", """
                        a: {prices: [{from: 2026-13-01, input: 1}]}
                        b: {prices: [{input: -1}]}
                        c: {prices: [{from: 2026-01-01, input: 0.1, ouput: 2}]}
                        d: {prices: 7}
                        """);

        assertThat(user.problems())
                .containsExactlyInAnyOrder(
                        "config/models.yaml:1:15: from must be a date such as 2026-09-01: value=\"2026-13-01\"",
                        "config/models.yaml:2:14: from is missing",
                        "config/models.yaml:2:15: input must be an amount from 0 to 1000000: value=-1",
                        "config/models.yaml:3:45: unknown key ouput; did you mean output?",
                        "config/models.yaml:4:5: prices must be a list: value=7");
    }
}
