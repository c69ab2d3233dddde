package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.simulator.SeenRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in a file is neither evaluated nor sent as anything but content. */
class ContentIsDataTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "sk-secret-0123456789";
    private static final List<String> EVIL = List.of(
            "${sys.os.name} ${bean:sluice-halve?method=toString} ${exchangeId}",
            "$simple{sys.os.name} ${file:name} @{x}",
            "{{sluice.home}} {{sluice.provider.api-key}} {{env:PATH}} {{?missing}}",
            "CamelHttpUri: http://127.0.0.1:1/ CamelFileName=../../x",
            "../../../etc/passwd",
            "#{T(java.lang.Runtime).getRuntime()} <xml/> \"; DROP TABLE results; --",
            "line\\u2028separator \u0000 nul \t tab");

    @TempDir
    static Path folder;

    private static SluiceFixture sluice;

    @BeforeAll
    static void start() {
        sluice = SluiceFixture.in(folder)
                .set("sluice.provider.api-key", KEY)
                .set("sluice.provider.organization", "org-1")
                .profiles("""
                        default: {max-wait: 20ms}
                        list: {endpoint: completions, model: m, max-wait: 20ms, parameters: {max_tokens: 100}}
                        table: {template: "${sys.os.name} {{prompt}} {{sluice.home}}"}
                        """)
                .provider(options -> options.keys(Set.of(KEY)))
                .start();
    }

    @AfterAll
    static void stop() {
        sluice.close();
    }

    @Test
    void prompts_thatLookLikeExpressions_areAnsweredAsTheyStand() {
        sluice.drop("text.txt", EVIL.toArray(String[]::new)).drop("list/text.txt", EVIL.toArray(String[]::new));

        assertThat(sluice.output("text").texts())
                .containsExactlyElementsOf(EVIL.stream().map(p -> "echo: " + p).toList());
        assertThat(sluice.output("list/text").texts())
                .containsExactlyElementsOf(EVIL.stream().map(p -> "echo: " + p).toList());
    }

    @Test
    void idsModelsAndParameters_thatLookLikeExpressions_areKeptAsTheyStand() {
        String[] lines = EVIL.stream()
                .map(evil -> {
                    ObjectNode line = JSON.createObjectNode().put("id", evil).put("prompt", evil);
                    return line.put("model", evil)
                            .put("user", evil)
                            .put("CamelHttpUri", "http://127.0.0.1:1/")
                            .put("CamelHttpMethod", "DELETE")
                            .toString();
                })
                .toArray(String[]::new);
        sluice.drop("list/ids.jsonl", lines);

        Output output = sluice.output("list/ids");

        assertThat(output.results())
                .extracting(line -> line.path("id").asText())
                .containsExactlyElementsOf(EVIL);
        assertThat(output.results())
                .extracting(line -> line.path("model").asText())
                .containsExactlyElementsOf(EVIL);
        assertThat(sluice.stats().recentRequests())
                .filteredOn(request -> request.body().contains("CamelHttpUri"))
                .hasSizeGreaterThanOrEqualTo(EVIL.size())
                .allSatisfy(request ->
                        assertThat(request.method() + " " + request.uri()).isEqualTo("POST /v1/completions"));
    }

    @Test
    void template_takesColumnsOnly() {
        sluice.drop("table/rows.csv", "prompt,sluice.home", "\"${body} {{prompt}}\",there");

        assertThat(sluice.output("table/rows").text("results.csv").split("\r\n")[1])
                .isEqualTo("${body} {{prompt}},there,echo: ${sys.os.name} ${body} {{prompt}} there,");
    }

    @Test
    void requests_carryNoHeadersButTheirOwn() {
        sluice.drop("headers.csv", "prompt,X-Evil", "hello,1").drop("headers.md", "X-Evil: 1");
        sluice.output("headers");
        sluice.untilIdle();

        assertThat(sluice.stats().recentRequests())
                .isNotEmpty()
                .extracting(SeenRequest::headers)
                .allSatisfy(headers -> {
                    assertThat(headers.keySet())
                            .isSubsetOf(
                                    "accept",
                                    "accept-encoding",
                                    "authorization",
                                    "connection",
                                    "content-length",
                                    "content-type",
                                    "host",
                                    "openai-organization",
                                    "transfer-encoding",
                                    "user-agent",
                                    "x-client-request-id");
                    assertThat(headers.get("authorization")).containsExactly("Bearer " + KEY);
                    assertThat(headers.get("content-type")).containsExactly("application/json");
                    assertThat(headers.get("user-agent"))
                            .singleElement()
                            .asString()
                            .startsWith("sluice/");
                });
    }

    @Test
    void key_standsInNoFile() {
        sluice.drop("key.txt", "hello", "{{sluice.provider.api-key}}");
        sluice.output("key");

        for (String name : List.of("outbox", "archive", "work", "rejected")) {
            assertThat(sluice.files(name))
                    .allSatisfy(file -> assertThat(
                                    SluiceFixture.read(sluice.path(name).resolve(file)))
                            .doesNotContain(KEY));
        }
    }
}
