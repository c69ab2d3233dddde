package dev.sluice.console;

import dev.sluice.batch.LineOrder;
import dev.sluice.batch.ResultFiles;
import dev.sluice.config.Settings;
import dev.sluice.provider.BatchClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fetches what batches have brought. */
@Command(
        name = "fetch",
        description = {
            "Write the answers of batches into files, BATCH.results.jsonl by default, and failures into"
                    + " BATCH.errors.jsonl.",
            "A file is there when it is whole, never before."
        },
        exitCodeList = {
            " 0:fetched, all requests are answered",
            " 1:could not be fetched",
            " 2:fetched, but some requests failed or were not done",
            " 3:the provider accepts neither account nor key",
            " 4:not done yet, fetch it later"
        })
final class BatchFetch extends BatchAction {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(paramLabel = "BATCH", arity = "1..*", description = "Id of a batch, see batch list.")
    private List<String> batches = new ArrayList<>();

    @Mixin
    private FetchOptions options = new FetchOptions();

    @Option(
            names = "--order",
            paramLabel = "FILE",
            converter = FolderName.class,
            description = "The file that was submitted: answers come in its order; default: as the provider has them.")
    private @Nullable Path order;

    BatchFetch(Surroundings around) {
        super(around);
    }

    @Override
    ExitCode act(BatchClient client, Settings inForce) throws IOException {
        if (batches.size() > 1 && options.nameOneFile()) {
            throw new ParameterException(command.commandLine(), "--out must be a folder for several batches");
        }
        LineOrder lines = order == null ? null : LineOrder.of(order);
        BatchResults results = new BatchResults(around.terminal(), client, options);
        return each(batches, id -> {
            ResultFiles files = options.files(ResultFiles.in(Path.of(""), id.replaceAll("[^\\w.-]", "_")));
            return results.fetch(batch(client.look(id).body()), files, lines);
        });
    }
}
