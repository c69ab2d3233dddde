package dev.sluice.console;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Sends ready-made files through the Batch API, without a home folder; its subcommands do the work. */
@Command(
        name = "batch",
        description = {
            "Send ready-made files through the provider's Batch API, and fetch the answers.",
            "No home folder has a part in it: the files go as they are, the provider keeps the batches."
        },
        exitCodeList = {
            " 0:done as asked",
            " 1:could not be done",
            " 2:some requests failed (fetch, submit --wait)",
            " 3:the provider accepts neither account nor key",
            " 4:the batch is not done yet (fetch, submit --wait)"
        })
final class BatchCommand implements Runnable {
    @Spec
    private CommandSpec command = CommandSpec.create();

    private BatchCommand() {}

    /** Returns the command with its subcommands. */
    static CommandLine commandLine(Surroundings around) {
        return new CommandLine(new BatchCommand())
                .addSubcommand(new BatchSubmit(around))
                .addSubcommand(new BatchList(around))
                .addSubcommand(new BatchFetch(around))
                .addSubcommand(new BatchCancel(around));
    }

    /** Shows what there is when nothing is asked for. */
    @Override
    public void run() {
        command.commandLine().usage(command.commandLine().getOut());
    }
}
