package dev.sluice.console;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line {@code sluice}; its subcommands do the work. */
@Command(
        name = "sluice",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:done as asked",
            " 1:could not run",
            " 2:some prompts or files failed (run --once, demo, batch); figures differ (usage reconcile)",
            " 3:the provider accepts neither account nor key (run --once, batch, usage reconcile)",
            " 4:a batch is not done yet (batch)"
        },
        description = "A folder of prompts in, a folder of answers out, through a rate-limited LLM API.")
public final class SluiceCommand implements Runnable {
    @Spec
    private CommandSpec command = CommandSpec.create();

    SluiceCommand() {}

    /** Runs the command line and ends the process with its exit code, see {@code ExitCode}. */
    public static void main(String[] args) {
        System.exit(commandLine(Surroundings.ofProcess()).execute(args));
    }

    /** Returns the command line in some surroundings. */
    static CommandLine commandLine(Surroundings around) {
        CommandLine line = new CommandLine(new SluiceCommand())
                .addSubcommand(new DemoCommand(around))
                .addSubcommand(new RunCommand(around))
                .addSubcommand(new SimulateCommand(around))
                .addSubcommand(new StatusCommand(around))
                .addSubcommand(new OrderCommand.Retry(around))
                .addSubcommand(new OrderCommand.Cancel(around))
                .addSubcommand(ReviewCommand.commandLine(around))
                .addSubcommand(new LimitsCommand(around))
                .addSubcommand(new EstimateCommand(around))
                .addSubcommand(UsageCommand.commandLine(around))
                .addSubcommand(new EvidenceCommand(around))
                .addSubcommand(BatchCommand.commandLine(around))
                .addSubcommand(new CompletionCommand(around))
                .addSubcommand(new HelpCommand());
        Sentences sentences = new Sentences(around.terminal().err());
        return line.setOut(new PrintWriter(around.terminal().out(), true, Charset.defaultCharset()))
                .setErr(new PrintWriter(around.terminal().err(), true, Charset.defaultCharset()))
                .setParameterExceptionHandler(sentences)
                .setExecutionExceptionHandler(sentences);
    }

    /** Shows what there is when nothing is asked for. */
    @Override
    public void run() {
        command.commandLine().usage(command.commandLine().getOut());
    }
}
