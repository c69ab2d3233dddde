package dev.sluice.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folders below the home folder, each with one purpose. Immutable. */
public record HomeFolder(Path root) {

    /** Makes the root absolute. */
    public HomeFolder {
        root = root.toAbsolutePath().normalize();
    }

    /** Returns where files are dropped. */
    public Path inbox() {
        return root.resolve("inbox");
    }

    /** Returns where claimed files stay until their job is done: {@code work/<job>/<path below the inbox>}. */
    public Path work() {
        return root.resolve("work");
    }

    /** Returns where answers appear. */
    public Path outbox() {
        return root.resolve("outbox");
    }

    /** Returns where the originals of finished jobs go. */
    public Path archive() {
        return root.resolve("archive");
    }

    /** Returns where files go that can't be read. */
    public Path rejected() {
        return root.resolve("rejected");
    }

    /** Returns where the database and the lock are. */
    public Path state() {
        return root.resolve("state");
    }

    /** Returns the claimed input file of a job. */
    public Path workFile(long job, String name) {
        return work().resolve(Long.toString(job)).resolve(name);
    }

    /** Creates what is missing. */
    public void create() throws IOException {
        for (Path folder : List.of(inbox(), work(), outbox(), archive(), rejected(), state())) {
            Files.createDirectories(folder);
        }
    }
}
