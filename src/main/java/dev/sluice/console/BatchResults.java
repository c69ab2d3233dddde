package dev.sluice.console;

import dev.sluice.batch.LineOrder;
import dev.sluice.batch.NewFile;
import dev.sluice.batch.RemoteBatch;
import dev.sluice.batch.ResultFiles;
import dev.sluice.provider.BatchClient;
import dev.sluice.provider.ProviderException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes what a batch has brought into files, and says what it was. */
final class BatchResults {
    private static final int MOST_PROBLEMS = 20;
    private final Terminal terminal;
    private final BatchClient client;
    private final FetchOptions options;

    BatchResults(Terminal terminal, BatchClient client, FetchOptions options) {
        this.terminal = terminal;
        this.client = client;
        this.options = options;
    }

    /** Fetches a batch, if it is done; the lines come in the order given, or as the provider has them. */
    ExitCode fetch(RemoteBatch batch, ResultFiles files, @Nullable LineOrder order) throws IOException {
        if (!batch.isEnded()) {
            terminal.err().println(standing(batch) + "; fetch it later");
            return ExitCode.NOT_READY;
        }
        if (batch.lacksOutput()) {
            terminal.err()
                    .println(standing(batch) + ", but its file of answers is not there yet; fetch it in a minute");
            return ExitCode.NOT_READY;
        }
        files.check(options.force());
        long failed = write(batch, files, order);
        if (options.delete()) {
            delete(batch);
        }
        return batch.status().equals("completed") && failed == 0 ? ExitCode.OK : ExitCode.SOME_FAILED;
    }

    /** Returns how a batch stands, in a few words. */
    static String standing(RemoteBatch batch) {
        String counts = batch.total() == 0
                ? ""
                : ": " + Figures.count(batch.remote().completed()) + " of " + Figures.count(batch.total()) + " done, "
                        + Figures.count(batch.remote().failed()) + " failed";
        return Figures.plain(batch.id() + " is " + batch.status()) + counts;
    }

    /** Writes both files; the one with the answers gets its name last. Returns how many requests have failed. */
    private long write(RemoteBatch batch, ResultFiles files, @Nullable LineOrder order) throws IOException {
        try (NewFile errors = new NewFile(files.errors());
                NewFile answers = new NewFile(files.answers())) {
            long failed = download(batch.remote().errorFile(), errors, order);
            long answered = download(batch.remote().outputFile(), answers, order);
            publish(errors, files.errors(), failed);
            publish(answers, files.answers(), answered);
            say(batch, files, answered, failed);
            return failed;
        }
    }

    private static void publish(NewFile written, Path target, long lines) throws IOException {
        if (lines > 0) {
            written.publish();
        } else {
            Files.deleteIfExists(target);
        }
    }

    private long download(@Nullable String id, NewFile file, @Nullable LineOrder order) throws IOException {
        if (id == null) {
            return 0;
        }
        try {
            client.download(id, file.channel());
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
        if (order != null) {
            file.arrange(order);
        }
        return file.lines();
    }

    private void say(RemoteBatch batch, ResultFiles files, long answered, long failed) {
        terminal.out()
                .println(Figures.plain(batch.id() + " is " + batch.status()) + ": "
                        + Figures.count(answered, "answer") + (answered > 0 ? " in " + files.answers() : "")
                        + (failed > 0 ? ", " + Figures.count(failed, "failure") + " in " + files.errors() : ""));
        batch.errors().stream()
                .limit(MOST_PROBLEMS)
                .map(problem -> (problem.line() == null ? "" : "line " + problem.line() + ": ")
                        + (problem.message().isEmpty() ? problem.code() : problem.message()))
                .forEach(problem -> terminal.err().println(Figures.plain(batch.id() + ": " + problem)));
        if (batch.isTurnedAway()) {
            terminal.err().println("the provider's queue has no room for it; submit it again later");
        }
        if (answered < batch.remote().completed()) {
            terminal.err()
                    .println("warning: " + Figures.plain(batch.id()) + " counts "
                            + Figures.count(batch.remote().completed(), "answer"));
        }
    }

    private void delete(RemoteBatch batch) {
        Stream.of(
                        batch.remote().file(),
                        batch.remote().outputFile(),
                        batch.remote().errorFile())
                .filter(Objects::nonNull)
                .forEach(this::delete);
    }

    private void delete(String file) {
        try {
            client.delete(file);
        } catch (ProviderException e) {
            terminal.err().println("warning: " + Figures.plain(file) + " is not deleted: " + e.getMessage());
        }
    }
}
