package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.camel.Sluice;
import dev.sluice.config.ConfigurationLoader;
import dev.sluice.config.ConfigurationSource;
import dev.sluice.simulator.Fault;
import dev.sluice.simulator.Simulator;
import dev.sluice.simulator.SimulatorOptions;
import dev.sluice.simulator.TokenPrice;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Sluice has noted beside what the simulated provider has really served, over real HTTP. */
class ReconcileCommandTest {
    private static final String ADMIN_KEY = "admin-7f3c-very-secret";
    private static final String KEY = "plain-1a2b-secret";
    private static final LocalDate TODAY = LocalDate.now(Clock.systemUTC());

    @TempDir
    Path folder;

    private final Simulator provider = Simulator.start(SimulatorOptions.builder()
            .keys(List.of(KEY))
            .organization(o -> o.withAdminKeys(Set.of(ADMIN_KEY))
                    .withSnapshot(LocalDate.of(2026, 8, 7))
                    .withPrice("gpt-5-mini", price("0.25", "0.025", "2"))
                    .withPrice("text-embedding-3-small", price("0.02", "0.02", "0")))
            .build());
    private final CommandLineBench bench = new CommandLineBench(new FakeEngine()).with("OPENAI_ADMIN_KEY", ADMIN_KEY);
    private Path home = Path.of("");

    @BeforeEach
    void serve() throws Exception {
        home = folder.resolve("home");
        String chats = lines(200, "{\"prompt\":\"Question %d?\",\"model\":\"gpt-5-mini\"}");
        String embeddings = lines(
                100, "{\"input\":\"text number %d\",\"model\":\"text-embedding-3-small\",\"endpoint\":\"embeddings\"}");
        String moderations =
                lines(5, "{\"input\":\"boat %d\",\"model\":\"omni-moderation-latest\",\"endpoint\":\"moderations\"}");
        String images = lines(2, "{\"prompt\":\"lock %d\",\"model\":\"dall-e-2\",\"endpoint\":\"images\"}");
        write(home.resolve("inbox/all.jsonl"), chats + embeddings + moderations + images);
        provider.change(
                o -> o.faults(Fault.status(429).times(1), Fault.status(500).times(2)));
        workOff("all");
    }

    /** Runs Sluice until the files of these names are worked off. */
    private void workOff(String... names) {
        Map<String, String> settings = new HashMap<>(Map.of("sluice.provider.api-key", KEY));
        settings.put("sluice.provider.base-url", provider.baseUrl().toString());
        settings.put("sluice.inbox.stable-millis", "20");
        settings.put("sluice.inbox.poll-millis", "20");
        settings.put("sluice.retry.delay-millis", "5");
        settings.put("sluice.batch.poll-min-seconds", "1");
        settings.put("sluice.polled.first-poll-seconds", "1");
        settings.put("sluice.limits", "self-hosted");
        settings.put("sluice.usage.zone", "Asia/Tokyo");
        ConfigurationSource source = ConfigurationSource.of(home)
                .withFolder(Files.isDirectory(config()) ? config() : null)
                .withOverrides(settings);
        try (Sluice sluice = Sluice.start(ConfigurationLoader.load(source))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Stream.of(names)
                                    .allMatch(name -> Files.exists(home.resolve("outbox/" + name + ".report.json")))
                            && sluice.idle());
        }
    }

    private Path config() {
        return folder.resolve("config");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @AfterEach
    void close() {
        provider.close();
        assertThat(bench.out() + bench.err())
                .doesNotContain(ADMIN_KEY)
                .doesNotContain(KEY)
                .doesNotContain("Exception");
    }

    private static TokenPrice price(String input, String cached, String output) {
        return new TokenPrice(new BigDecimal(input), new BigDecimal(cached), new BigDecimal(output));
    }

    private static String lines(int count, String pattern) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format(pattern, i) + "\n")
                .collect(Collectors.joining());
    }

    private int reconcile(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "usage",
                "reconcile",
                "--home",
                home.toString(),
                "--set",
                "provider.base-url=" + provider.baseUrl(),
                "--from",
                TODAY.minusDays(40).toString(),
                "--to",
                TODAY.plusDays(1).toString()));
        Stream.of(more).forEach(arguments::add);
        return bench.run(arguments.toArray(String[]::new));
    }

    private void anotherClientAsks(String model) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(provider.baseUrl() + "/chat/completions"))
                .header("Authorization", "Bearer " + KEY)
                .header("OpenAI-Project", "proj_other")
                .POST(BodyPublishers.ofString("{\"model\":\"" + model
                        + "\",\"messages\":[{\"role\":\"user\",\"content\":\"What is a weir?\"}]}"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void servedBySluiceAlone_agreesToTheToken() {
        assertThat(reconcile()).as(() -> bench.out() + bench.err()).isZero();

        assertThat(bench.out())
                .containsPattern("gpt-5-mini +200 +[0-9,]+ +0 +[0-9,]+ +agrees")
                .containsPattern("omni-moderation-latest +[0-9]+ +- +- +- +agrees")
                .containsPattern("dall-e-2 +2 +- +- +- +agrees")
                .contains("text-embedding-3-small")
                .contains("all agrees: 4 rows of usage and 1 day of costs from ")
                .doesNotContain("differs");
    }

    @Test
    void batchesAndPolledRuns_agreeToTheTokenToo() throws Exception {
        provider.change(o -> o.batch(b -> b.latency(Duration.ofMillis(50))));
        write(config().resolve("profiles.yaml"), """
                default: {model: gpt-5-mini}
                cheap: {lane: batch, model: gpt-5-mini}
                slow: {lane: polled, model: gpt-5-mini}
                """);
        write(home.resolve("inbox/cheap/rivers.txt"), lines(20, "Name river %d."));
        write(home.resolve("inbox/slow/weir.txt"), "What is a weir?");
        workOff("cheap/rivers", "slow/weir");

        assertThat(reconcile()).as(() -> bench.out() + bench.err()).isZero();

        assertThat(bench.out()).containsPattern("gpt-5-mini +221 +[0-9,]+ +0 +[0-9,]+ +agrees");
    }

    @Test
    void anotherClient_isNamedByDayModelAndDifference() throws Exception {
        for (int i = 0; i < 3; i++) {
            anotherClientAsks("gpt-5-mini");
        }
        anotherClientAsks("gpt-5");

        assertThat(reconcile()).isEqualTo(2);

        String day = "(" + TODAY + "|" + TODAY.plusDays(1) + ")";
        assertThat(bench.out())
                .containsPattern(day + " +gpt-5-2026-08-07 +0 / 1 \\(-1\\)")
                .containsPattern(day + " +gpt-5-mini +200 / 203 \\(-3\\) +[0-9,]+ / [0-9,]+ \\(-30\\)")
                .containsPattern("0\\.0025\\d\\d / 0\\.002526 \\(-0\\.0000\\d\\d\\) +agrees")
                .contains("where figures differ: the ledger's / the provider's (difference)");
        assertThat(bench.out().lines().toList().get((int) bench.out().lines().count() - 1))
                .startsWith("2 of 6 differ: 5 rows of usage and 1 day of costs from ");
    }

    @Test
    void csv_hasARowForEachDayAndModel_thenCosts() throws Exception {
        anotherClientAsks("gpt-5-mini");

        assertThat(reconcile("--format", "csv")).isEqualTo(2);

        List<String> lines = bench.out().lines().toList();
        assertThat(lines.get(0))
                .startsWith("day,model,requests_ours,requests_theirs,requests_difference,input_tokens_ours,")
                .endsWith(",cost_microusd_ours,cost_microusd_theirs,cost_microusd_difference,agrees");
        assertThat(lines)
                .hasSize(6)
                .anyMatch(line -> line.contains(",gpt-5-mini,200,201,-1,") && line.endsWith(",,,,false"));
        assertThat(lines.get(5)).contains(",,,,,,,,,,,,,,");
        assertThat(bench.err()).startsWith("1 of 5 differs: 4 rows of usage and 1 day of costs from ");
    }

    @Test
    void json_hasBothSidesAndTheDifference() throws Exception {
        assertThat(reconcile("--format", "json")).isZero();

        JsonNode report = new ObjectMapper().readTree(bench.out());
        assertThat(report.path("differing").asInt()).isZero();
        assertThat(report.at("/usage/0/model").asText()).isEqualTo("dall-e-2");
        assertThat(report.at("/usage/0/ours/inputTokens").isNull()).isTrue();
        assertThat(report.at("/usage/1/ours/requests").asInt()).isEqualTo(200);
        assertThat(report.at("/usage/1/ours")).isEqualTo(report.at("/usage/1/theirs"));
        assertThat(report.at("/costs/0/oursMicroUsd").asLong()).isPositive();
    }

    @Test
    void project_narrowsTheProvidersSide() throws Exception {
        anotherClientAsks("gpt-5");

        assertThat(reconcile("--project", "proj_other")).isEqualTo(2);

        assertThat(bench.out()).containsPattern("gpt-5-mini +200 / 0 \\(\\+200\\)");
    }

    @Test
    void ordinaryKey_isNotEnough() {
        bench.with("OPENAI_ADMIN_KEY", KEY);

        assertThat(reconcile()).isEqualTo(3);

        assertThat(bench.err())
                .contains("HTTP 403")
                .endsWith("; check OPENAI_ADMIN_KEY, an ordinary key is not enough\n");
    }
}
