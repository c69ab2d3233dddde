package dev.sluice.console;

import dev.sluice.simulator.Simulator;
import dev.sluice.simulator.SimulatorOptions;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the simulated provider on its own. */
@Command(
        name = "simulate",
        description = {
            "Run the simulated provider: an OpenAI-compatible server on this machine only, for trials and tests.",
            "Its answers are made up; its limits, headers, errors and faults are like real ones."
        },
        exitCodeList = {" 0:stopped as asked", " 1:could not run"},
        footer = {
            "Faults, of which the first that applies happens:",
            "  500  429:insufficient_quota  reset  hang  malformed  truncated",
            "  empty-body  error-body  html  slow-body  missing-index  no-index",
            "  repeated-index  foreign-index  empty-choices  content-filter  no-usage",
            "with conditions, for example",
            "  --fault 500,probability=0.05 --fault hang,times=3,duration=20s",
            "  --fault 'reset,path=POST /batches,times=1'",
            "Limits of a model or a family:",
            "  --set requests-per-minute.gpt-5*=60 --set enqueued-tokens.gpt-5*=90000",
            "Batches, by --set, for those that are created from then on:",
            "  batch-latency=1s        how long one runs; also 1s..5s",
            "  batch-expire=0.4        all expire with this share of their lines done;",
            "                          0.4,times=1: the next one;",
            "                          0.4,skip=1,times=2: the second and third; none",
            "  batch-line-faults=0.1   share of lines that fail with 500 or 429",
            "  batch-lost-lines=0.1    share of lines that are in neither file",
            "  batch-doubled-lines=0.1 share of lines that are in the output file twice",
            "  batch-late-output=2s    how long a completed one names no output file",
            "  batch-poll-after=500ms  sends openai-poll-after-ms; none",
            "  batch-queue-full=failed what comes of one above enqueued-tokens:",
            "                          failed, or refused with 429 or 400",
            "  batch-max-lines=50000, batch-max-bytes=200000000,",
            "  batch-max-inputs=50000  what one may have at most",
            "Usage and costs of the organisation, by --set:",
            "  admin-keys=...          keys that these endpoints accept; no others do",
            "  usage-snapshot=2026-08-07  the dated models that they name; none",
            "  prices=gpt-5-mini:0.25/0.025/2  input, cached, output, a million",
            "Background responses and runs of assistants, by --set, likewise:",
            "  run-duration=10s        how long one takes; also 5s..20s,",
            "                          'lognormal(8s,0.6)': median and spread",
            "  run-outcome=failed      how all end; several with semicolons:",
            "                          failed  cancelled  incomplete  expired",
            "                          requires-action  vanished  endless,",
            "                          with a code and conditions, for example",
            "                          failed:server_error,skip=2,times=1: the third;",
            "                          endless,text=some words,probability=0.5; none",
            "  run-poll-after=500ms    sends openai-poll-after-ms until the end;",
            "                          remaining: the time that is left; none"
        })
final class SimulateCommand implements Callable<Integer> {
    private static final Duration TICK = Duration.ofHours(1);
    private final Surroundings around;
    private final Map<String, String> texts = new LinkedHashMap<>();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--port", paramLabel = "N", description = "Loopback port, 0 for any free one; default: 8089.")
    private int port = 8089;

    @Option(names = "--rpm", paramLabel = "N", description = "Requests a minute for all models; default: no limit.")
    private @Nullable Long requestsPerMinute;

    @Option(names = "--tpm", paramLabel = "N", description = "Tokens a minute for all models; default: no limit.")
    private @Nullable Long tokensPerMinute;

    @Option(names = "--ipm", paramLabel = "N", description = "Images a minute for all models; default: no limit.")
    private @Nullable Long imagesPerMinute;

    @Option(
            names = "--latency",
            paramLabel = "TIME",
            description = "How long an answer takes, e.g. 50ms or 20ms..80ms; default: none.")
    private @Nullable String latency;

    @Option(
            names = "--fault",
            paramLabel = "FAULT",
            description = "Something that goes wrong on purpose, see below; may be repeated.")
    private List<String> faults = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            completionCandidates = Names.class,
            description = "Any other option; may be repeated. Names: ${COMPLETION-CANDIDATES}.")
    private Map<String, String> settings = new LinkedHashMap<>();

    SimulateCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        SimulatorOptions options = options();
        Pause stop = around.stop().apply(ExitCode.OK);
        try (Simulator simulator = Simulator.start(options)) {
            printHowToUse(simulator.baseUrl().toString());
            while (!stop.await(TICK)) {
                // serves until somebody asks it to stop
            }
        }
        around.terminal().out().println("stopped");
        return ExitCode.OK.number();
    }

    private SimulatorOptions options() {
        texts.put("port", Integer.toString(port));
        put("requests-per-minute", requestsPerMinute);
        put("tokens-per-minute", tokensPerMinute);
        put("images-per-minute", imagesPerMinute);
        put("latency", latency);
        put("faults", faults.isEmpty() ? null : String.join(";", faults));
        texts.putAll(settings);
        try {
            return SimulatorOptions.parse(texts);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(command.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private void put(String name, @Nullable Object value) {
        if (value != null) {
            texts.put(name, value.toString());
        }
    }

    private void printHowToUse(String baseUrl) {
        PrintStream out = around.terminal().out();
        out.println("SIMULATED provider at " + baseUrl + " (this machine only), sluice " + Version.text());
        out.println("point Sluice or any OpenAI client at it:");
        out.println("  OPENAI_BASE_URL=" + baseUrl + " " + OwnCommand.line() + " run");
        out.println("Ctrl-C stops");
    }

    /** The names that the simulator knows. */
    static final class Names implements Iterable<String> {
        Names() {}

        @Override
        public Iterator<String> iterator() {
            return SimulatorOptions.names().iterator();
        }
    }
}
