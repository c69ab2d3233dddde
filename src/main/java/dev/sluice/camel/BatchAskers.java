package dev.sluice.camel;

import dev.sluice.batch.Batch;
import dev.sluice.job.InboxNames;
import dev.sluice.job.Job;
import dev.sluice.job.JobStore;
import dev.sluice.prompt.InputFormat;
import dev.sluice.prompt.InputLine;
import dev.sluice.prompt.InputLines;
import dev.sluice.prompt.Profile;
import dev.sluice.prompt.Prompt;
import dev.sluice.prompt.UnreadableFileException;
import dev.sluice.prompt.UserName;
import dev.sluice.usage.Asker;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out on whose account the prompts of a batch go: their lines are read again, since the provider is told nothing of it. Thread-safe. */
final class BatchAskers {
    private static final Logger LOG = LoggerFactory.getLogger(BatchAskers.class);
    private static final Set<InputFormat> WITH_USERS = Set.of(InputFormat.CSV, InputFormat.JSON_LINES);
    private final JobStore jobs;
    private final PromptFiles files;

    BatchAskers(JobStore jobs, PromptFiles files) {
        this.jobs = jobs;
        this.files = files;
    }

    /** Returns on whose account each prompt of a batch goes, by its position. */
    LongFunction<Asker> of(Batch batch) {
        Job job = jobs.find(batch.job()).orElse(null);
        if (job == null) {
            Asker unknown = new Asker(UserName.DEFAULT, Profile.DEFAULT);
            return index -> unknown;
        }
        Asker usual = new Asker(InboxNames.userOf(job.name()), job.profile());
        Map<Long, Asker> others = others(job, batch, usual);
        return index -> others.getOrDefault(index, usual);
    }

    private Map<Long, Asker> others(Job job, Batch batch, Asker usual) {
        Map<Long, Asker> others = new HashMap<>();
        try {
            if (WITH_USERS.contains(files.format(job))) {
                Map<String, Asker> byUser = new HashMap<>();
                try (InputLines lines =
                        files.open(job, index -> !batch.prompts().get(Math.toIntExact(index)), index -> true)) {
                    while (lines.hasNext()) {
                        InputLine line = lines.next();
                        Prompt prompt = line.prompt();
                        if (prompt != null && !prompt.user().equals(usual.user())) {
                            others.put(
                                    line.index(),
                                    byUser.computeIfAbsent(prompt.user(), user -> new Asker(user, usual.profile())));
                        }
                    }
                }
            }
        } catch (UnreadableFileException | UncheckedIOException e) {
            LOG.warn("batch {}: whose prompts it has can't be read: {}", batch.id(), e.getMessage());
        }
        return others;
    }
}
