package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.LoopbackServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconcileFailuresTest {
    private static final String KEY = "admin-7f3c-very-secret";
    /** The seven days before that of the bench, which begins on 2026-11-21. */
    private static final String WEEK = "?start_time=1794614400&end_time=1795219200&bucket_width=1d";

    private static final String USAGE = WEEK + "&group_by=model&limit=31";
    private static final String FIRST = "GET /v1/organization/usage/completions" + USAGE;
    private static final String NOTHING = "{\"object\":\"page\",\"data\":[],\"has_more\":false,\"next_page\":null}";

    @TempDir
    Path folder;

    private final LoopbackServer server = new LoopbackServer();
    private final CommandLineBench bench = new CommandLineBench(new FakeEngine());

    @AfterEach
    void close() {
        server.close();
        assertThat(bench.out() + bench.err()).doesNotContain(KEY).doesNotContain("Exception");
    }

    private int reconcile(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "usage", "reconcile", "--home", folder.toString(), "--set", "provider.base-url=" + server.url("/v1")));
        arguments.addAll(List.of(more));
        return bench.with("OPENAI_ADMIN_KEY", KEY).run(arguments.toArray(String[]::new));
    }

    private LoopbackServer saysNothingWasUsed() {
        for (String kind : List.of("completions", "embeddings", "moderations", "images")) {
            server.says("GET /v1/organization/usage/" + kind + USAGE, 200, NOTHING);
        }
        return server.says("GET /v1/organization/costs" + WEEK + "&group_by=line_item&limit=31", 200, NOTHING);
    }

    @Test
    void nothingUsed_agrees_andTheAdminKeyAloneIsSent() {
        saysNothingWasUsed();

        assertThat(reconcile()).as(bench::err).isZero();

        assertThat(bench.out())
                .isEqualTo("all agrees: nothing was used from 2026-11-14 to 2026-11-20 (UTC), by the ledger or the"
                        + " provider\n");
        assertThat(server.requests())
                .hasSize(5)
                .allMatch(request -> request.header("authorization").equals("Bearer " + KEY));
    }

    @Test
    void noAdminKey_isSaid() {
        assertThat(bench.run("usage", "reconcile", "--home", folder.toString())).isEqualTo(1);

        assertThat(bench.err())
                .isEqualTo("sluice: OPENAI_ADMIN_KEY is not set: the usage and costs endpoints take an admin key of the"
                        + " organisation, no ordinary one\n");
    }

    @Test
    void noProvider_isSaid() {
        assertThat(bench.with("OPENAI_ADMIN_KEY", KEY).run("usage", "reconcile", "--home", folder.toString()))
                .isEqualTo(1);

        assertThat(bench.err()).contains("a reconciliation needs a provider: set OPENAI_API_KEY or OPENAI_BASE_URL");
    }

    @ParameterizedTest
    @CsvSource({"401,3", "403,3", "400,1", "302,1"})
    void refusals_areToldInASentence(int status, int exitCode) {
        server.says(FIRST, status, "{\"error\":{\"message\":\"No, not with " + KEY + "\"}}");

        assertThat(reconcile()).isEqualTo(exitCode);

        assertThat(bench.err()).startsWith("sluice: ").hasLineCount(1);
        assertThat(bench.out()).isEmpty();
    }

    @Test
    void serverWithoutTheseEndpoints_isSaid() {
        server.says(FIRST, 404, "{\"detail\":\"Not Found\"}");

        assertThat(reconcile()).isEqualTo(1);

        assertThat(bench.err())
                .isEqualTo("sluice: the server has no usage and costs endpoints (HTTP 404):"
                        + " path=/v1/organization/usage/completions; only OpenAI itself is known to have them\n");
    }

    @Test
    void csv_modelsThatLookLikeFormulas_areHarmless() {
        server.says(
                FIRST,
                200,
                "{\"data\":[{\"start_time\":1794614400,\"results\":[{\"model\":\"=1+1\",\"num_model_requests\":3}]}]}");
        saysNothingWasUsed();

        assertThat(reconcile("--format", "csv")).isEqualTo(2);

        assertThat(bench.out()).contains("2026-11-14,'=1+1,0,3,-3,");
    }

    @Test
    void brokenJson_isSaid() {
        server.says(FIRST, 200, "{\"data\":[");

        assertThat(reconcile()).isEqualTo(1);

        assertThat(bench.err())
                .isEqualTo("sluice: the reply is no valid JSON, is the base URL right?: path=/usage/completions\n");
    }

    @Test
    void figureThatIsNone_isToldWithItsPlace_andNotAskedForAgain() {
        server.says(
                FIRST,
                200,
                "{\"data\":[{\"start_time\":1794614400,\"results\":[{\"model\":\"m\",\"num_model_requests\":\"many\"}]}]}");

        assertThat(reconcile()).isEqualTo(1);

        assertThat(bench.err())
                .isEqualTo(
                        "sluice: the provider's figures can't be read: num_model_requests is no count: value=\"many\""
                                + " path=/usage/completions day=2026-11-14\n");
        assertThat(bench.waited()).isZero();
    }

    @Test
    void serverError_isAskedAgain_atGrowingDistance() {
        server.says(FIRST, 500, "{}").says(FIRST, 503, "{}");
        saysNothingWasUsed();

        assertThat(reconcile()).as(bench::err).isZero();

        assertThat(bench.err())
                .isEqualTo("failed with HTTP 500; asked again in 1s\nfailed with HTTP 503; asked again in 2s\n");
        assertThat(bench.waited()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void serverErrorsWithoutEnd_areGivenUp_andNamed() {
        server.says(FIRST, 500, "{\"error\":{\"message\":\"The server had an error.\"}}");

        assertThat(reconcile()).isEqualTo(1);

        assertThat(bench.err())
                .hasLineCount(4)
                .endsWith("sluice: The server had an error. (HTTP 500); try again later\n");
        assertThat(server.requests()).hasSize(4);
    }

    @Test
    void adminKeyThatNoHeaderCarries_isToldByItsVariable() {
        bench.with("OPENAI_API_KEY", "plain").with("OPENAI_ADMIN_KEY", "kéy");

        assertThat(bench.run("usage", "reconcile", "--home", folder.toString())).isEqualTo(1);

        assertThat(bench.err())
                .isEqualTo("sluice: OPENAI_ADMIN_KEY must be plain ASCII without line breaks: length=3\n");
    }

    @Test
    void rateLimit_isWaitedOut() {
        server.says(FIRST, 429, "{\"error\":{\"message\":\"slowly\"}}", "Retry-After", "7");
        saysNothingWasUsed();

        assertThat(reconcile()).isZero();

        assertThat(bench.err()).isEqualTo("refused by a rate limit; asked again in 7s\n");
        assertThat(bench.waited()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void rateLimitWithoutEnd_isGivenUpAfterTenMinutes() {
        server.says(FIRST, 429, "{\"error\":{\"message\":\"slowly\"}}", "Retry-After", "250");

        assertThat(reconcile()).isEqualTo(1);

        assertThat(bench.waited()).isEqualTo(Duration.ofSeconds(500));
        assertThat(bench.err()).endsWith("sluice: slowly (HTTP 429); try again in 4m 10s\n");
    }

    @Test
    void rateLimitOfADay_isNotWaitedFor() {
        server.says(FIRST, 429, "{\"error\":{\"message\":\"slowly\"}}", "Retry-After", "86400");

        assertThat(reconcile()).isEqualTo(1);

        assertThat(bench.waited()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--from|yesterday|--from must be a date such as 2026-11-22: value=yesterday",
                "--from|2026-11-25|--from must not be after --to: from=2026-11-25 to=2026-11-20",
                "--tolerance|2|--tolerance must be a number from 0 to 1: value=2",
                "--tolerance|few|--tolerance must be a number from 0 to 1: value=few",
                "--format|xml|--format must be one of table, csv, json: value=xml"
            })
    void mistakes_areToldInASentence(String option, String value, String sentence) {
        assertThat(reconcile(option, value)).isEqualTo(1);

        assertThat(bench.err()).isEqualTo("sluice: " + sentence + " (see sluice usage reconcile --help)\n");
    }
}
