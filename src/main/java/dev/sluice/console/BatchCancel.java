package dev.sluice.console;

import dev.sluice.batch.RemoteBatch;
import dev.sluice.config.Settings;
import dev.sluice.provider.BatchClient;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ends batches early. */
@Command(
        name = "cancel",
        description = {
            "End batches early; the provider may take some minutes.",
            "What they have answered by then can be fetched, and is paid for."
        },
        exitCodeList = {
            " 0:the provider ends them",
            " 1:could not be done for all of them",
            " 3:the provider accepts neither account nor key"
        })
final class BatchCancel extends BatchAction {
    @Parameters(paramLabel = "BATCH", arity = "1..*", description = "Id of a batch, see batch list.")
    private List<String> batches = new ArrayList<>();

    BatchCancel(Surroundings around) {
        super(around);
    }

    @Override
    ExitCode act(BatchClient client, Settings inForce) {
        return each(batches, id -> {
            RemoteBatch batch = batch(client.cancel(id));
            around.terminal().out().println(id + " is " + Figures.plain(batch.status()));
            return ExitCode.OK;
        });
    }
}
