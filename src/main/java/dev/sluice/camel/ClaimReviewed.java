package dev.sluice.camel;

import dev.sluice.job.Decision;
import dev.sluice.job.InboxNames;
import dev.sluice.job.Job;
import dev.sluice.job.JobStore;
import dev.sluice.job.ReviewNote;
import dev.sluice.job.UnusableNoteException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims a file that was decided about for a new job under the name that it had in the inbox. Thread-safe. */
final class ClaimReviewed implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(ClaimReviewed.class);
    private final JobStore store;
    private final KnownByNote notes;
    private final CompleteFiles files;
    private final Decision decision;
    private final Set<String> profiles;

    ClaimReviewed(JobStore store, KnownByNote notes, CompleteFiles files, Decision decision, Set<String> profiles) {
        this.store = store;
        this.notes = notes;
        this.files = files;
        this.decision = decision;
        this.profiles = Set.copyOf(profiles);
    }

    @Override
    public void process(Exchange exchange) throws IOException, InterruptedException, UnusableNoteException {
        Path file = exchange.getIn().getBody(File.class).toPath().toAbsolutePath();
        ReviewNote note = notes.noteOn(file);
        Job job = store.claim(file, note.file(), InboxNames.profileOf(note.file(), profiles), decision);
        files.claimed(file);
        delete(note.path());
        exchange.getIn().removeHeaders("*");
        exchange.getIn().setBody(job);
    }

    /** The job goes on in any case; a note that stays doesn't belong to any file. */
    private static void delete(Path note) {
        try {
            Files.deleteIfExists(note);
        } catch (IOException e) {
            LOG.warn("a note that is needed no more can't be deleted: {}", InboxNames.printable(String.valueOf(e)));
        }
    }
}
