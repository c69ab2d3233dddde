package dev.sluice.job;

import dev.sluice.prompt.InputFormat;
import dev.sluice.prompt.Profile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Aggregates the answers to files of one prompt by folder: their rows wait in the database until no such file of the
 * folder is left unanswered. Then they are given the name of a file, and are forgotten once that is on disk. Thread-safe.
 */
public final class Sweeps {
    private static final String FILE = "answers.csv";
    private static final Result.Failed MISSING = new Result.Failed(0, 0, 0, 0, "skipped", "the prompt was not sent");
    private final JobStore store;
    private final HomeFolder home;
    private final Map<String, Profile> profiles;
    private final Inbox inbox;

    /** What lies in the inbox. */
    @FunctionalInterface
    public interface Inbox {
        /** Returns whether a folder of the inbox, not one below it, holds a file to be claimed whose name is like that. */
        boolean holds(String folder, Predicate<String> name) throws IOException;
    }

    /** Creates the sweeps of a store. */
    public Sweeps(JobStore store, HomeFolder home, Map<String, Profile> profiles, Inbox inbox) {
        this.store = store;
        this.home = home;
        this.profiles = Map.copyOf(profiles);
        this.inbox = inbox;
    }

    /** Returns the row of a job whose results are all there, or empty where its answers go into no common file. */
    private Optional<AnswerRow> row(Job job) {
        Profile profile = profiles.get(job.profile());
        if (profile == null || !joins(profile, job.name())) {
            return Optional.empty();
        }
        Iterator<Result> results = store.results(job.id());
        Result result = results.hasNext() ? results.next() : MISSING;
        return Optional.of(AnswerRow.of(job, result, profile.documents().label()));
    }

    /** Notes that a job's answers are being written out, and its row where it has one. */
    public void writing(Job job) throws InterruptedException {
        Optional<AnswerRow> row = row(job);
        if (row.isPresent()) {
            store.writing(job.id(), row.get());
        } else {
            store.writing(job.id());
        }
    }

    /** Ends the sweeps that are complete; returns all that have ended and whose files may not be on disk. */
    public List<Sweep> complete() {
        for (String folder : completeFolders()) {
            String file = folder.isEmpty() ? FILE : folder + "/" + FILE;
            Path unused = InboxNames.unused(home.outbox(), file);
            Sweep sweep = new Sweep(folder, InboxNames.nameOf(home.outbox(), unused));
            store.inTransaction(connection -> {
                AnswerTable.end(connection, sweep);
                return sweep;
            });
        }
        return store.reading(AnswerTable::ended);
    }

    /** Returns the content of the file of a sweep. */
    public InputStream content(Sweep sweep) {
        return new LineStream(new SweepLines(store, sweep), CsvRow.END);
    }

    /** Forgets a sweep whose file is on disk. */
    public void forget(Sweep sweep) {
        store.inTransaction(connection -> {
            AnswerTable.forget(connection, sweep.file());
            return sweep;
        });
    }

    /** Returns whether no sweep is complete whose file may not be on disk. */
    public boolean idle() {
        // In this order, for a sweep that ends in between is seen by the second.
        return completeFolders().isEmpty() && store.reading(AnswerTable::ended).isEmpty();
    }

    /** Returns the folders whose sweep can end now: one whose last file is not on disk has to wait for that. */
    private List<String> completeFolders() {
        Set<String> ended =
                store.reading(AnswerTable::ended).stream().map(Sweep::folder).collect(Collectors.toSet());
        List<String> complete = new ArrayList<>();
        for (String folder : store.reading(AnswerTable::openFolders)) {
            // The inbox first: a file that has left it is a job by then.
            if (!ended.contains(folder) && !isInInbox(folder) && store.hasNone(job -> joins(folder, job))) {
                complete.add(folder);
            }
        }
        return complete;
    }

    private boolean isInInbox(String folder) {
        Profile profile = profiles.get(InboxNames.profileOf(folder + "/", profiles.keySet()));
        try {
            return profile != null && inbox.holds(folder, name -> joins(profile, name));
        } catch (IOException e) {
            return true;
        }
    }

    private boolean joins(String folder, Job job) {
        Profile profile = profiles.get(job.profile());
        return profile != null && InboxNames.folderOf(job.name()).equals(folder) && joins(profile, job.name());
    }

    private static boolean joins(Profile profile, String name) {
        return profile.documents().inOneFile() && profile.formatOf(name).equals(Optional.of(InputFormat.DOCUMENT));
    }
}
