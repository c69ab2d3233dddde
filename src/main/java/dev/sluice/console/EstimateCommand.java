package dev.sluice.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.config.Configuration;
import dev.sluice.config.ConfigurationLoader;
import dev.sluice.config.ConfigurationSource;
import dev.sluice.config.Setting;
import dev.sluice.estimate.Estimate;
import dev.sluice.estimate.Estimator;
import dev.sluice.prompt.InputLines;
import dev.sluice.prompt.JtokkitTokenCounter;
import dev.sluice.prompt.Profile;
import dev.sluice.prompt.PromptReader;
import dev.sluice.prompt.ReadLimits;
import dev.sluice.prompt.SendCheck;
import dev.sluice.prompt.UnreadableFileException;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what files would cost, without sending anything. */
@Command(
        name = "estimate",
        description = {
            "Print what files would cost: prompts, tokens, requests, time under the limits, price online and by batch.",
            "Nothing is sent, and no home folder is touched."
        },
        exitCodeList = {" 0:printed", " 1:could not run", " 2:a file can't be read, the others are in"})
final class EstimateCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] HEADER = {
        "model", "limit pool", "prompts", "requests", "input tokens", "answer tokens", "time", "online", "by batch"
    };
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
                Math.max(0, answerTokens),
                around.clock());
        int readable = 0;
        for (Path file : files) {
            readable += add(file, reader, shape, estimator) ? 1 : 0;
        }
        print(estimator.estimate(), readable);
        return (readable == files.size() ? ExitCode.OK : ExitCode.SOME_FAILED).number();
    }

    private boolean add(Path file, PromptReader reader, Profile shape, Estimator estimator) {
        try (InputLines lines = reader.open(file, file.toString(), shape, 0)) {
            estimator.add(lines);
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

    private void print(Estimate estimate, int readable) throws IOException {
        PrintStream out = around.terminal().out();
        if (json) {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json(estimate)));
            return;
        }
        out.println(Figures.count(estimate.prompts(), "prompt") + " in " + Figures.count(readable, "file") + ", "
                + Figures.count(estimate.repeated()) + " repeated, " + Figures.count(estimate.unusable())
                + " that can't be sent");
        List<String[]> rows = new ArrayList<>();
        rows.add(HEADER);
        estimate.shares().forEach(share -> rows.add(row(share)));
        Columns.of(rows).forEach(out::println);
        if (estimate.shares().stream().anyMatch(Estimate.Share::assumed)) {
            out.println("nothing bounds some answers: " + Figures.count(answerTokens)
                    + " tokens each are assumed, --answer-tokens says otherwise");
        }
        if (estimate.shares().stream().anyMatch(share -> share.time() == null)) {
            out.println("without limits in limits.yaml, or --rpm and --tpm, the time is unknown");
        }
        if (estimate.shares().stream().anyMatch(share -> share.online() == null)) {
            out.println("models.yaml has no price of some models");
        }
    }

    private static String[] row(Estimate.Share share) {
        return new String[] {
            share.model(),
            share.pool(),
            Figures.count(share.prompts()),
            Figures.count(share.requests()),
            Figures.count(share.inputTokens()),
            Figures.count(share.outputTokens()),
            time(share.time()),
            usd(share.online()),
            usd(share.batch())
        };
    }

    private static String time(@Nullable Duration time) {
        return time == null ? "unknown" : Figures.duration(time);
    }

    private static String usd(@Nullable BigDecimal amount) {
        return amount == null
                ? "unknown"
                : "$" + amount.setScale(4, RoundingMode.HALF_UP).toPlainString();
    }

    private static ObjectNode json(Estimate estimate) {
        ObjectNode root = JSON.createObjectNode();
        root.put("prompts", estimate.prompts())
                .put("repeated", estimate.repeated())
                .put("unusable", estimate.unusable());
        for (Estimate.Share share : estimate.shares()) {
            root.withArray("models")
                    .addObject()
                    .put("model", share.model())
                    .put("pool", share.pool())
                    .put("prompts", share.prompts())
                    .put("requests", share.requests())
                    .put("inputTokens", share.inputTokens())
                    .put("outputTokens", share.outputTokens())
                    .put("outputTokensAssumed", share.assumed())
                    .put(
                            "seconds",
                            share.time() == null ? null : (Double) (share.time().toMillis() / 1_000.0))
                    .put("onlineUsd", share.online())
                    .put("batchUsd", share.batch());
        }
        return root;
    }
}
