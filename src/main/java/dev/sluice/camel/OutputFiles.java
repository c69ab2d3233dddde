package dev.sluice.camel;

import dev.sluice.job.AnswerFiles;
import dev.sluice.job.AnswerLines;
import dev.sluice.job.FailedLines;
import dev.sluice.job.Job;
import dev.sluice.job.JobProgress;
import dev.sluice.job.JobReport;
import dev.sluice.job.JobStore;
import dev.sluice.job.LineStream;
import dev.sluice.job.MissingResult;
import dev.sluice.prompt.InputFormat;
import dev.sluice.prompt.InputLines;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/**
 * The Claim Check of the outbox: for the number of a job it hands out the files to be written, each read from the store
 * and the input file while it is being written. The report comes last. Thread-safe.
 */
public final class OutputFiles {
    private static final MissingResult MISSING = new MissingResult("skipped", "the prompt was not sent");
    private final JobStore store;
    private final PromptFiles files;
    private final BatchLane batches;
    private final Clock clock;

    OutputFiles(JobStore store, PromptFiles files, BatchLane batches, Clock clock) {
        this.batches = batches;
        this.store = store;
        this.files = files;
        this.clock = clock;
    }

    /** Returns the files of a job, opened one after the other. */
    public Iterator<OutputFile> of(Job job) {
        JobProgress progress = store.progress(job.id());
        InputFormat format = files.format(job);
        AnswerFiles names =
                AnswerFiles.of(job.outputName(), format, files.profile(job).output());
        List<Supplier<OutputFile>> outputs = new ArrayList<>();
        outputs.add(() -> new OutputFile(names.results(), results(job)));
        if (progress.answered() < progress.total()) {
            outputs.add(() -> new OutputFile(names.errors(), errors(job)));
        }
        if (format == InputFormat.DOCUMENT && progress.answered() > 0) {
            outputs.add(() -> new OutputFile(names.document(), text(document(job))));
        }
        outputs.add(() -> new OutputFile(names.report(), text(report(job, progress))));
        return outputs.stream().map(Supplier::get).iterator();
    }

    private InputStream results(Job job) {
        InputLines input = files.open(job);
        AnswerLines lines = new AnswerLines(input, store.results(job.id()), MISSING);
        return new Closing(new LineStream(lines, lines.lineEnd()), input);
    }

    private InputStream errors(Job job) {
        InputLines input = files.open(job);
        return new Closing(new LineStream(new FailedLines(input, store.results(job.id())), "\n"), input);
    }

    private String document(Job job) {
        return AnswerLines.document(store.results(job.id()).next()).orElse("");
    }

    private String report(Job job, JobProgress progress) {
        return JobReport.of(store.job(job.id()), progress, batches.share(job.id()), clock.instant());
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Closes the input file with the stream that is made from it. */
    private static final class Closing extends FilterInputStream {
        private final InputLines input;

        Closing(InputStream lines, InputLines input) {
            super(lines);
            this.input = input;
        }

        @Override
        public void close() throws IOException {
            input.close();
        }
    }
}
