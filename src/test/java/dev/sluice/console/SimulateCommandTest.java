package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.simulator.Simulator;
import dev.sluice.simulator.SimulatorOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class SimulateCommandTest {
    private final FakeEngine whileServing = new FakeEngine();
    private final CommandLineBench bench = new CommandLineBench(whileServing).stopAfterLastStep();
    private int status;
    private String body = "";

    /** Asks the provider that was announced; it runs while the command waits. */
    private void ask() {
        String url = bench.out().lines().findFirst().orElseThrow().replaceFirst(".* at (\\S+) .*", "$1");
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/completions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"m\",\"prompt\":[\"a\",\"b\"]}"))
                .build();
        try {
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            status = response.statusCode();
            body = response.body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void simulate_servesUntilStopped_andTellsHowToUseIt() {
        whileServing.thenDo(this::ask);

        assertThat(bench.run("simulate", "--port", "0")).isZero();
        assertThat(bench.out())
                .containsPattern("OPENAI_BASE_URL=http://127\\.0\\.0\\.1:\\d+/v1 java -jar sluice.jar run")
                .endsWith("stopped" + System.lineSeparator());
        assertThat(status).isEqualTo(200);
        assertThat(body).contains("choices");
    }

    @Test
    void faults_asGiven_happen() {
        whileServing.thenDo(this::ask);

        bench.run("simulate", "--port=0", "--fault=429:insufficient_quota,times=1", "--fault=500", "--latency=1ms");

        assertThat(status).isEqualTo(429);
        assertThat(body).contains("insufficient_quota");
    }

    @Test
    void limits_asGiven_hold() {
        whileServing.thenDo(this::ask).thenDo(this::ask);

        bench.run("simulate", "--port=0", "--rpm=1", "--tpm=100000", "--set=headers=none");

        assertThat(status).isEqualTo(429);
    }

    @Test
    void unknownOptionOfTheSimulator_isRefused_withTheKnownOnes() {
        assertThat(bench.run("simulate", "--set", "latncy=5ms")).isEqualTo(1);

        assertThat(bench.err()).contains("latncy", "latency").hasLineCount(1);
    }

    @Test
    void portInUse_endsWithOne_inOneSentence() {
        try (Simulator other = Simulator.start(SimulatorOptions.builder().build())) {
            assertThat(bench.run("simulate", "--port=" + other.port())).isEqualTo(1);

            assertThat(bench.err()).contains(String.valueOf(other.port())).hasLineCount(1);
        }
    }
}
