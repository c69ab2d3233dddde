package dev.sluice.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.batch.RemoteBatch;
import dev.sluice.config.Settings;
import dev.sluice.provider.BatchClient;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints the batches that the provider has. */
@Command(
        name = "list",
        description = "Print the provider's batches, the newest first, those of other programs too.",
        exitCodeList = {" 0:printed", " 1:could not run", " 3:the provider accepts neither account nor key"})
final class BatchList extends BatchAction {
    private static final int PAGE = 100;
    private static final int MOST_SHOWN = 60;
    private static final String[] HEADER = {"batch", "status", "done", "failed", "age", "file", "endpoint"};

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--limit", paramLabel = "N", description = "How many at most; default: 20.")
    private int limit = 20;

    @Option(names = "--json", description = "Print them as the provider describes them, in JSON, one a line.")
    private boolean json;

    BatchList(Surroundings around) {
        super(around);
    }

    @Override
    ExitCode act(BatchClient client, Settings inForce) {
        if (limit < 1) {
            throw new ParameterException(command.commandLine(), "--limit must be >= 1: value=" + limit);
        }
        PrintStream out = around.terminal().out();
        List<JsonNode> batches = batches(client);
        if (json) {
            batches.forEach(out::println);
        } else if (batches.isEmpty()) {
            out.println("the provider has no batch");
        } else {
            List<String[]> rows = new ArrayList<>();
            rows.add(HEADER);
            batches.forEach(batch -> RemoteBatch.of(batch).ifPresent(remote -> rows.add(row(batch, remote))));
            Columns.of(rows).forEach(out::println);
        }
        return ExitCode.OK;
    }

    private List<JsonNode> batches(BatchClient client) {
        List<JsonNode> batches = new ArrayList<>();
        String after = "";
        boolean more = true;
        while (more && batches.size() < limit) {
            JsonNode page = client.list(Math.min(PAGE, limit - batches.size()), after);
            page.path("data").forEach(batches::add);
            String last = batches.isEmpty()
                    ? ""
                    : batches.get(batches.size() - 1).path("id").asText("");
            more = page.path("has_more").asBoolean() && !last.isEmpty() && !last.equals(after);
            after = last;
        }
        return batches.subList(0, Math.min(limit, batches.size()));
    }

    private String[] row(JsonNode batch, RemoteBatch remote) {
        return new String[] {
            cell(remote.id()),
            cell(remote.status()),
            Figures.count(remote.remote().completed()) + "/" + Figures.count(remote.total()),
            Figures.count(remote.remote().failed()),
            age(Optional.ofNullable(remote.remote().startedAt())),
            cell(name(batch.path("metadata"))),
            cell(batch.path("endpoint").asText(""))
        };
    }

    private String age(Optional<Instant> startedAt) {
        return startedAt
                .map(start ->
                        Figures.duration(Duration.between(start, around.clock().instant())))
                .orElse("-");
    }

    /** Returns the file that a batch of Sluice was made of, else what others have noted about theirs. */
    private static String name(JsonNode metadata) {
        String file = metadata.path(BatchSubmit.FILE).asText("");
        return file.isEmpty()
                ? metadata.properties().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue().asText())
                        .collect(Collectors.joining(" "))
                : file;
    }

    private static String cell(String text) {
        return text.isEmpty() ? "-" : Figures.head(Figures.plain(text), MOST_SHOWN);
    }
}
