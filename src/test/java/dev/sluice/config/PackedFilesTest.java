package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.limit.RateLimitConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class PackedFilesTest {
    static final Iterable<String> PRESETS = Limits.PRESETS;

    @TempDir
    private Path temporary;

    @Test
    void properties_listEverySettingWithItsDefault() {
        Problems problems = new Problems();
        Map<String, String> entries = new LinkedHashMap<>();
        PropertiesReader.read(
                "packed",
                ConfigurationFolder.readPacked(SettingsReader.FILE),
                problems,
                (key, value) -> entries.put(key, value.text()));
        Map<String, String> defaults = new LinkedHashMap<>();
        Stream.of(Setting.values()).forEach(setting -> defaults.put(setting.key(), setting.defaultValue()));

        assertThat(entries).containsExactlyInAnyOrderEntriesOf(defaults);
    }

    @Test
    void defaults_areValuesThatTheirSettingsTake() {
        assertThat(Setting.values())
                .allSatisfy(setting ->
                        assertThat(setting.normalize(setting.defaultValue())).contains(setting.defaultValue()));
    }

    @Test
    void folder_ofTheClone_equalsThePackedDefaults() {
        Configuration clone =
                ConfigurationLoader.load(ConfigurationSource.of(temporary).withFolder(Path.of("config")));
        Configuration packed = ConfigurationLoader.load(ConfigurationSource.of(temporary));

        assertThat(clone.profiles()).isEqualTo(packed.profiles());
        assertThat(clone.pools()).isEqualTo(packed.pools());
        assertThat(clone.settings().asMap()).isEqualTo(packed.settings().asMap());
        assertThat(clone.warnings()).isEmpty();
    }

    @Test
    void presets_areThoseOfTheFolder() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("config/limits"))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".yaml", "")))
                    .containsExactlyInAnyOrderElementsOf(Limits.PRESETS);
        }
    }

    @ParameterizedTest
    @FieldSource("PRESETS")
    void preset_loadsWithoutWarning(String preset) {
        Configuration configuration = ConfigurationLoader.load(ConfigurationSource.of(temporary)
                .withFolder(Path.of("config"))
                .withOverrides(Map.of("limits", preset)));

        assertThat(configuration.warnings()).isEmpty();
        assertThat(configuration.settings().text(Setting.LIMITS)).isEqualTo(preset);
    }

    @ParameterizedTest
    @CsvSource({
        "free-trial, text-davinci-003, 20, 150000",
        "free-trial, text-embedding-ada-002, 20, 150000",
        "free-trial, gpt-3.5-turbo, 20, 40000",
        "free-trial, code-davinci-002, 20, 40000",
        "free-trial, text-davinci-edit-001, 20, 150000",
        "first-48-hours, text-curie-001, 60, 250000",
        "first-48-hours, gpt-3.5-turbo, 60, 60000",
        "first-48-hours, code-cushman-001, 20, 40000",
        "pay-as-you-go, ada, 3500, 350000",
        "pay-as-you-go, gpt-3.5-turbo-0301, 3500, 90000",
        "pay-as-you-go, code-davinci-edit-001, 20, 150000",
        "gpt-4, gpt-4, 200, 40000",
        "gpt-4, gpt-4-0314, 200, 40000",
        "gpt-4-32k, gpt-4-32k, 400, 80000",
        "gpt-4-32k, gpt-4-32k-0314, 400, 80000",
        "gpt-4-32k, gpt-4-0314, 200, 40000"
    })
    void preset_holdsTheHistoricFigures(String preset, String model, Long requests, Long tokens) {
        RateLimitConfig pool = pool(preset, model);

        assertThat(pool.requestsPerMinute()).isEqualTo(requests);
        assertThat(pool.tokensPerMinute()).isEqualTo(tokens);
    }

    @ParameterizedTest
    @CsvSource({
        "free-trial, dall-e-3, 5",
        "first-48-hours, dall-e-2, 50",
        "pay-as-you-go, dall-e-2, 50",
        "pay-as-you-go, gpt-3.5-turbo,"
    })
    void preset_holdsTheHistoricFiguresOfImages(String preset, String model, Long images) {
        assertThat(pool(preset, model).imagesPerMinute()).isEqualTo(images);
    }

    @Test
    void preset_selfHosted_boundsRequestsInFlightOnly() {
        assertThat(pool("self-hosted", "llama3"))
                .usingRecursiveComparison()
                .ignoringFields("auto")
                .isEqualTo(new RateLimitConfig("default", List.of("*"), null, null, 8));
    }

    private RateLimitConfig pool(String preset, String model) {
        Configuration configuration =
                ConfigurationLoader.load(ConfigurationSource.of(temporary).withOverrides(Map.of("limits", preset)));
        String name = Limits.poolFor(model, configuration.pools());
        return configuration.pools().stream()
                .filter(pool -> pool.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
