package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.config.Configuration;
import dev.sluice.config.ConfigurationLoader;
import dev.sluice.config.ConfigurationSource;
import dev.sluice.prompt.Endpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplesTest {
    @TempDir
    Path home;

    @Test
    void copied_oneFileOfEachFormat_liesInTheInbox() throws IOException {
        Samples.copyTo(home);

        try (Stream<Path> files = Files.walk(home.resolve("inbox"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "alice.txt",
                            "constitution.md",
                            "shakespeare.jsonl",
                            "austen-batch.jsonl",
                            "aesop.csv",
                            "sonnets.txt.gz");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shakespeare.jsonl", "austen-batch.jsonl"})
    void jsonLines_eachLine_isAnObjectWithItsOwnId(String name) throws IOException {
        Samples.copyTo(home);
        ObjectMapper json = new ObjectMapper();
        String key = name.contains("batch") ? "custom_id" : "id";

        List<String> ids = new ArrayList<>();
        for (String line : Files.readAllLines(home.resolve("inbox").resolve(name))) {
            ids.add(json.readTree(line).path(key).asText());
        }

        assertThat(ids).doesNotHaveDuplicates().doesNotContain("").hasSizeGreaterThan(10);
    }

    @Test
    void compressedSample_unpacks() throws IOException {
        Samples.copyTo(home);

        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(home.resolve("inbox/embeddings/sonnets.txt.gz"))),
                StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("Shall I compare thee to a summer's day?");
        }
    }

    @Test
    void configuration_whateverTheEnvironmentSays_isValidAndSimulated() throws IOException {
        Path folder = Samples.copyTo(home);

        Configuration configuration = ConfigurationLoader.load(
                ConfigurationSource.of(home).withFolder(folder).withEnvironment(Map.of("OPENAI_API_KEY", "sk-secret")));

        assertThat(configuration.provider()).isEmpty();
        assertThat(configuration.warnings()).isEmpty();
        assertThat(configuration.profiles().get("fables").endpoint()).isEqualTo(Endpoint.COMPLETIONS);
        assertThat(configuration.profiles().get("embeddings").endpoint()).isEqualTo(Endpoint.EMBEDDINGS);
        assertThat(configuration.pools()).hasSize(1);
        assertThat(configuration.pools().get(0).requestsPerMinute()).isEqualTo(120);
    }
}
