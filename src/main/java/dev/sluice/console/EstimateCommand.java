package dev.sluice.console;

import dev.sluice.camel.ForeseenCost;
import dev.sluice.config.Configuration;
import dev.sluice.config.ConfigurationLoader;
import dev.sluice.config.ConfigurationSource;
import dev.sluice.config.Setting;
import dev.sluice.estimate.Estimator;
import dev.sluice.prompt.InputLines;
import dev.sluice.prompt.JtokkitTokenCounter;
import dev.sluice.prompt.Profile;
import dev.sluice.prompt.Prompt;
import dev.sluice.prompt.PromptReader;
import dev.sluice.prompt.ReadLimits;
import dev.sluice.prompt.SendCheck;
import dev.sluice.prompt.UnreadableFileException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what files would cost, without sending anything. */
@Command(
        name = "estimate",
        description = {
            "Print what files would cost: prompts, tokens, requests, time under the limits, price online and by batch.",
            "Nothing is sent, and no home folder is touched."
        },
        exitCodeList = {" 0:printed", " 1:could not run", " 2:a file can't be read, the others are in"})
final class EstimateCommand implements Callable<Integer> {
    private static final int MOST_ANSWER_TOKENS = 10_000_000;
    private final Surroundings around;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files as they would be dropped into the inbox.")
    private List<Path> files = List.of();

    @Option(names = "--profile", paramLabel = "NAME", description = "Profile that shapes them; default: default.")
    private String profile = Profile.DEFAULT;

    @Option(
            names = "--answer-tokens",
            paramLabel = "N",
            description = "Tokens of an answer whose length nothing bounds; default: 500.")
    private int answerTokens = 500;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any setting; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Mixin
    private ConfigFolder config = new ConfigFolder();

    @Mixin
    private QuickStartOptions quickStart = new QuickStartOptions();

    @Spec
    private CommandSpec command = CommandSpec.create();

    EstimateCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        Configuration configuration = ConfigurationLoader.load(new ConfigurationSource(
                Path.of(""), config.folder(), settings, quickStart.toQuickStart(), around.environment()));
        configuration.warnings().forEach(warning -> around.terminal().err().println("warning: " + warning));
        Profile shape = configuration.profiles().get(profile);
        if (shape == null) {
            throw new IllegalStateException("no such profile: name=" + profile + " known="
                    + String.join(", ", configuration.profiles().keySet()));
        }
        if (answerTokens < 0 || answerTokens > MOST_ANSWER_TOKENS) {
            throw new OptionValues(command)
                    .wrong("--answer-tokens must be from 0 to " + MOST_ANSWER_TOKENS + ": value=" + answerTokens);
        }
        JtokkitTokenCounter tokens = new JtokkitTokenCounter();
        PromptReader reader = new PromptReader(
                configuration.models(),
                tokens,
                new ReadLimits(
                        configuration.settings().number("sluice.input.max-line-bytes"),
                        configuration.settings().bytes(Setting.INPUT_MAX_UNPACKED_BYTES)));
        Estimator estimator = new Estimator(
                configuration.models(),
                new SendCheck(configuration.models(), tokens),
                configuration.pools(),
                answerTokens,
                around.clock());
        EstimateReport report =
                new EstimateReport(shape, answerTokens, configuration.settings().number(Setting.USERS_ANSWER_TOKENS));
        ForeseenCost cost = new ForeseenCost(configuration, around.clock());
        int readable = 0;
        for (Path file : files) {
            LongAdder most = new LongAdder();
            if (add(file, reader, shape, estimator, prompt -> most.add(cost.microUsd(prompt)))) {
                readable++;
                report.add(file, most.sum());
            }
        }
        report.print(estimator.estimate(), json, around.terminal().out());
        return (readable == files.size() ? ExitCode.OK : ExitCode.SOME_FAILED).number();
    }

    private boolean add(Path file, PromptReader reader, Profile shape, Estimator estimator, Consumer<Prompt> each) {
        try (InputLines lines = reader.open(file, file.toString(), shape, 0)) {
            estimator.add(lines, each);
            return true;
        } catch (NoSuchFileException e) {
            around.terminal().err().println("sluice: " + file + ": no such file");
        } catch (UnreadableFileException e) {
            around.terminal().err().println("sluice: " + e.getMessage());
        } catch (IOException e) {
            around.terminal().err().println("sluice: " + file + ": can't be read: " + e.getMessage());
        }
        return false;
    }
}
