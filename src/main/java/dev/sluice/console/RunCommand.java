package dev.sluice.console;

import dev.sluice.config.ConfigurationSource;
import dev.sluice.config.Setting;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Works off a home folder's inbox. */
@Command(
        name = "run",
        description = {
            "Answer the prompts in a home folder's inbox.",
            "Watches the inbox until it is stopped (Ctrl-C or SIGTERM: requests under way are finished, the rest stays"
                    + " for the next start); with --once it works off what is there and ends.",
            "The provider is told by OPENAI_BASE_URL and OPENAI_API_KEY, by settings in the"
                    + " configuration, or by --set; without any, the simulated provider answers."
        },
        exitCodeList = {
            " 0:all answered, or stopped as asked",
            " 1:could not run, or --once ended before everything was answered",
            " 2:some prompts or files failed, or files wait for a decision (--once)",
            " 3:the provider accepts neither account nor key (--once)"
        })
final class RunCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    private HomeOptions home = new HomeOptions();

    @Mixin
    private ConfigFolder config = new ConfigFolder();

    @Option(names = "--once", description = "Work off what is there, sum up and end.")
    private boolean once;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrule a setting, e.g. sluice.retry.attempts=3; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Mixin
    private QuickStartOptions quickStart = new QuickStartOptions();

    RunCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Path state = home.state();
        if (state != null) {
            settings.putIfAbsent(Setting.STATE_FOLDER.key(), state.toString());
        }
        ConfigurationSource source = new ConfigurationSource(
                home.home(), config.folder(), settings, quickStart.toQuickStart(), around.environment());
        if (once) {
            Rejected rejected = Rejected.before(source.home());
            Run.Outcome outcome = new Run(around, source, ExitCode.FAILED).untilIdle();
            return new Summary(around.terminal(), source.home())
                    .of(outcome, rejected.since())
                    .number();
        }
        new Run(around, source, ExitCode.OK)
                .saying("watching " + source.home().resolve("inbox") + "; Ctrl-C stops")
                .untilStopped();
        around.terminal().out().println("stopped; unfinished jobs stay in work/ for the next start");
        return ExitCode.OK.number();
    }
}
