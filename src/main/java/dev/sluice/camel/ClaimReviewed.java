package dev.sluice.camel;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.job.Decision;
import dev.sluice.job.InboxNames;
import dev.sluice.job.Job;
import dev.sluice.job.JobStore;
import dev.sluice.job.ReviewFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Claims a file that was decided about for a new job under the name that it had in the inbox. Thread-safe. */
final class ClaimReviewed implements Processor {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final JobStore store;
    private final ReviewFolder review;
    private final CompleteFiles files;
    private final Decision decision;
    private final Set<String> profiles;

    ClaimReviewed(JobStore store, ReviewFolder review, CompleteFiles files, Decision decision, Set<String> profiles) {
        this.store = store;
        this.review = review;
        this.files = files;
        this.decision = decision;
        this.profiles = Set.copyOf(profiles);
    }

    @Override
    public void process(Exchange exchange) throws IOException, InterruptedException {
        Path file = exchange.getIn().getBody(File.class).toPath().toAbsolutePath();
        Path folder = decision == Decision.APPROVED ? review.approved() : review.denied();
        String path = InboxNames.nameOf(folder, file);
        Optional<Path> why = review.whyOf(path);
        String told =
                why.isPresent() ? JSON.readTree(why.get().toFile()).path("file").asText(path) : path;
        // Somebody may have written the note by hand.
        String name = isBelowTheInbox(told) ? told : path;
        Job job = store.claim(file, name, InboxNames.profileOf(name, profiles), decision);
        files.claimed(file);
        if (why.isPresent()) {
            Files.deleteIfExists(why.get());
        }
        exchange.getIn().removeHeaders("*");
        exchange.getIn().setBody(job);
    }

    private static boolean isBelowTheInbox(String name) {
        Path path = Path.of(name);
        return !name.isEmpty() && !path.isAbsolute() && path.equals(path.normalize()) && !path.startsWith("..");
    }
}
