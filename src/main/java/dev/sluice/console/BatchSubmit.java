package dev.sluice.console;

import dev.sluice.batch.LineOrder;
import dev.sluice.batch.RemoteBatch;
import dev.sluice.batch.RequestFile;
import dev.sluice.batch.ResultFiles;
import dev.sluice.config.Setting;
import dev.sluice.config.Settings;
import dev.sluice.provider.BatchClient;
import dev.sluice.provider.ProviderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a batch of each file. */
@Command(
        name = "submit",
        description = {
            "Check files of requests, upload them and make a batch of each; its id is printed alone on its line.",
            "Nothing is sent while any file has a line that the Batch API would refuse."
        },
        exitCodeList = {
            " 0:submitted; with --wait: fetched, all requests are answered",
            " 1:not submitted, the reason is on standard error",
            " 2:fetched, but some requests failed or were not done (--wait)",
            " 3:the provider accepts neither account nor key",
            " 4:submitted, but stopped before it was done (--wait)"
        })
final class BatchSubmit extends BatchAction {
    /** The field of a batch's metadata that names its file. */
    static final String FILE = "sluice_file";

    private static final int LONGEST_METADATA = 512;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            converter = FolderName.class,
            description = "File of Batch lines: {\"custom_id\",\"method\",\"url\",\"body\"}.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--endpoint",
            paramLabel = "PATH",
            description = "The url that all lines must have, also one that Sluice doesn't know; default: that of the"
                    + " first line.")
    private @Nullable String endpoint;

    @Option(
            names = "--window",
            paramLabel = "TIME",
            description = "Time that the provider has; default: sluice.batch.window, which is 24h.")
    private @Nullable String window;

    @Option(
            names = "--wait",
            description = "Wait until they are done and write the answers, in the order of the file, into"
                    + " FILE.results.jsonl beside it. Ctrl-C ends the waiting, not the batch.")
    private boolean wait;

    @Mixin
    private FetchOptions options = new FetchOptions();

    BatchSubmit(Surroundings around) {
        super(around);
    }

    @Override
    ExitCode act(BatchClient client, Settings inForce) throws IOException {
        checkOptions();
        List<RequestFile> checked = check(inForce.number(Setting.INPUT_MAX_LINE_BYTES));
        List<String> problems =
                checked.stream().flatMap(file -> file.problems().stream()).toList();
        if (!problems.isEmpty()) {
            problems.forEach(this::say);
            say("sluice: nothing was sent");
            return ExitCode.FAILED;
        }
        Map<String, RequestFile> batches = new LinkedHashMap<>();
        try {
            for (RequestFile file : checked) {
                String id = Figures.plain(submit(client, inForce, file));
                batches.put(id, file);
                around.terminal().out().println(id);
            }
        } finally {
            if (!batches.isEmpty() && (!wait || batches.size() < checked.size())) {
                say("fetch the answers with: " + fetchLine(batches.keySet()));
            }
        }
        return wait ? await(client, inForce, batches) : ExitCode.OK;
    }

    private void checkOptions() throws IOException {
        if (options.areGiven() && !wait) {
            throw new ParameterException(command.commandLine(), "--out, --force and --delete need --wait");
        }
        if (files.size() > 1 && options.nameOneFile()) {
            throw new ParameterException(command.commandLine(), "--out must be a folder for several files");
        }
        if (endpoint != null && (!endpoint.startsWith("/") || endpoint.startsWith("//"))) {
            throw new ParameterException(
                    command.commandLine(),
                    "--endpoint must be a path such as /v1/chat/completions, without a host: value=" + endpoint);
        }
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new IOException("no such file: path=" + file);
            }
            if (wait) {
                results(file).check(options.force());
            }
        }
    }

    private List<RequestFile> check(int longestLine) throws IOException {
        List<RequestFile> checked = new ArrayList<>();
        for (Path file : files) {
            checked.add(RequestFile.check(file, endpoint, longestLine));
        }
        return checked;
    }

    private ResultFiles results(Path file) {
        return options.files(ResultFiles.beside(file));
    }

    private String submit(BatchClient client, Settings inForce, RequestFile file) throws IOException {
        int days = inForce.number(Setting.BATCH_EXPIRE_DAYS);
        String uploaded = upload(client, file, days);
        String name = String.valueOf(file.path().getFileName());
        Map<String, String> metadata = Map.of(FILE, name.substring(0, Math.min(name.length(), LONGEST_METADATA)));
        String time = window == null ? inForce.text(Setting.BATCH_WINDOW) : window;
        try {
            return batch(client.create(uploaded, file.url(), time, days, metadata))
                    .id();
        } catch (ProviderException.Unavailable e) {
            say("sluice: " + uploaded + " is uploaded, and there may be a batch of it; see 'batch list' before you"
                    + " submit it again");
            throw e;
        } catch (ProviderException e) {
            deleteQuietly(client, uploaded);
            throw e;
        }
    }

    /** A provider that refuses a long upload may close the connection before it can be read why: a short call tells. */
    private static String upload(BatchClient client, RequestFile file, int days) throws IOException {
        try {
            return client.upload(file.path(), days);
        } catch (ProviderException.Unavailable e) {
            if (e.status() == 0) {
                client.list(1, "");
            }
            throw e;
        }
    }

    private static void deleteQuietly(BatchClient client, String file) {
        try {
            client.delete(file);
        } catch (ProviderException alreadyInTrouble) {
            // what led here is told instead
        }
    }

    private ExitCode await(BatchClient client, Settings inForce, Map<String, RequestFile> batches) {
        Pause stop = around.stop().apply(ExitCode.NOT_READY);
        BatchResults results = new BatchResults(around.terminal(), client, options);
        ExitCode worst = each(List.copyOf(batches.keySet()), id -> {
            RequestFile file = Objects.requireNonNull(batches.get(id));
            BatchWait waiting = new BatchWait(client, id, inForce, around.ticker(), this::say);
            Optional<RemoteBatch> batch = waiting.untilDone(stop);
            if (batch.isEmpty()) {
                say("stopped waiting, the batch goes on; fetch the answers with: " + fetchLine(List.of(id)));
                return ExitCode.NOT_READY;
            }
            return results.fetch(batch.get(), results(file.path()), new LineOrder(file.ids()));
        });
        if (worst == ExitCode.FAILED || worst == ExitCode.BLOCKED) {
            say("fetch what is missing with: " + fetchLine(batches.keySet()));
        }
        return worst;
    }

    private static String fetchLine(Iterable<String> ids) {
        return OwnCommand.line() + " batch fetch " + String.join(" ", ids);
    }
}
