package dev.sluice.console;

import dev.sluice.config.ConfigurationSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows what Sluice does, on sample prompts and the simulated provider. */
@Command(
        name = "demo",
        description = {
            "Show what Sluice does: copy sample prompts into a new home folder and have them answered by the simulated"
                    + " provider under a small limit.",
            "Takes about half a minute; needs no key and no network."
        },
        exitCodeList = {" 0:all answered", " 1:could not run, or was stopped", " 2:some prompts failed"})
final class DemoCommand implements Callable<Integer> {
    private static final String LIMIT = "120 requests a minute, for Sluice and for the simulated provider";
    private final Surroundings around;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--home",
            paramLabel = "DIR",
            converter = FolderName.class,
            description = "New or empty folder; default: ./sluice-demo, with a number where it exists.")
    private @Nullable Path home;

    DemoCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        Path folder = (home == null ? freshFolder() : requireEmpty(home))
                .toAbsolutePath()
                .normalize();
        Path config = Samples.copyTo(folder);
        Rejected rejected = Rejected.before(folder);
        Run.Outcome outcome = new Run(around, ConfigurationSource.of(folder).withFolder(config), ExitCode.FAILED)
                .saying("sample prompts from " + folder.resolve("inbox"), "limit: " + LIMIT)
                .untilIdle();
        DemoReport report = new DemoReport(around.terminal().out(), folder);
        if (outcome.end() == Watch.End.IDLE) {
            report.printTable(outcome);
        }
        ExitCode code = new Summary(around.terminal(), folder).of(outcome, rejected.since());
        if (code == ExitCode.OK) {
            report.printExampleAndNext();
        }
        return code.number();
    }

    private Path requireEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return folder;
        }
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                if (files.findAny().isEmpty()) {
                    return folder;
                }
            }
        }
        throw new ParameterException(command.commandLine(), "the demo wants a new or empty folder: --home=" + folder);
    }

    private static Path freshFolder() {
        Path folder = Path.of("sluice-demo");
        for (int number = 2; Files.exists(folder); number++) {
            folder = Path.of("sluice-demo-" + number);
        }
        return folder;
    }
}
