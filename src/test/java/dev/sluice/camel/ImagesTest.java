package dev.sluice.camel;

import static dev.sluice.simulator.SimulatedAnswers.imageUrl;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.job.HomeDatabase;
import dev.sluice.job.HomeFolder;
import dev.sluice.job.PoolNote;
import dev.sluice.simulator.Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesTest {
    private static final String PROFILE = """
            default: {endpoint: images, model: dall-e-2, max-wait: 20ms}
            two: {parameters: {n: 2}}
            """;

    @TempDir
    private Path folder;

    @Test
    void everyInputForm_isAnsweredWithUrls() {
        try (SluiceFixture sluice = SluiceFixture.in(folder).profiles(PROFILE).start()) {
            sluice.drop("a.txt", "red", "blue")
                    .drop("two/b.md", "green")
                    .drop("two/c.csv", "id,prompt", "1,red")
                    .drop(
                            "d.jsonl",
                            "{\"id\":\"i\",\"prompt\":\"red\",\"n\":2,\"size\":\"256x256\"}",
                            "{\"id\":\"j\",\"input\":\"blue\",\"model\":\"gpt-image-1\"}",
                            "{\"prompt\":[\"red\",\"blue\"]}",
                            "{\"custom_id\":\"b\",\"method\":\"POST\",\"url\":\"/v1/images/generations\","
                                    + "\"body\":{\"model\":\"dall-e-3\",\"prompt\":\"red\"}}");

            assertThat(sluice.output("a").texts()).containsExactly(imageUrl("red", 0), imageUrl("blue", 0));
            assertThat(sluice.output("two/b").text("answer.md"))
                    .isEqualTo(imageUrl("green", 0) + "\n" + imageUrl("green", 1) + "\n");
            assertThat(sluice.output("two/c").text("results.csv"))
                    .isEqualTo("id,prompt,answer,error\r\n1,red,\"" + imageUrl("red", 0) + "\n" + imageUrl("red", 1)
                            + "\",\r\n");
            List<JsonNode> lines = sluice.output("d").results();
            assertThat(lines.get(0).path("texts"))
                    .extracting(JsonNode::asText)
                    .containsExactly(imageUrl("red", 0), imageUrl("red", 1));
            assertThat(lines.get(1).path("text").asText()).isNotEmpty();
            assertThat(lines.get(1).at("/usage/output_tokens").asInt()).isPositive();
            assertThat(lines.get(2).at("/error/message").asText()).endsWith("prompt must be a text");
            assertThat(lines.get(3).at("/response/body/data/0/url").asText()).isEqualTo(imageUrl("red", 0));
            assertThat(lines.get(3).at("/response/body/created").isNumber()).isTrue();
        }
    }

    @Test
    void limitKnown_isNeverPassed() {
        try (SluiceFixture sluice = SluiceFixture.in(folder)
                .profiles(PROFILE)
                .limits("default: {images-per-minute: 1200}")
                .provider(options -> options.limits(Limits.none().withImagesPerMinute(1_200L)))
                .start()) {
            sluice.drop("two/a.txt", prompts(15));

            Output output = sluice.output("two/a");

            assertThat(output.counts()).containsExactly(15, 15, 0, 0);
            assertThat(sluice.stats().rateLimited()).isZero();
        }
    }

    @Test
    void moreImagesThanTheLimitOfAMinute_failUnsent() {
        try (SluiceFixture sluice = SluiceFixture.in(folder)
                .profiles(PROFILE)
                .limits("draw: {models: ['dall-e-*'], images-per-minute: 5}")
                .start()) {
            sluice.drop("a.jsonl", "{\"prompt\":\"red\",\"n\":6}");

            JsonNode error = sluice.output("a").results().get(0).path("error");

            assertThat(error.path("code").asText()).isEqualTo("request_too_large");
            assertThat(error.path("message").asText())
                    .isEqualTo("the request needs more images than the limit allows in a minute: images=6"
                            + " images-per-minute=5 pool=draw");
            assertThat(sluice.stats().requests()).isZero();
        }
    }

    @Test
    void limitUnknown_isLearnedFromTheRefusalAndKept() {
        try (SluiceFixture sluice = SluiceFixture.in(folder)
                .profiles(PROFILE)
                .limits("default: {requests-per-minute: 60000}")
                .provider(options -> options.limits(Limits.none().withImagesPerMinute(600L)))
                .start()) {
            sluice.drop("a.txt", prompts(30));

            Output output = sluice.output("a");
            assertThat(output.counts()).containsExactly(30, 30, 0, 0);
            assertThat(output.report().path("rateLimited").asInt()).isBetween(1, 16);
            sluice.stop();

            assertThat(HomeDatabase.pools(new HomeFolder(sluice.home())))
                    .singleElement()
                    .satisfies(ImagesTest::namesTheLimit);
        }
    }

    private static void namesTheLimit(PoolNote note) {
        assertThat(note.imagesPerMinute()).isEqualTo(600);
        assertThat(JobFixture.json(note.status()).at("/images/pace").asInt()).isEqualTo(600);
        assertThat(JobFixture.json(note.status()).at("/images/ofDay").asInt()).isEqualTo(30);
    }

    private static String[] prompts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "picture " + i).toArray(String[]::new);
    }
}
