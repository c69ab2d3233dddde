package dev.sluice.camel;

import dev.sluice.job.InboxNames;
import dev.sluice.job.ReviewFolder;
import dev.sluice.job.ReviewNote;
import dev.sluice.job.UnusableNoteException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of which files that were decided about it is known whose they are. Others are left where they lie, since nobody may pass his
 * caps as somebody else; why, is said once. Thread-safe.
 */
final class KnownByNote implements Predicate<Path> {
    private static final Logger LOG = LoggerFactory.getLogger(KnownByNote.class);
    private final ReviewFolder review;
    private final Set<String> profiles;
    private final Map<Path, String> said = new ConcurrentHashMap<>();

    KnownByNote(ReviewFolder review, Set<String> profiles) {
        this.review = review;
        this.profiles = Set.copyOf(profiles);
    }

    /** Returns the note on a file. */
    ReviewNote noteOn(Path file) throws IOException, UnusableNoteException {
        return review.noteOnDecided(file, profiles);
    }

    @Override
    public boolean test(Path file) {
        try {
            noteOn(file);
            said.remove(file);
            return true;
        } catch (UnusableNoteException e) {
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(said.put(file, problem))) {
                LOG.warn(
                        "review/{} is left alone: {}",
                        InboxNames.printable(InboxNames.nameOf(review.root(), file)),
                        InboxNames.printable(problem));
            }
        } catch (IOException e) {
            // Somebody is moving files; they are looked at again.
            LOG.debug("can't be looked at: file={}", file, e);
        }
        return false;
    }
}
