package dev.sluice.camel;

import dev.sluice.job.InboxNames;
import dev.sluice.job.Job;
import dev.sluice.job.JobStore;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Claims a file of the inbox for a new job, which becomes the message. Thread-safe. */
final class ClaimFile implements Processor {
    private final JobStore store;
    private final CompleteFiles inbox;
    private final Path folder;
    private final Set<String> profiles;

    ClaimFile(JobStore store, CompleteFiles inbox, Path folder, Set<String> profiles) {
        this.store = store;
        this.inbox = inbox;
        this.folder = folder;
        this.profiles = Set.copyOf(profiles);
    }

    @Override
    public void process(Exchange exchange) throws IOException, InterruptedException {
        File file = exchange.getIn().getBody(File.class);
        exchange.setProperty("SluiceFileBytes", file.length());
        Path path = folder.resolve(folder.relativize(file.toPath().toAbsolutePath()));
        Job job = store.claim(path, InboxNames.profileOf(InboxNames.nameOf(folder, path), profiles));
        inbox.claimed(file.toPath());
        exchange.getIn().removeHeaders("*");
        exchange.getIn().setBody(job);
    }
}
