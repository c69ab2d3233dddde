package dev.sluice.console;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a completion script for the shell. */
@Command(
        name = "completion",
        description = {
            "Print a completion script for bash or zsh.",
            "It completes the command 'sluice', for example with",
            "  alias sluice='java -jar /path/to/sluice.jar'",
            "  source <(sluice completion)"
        })
final class CompletionCommand implements Runnable {
    private final Surroundings around;

    @Spec
    private CommandSpec command = CommandSpec.create();

    CompletionCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public void run() {
        around.terminal().out().print(AutoComplete.bash("sluice", command.root().commandLine()));
        around.terminal().out().flush();
    }
}
