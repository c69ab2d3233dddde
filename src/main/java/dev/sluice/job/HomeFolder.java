package dev.sluice.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folders of a home folder, each with one purpose; the inbox and the state may lie elsewhere. Immutable.
 *
 * @param root the home folder itself
 * @param inbox where files are dropped; it may be on another file system
 * @param state where the database and the lock are; it must be on a disk of this machine
 */
public record HomeFolder(Path root, Path inbox, Path state) {
    private static final String STATE = "state";
    private static final String ELSEWHERE = "elsewhere";
    private static final String OWNER = "home";
    /** Over these, locks and shared memory don't work as the database needs them. */
    private static final Set<String> REMOTE = Set.of(
            "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "9p", "fuse.sshfs", "davfs", "fuse.davfs2");

    /** Makes the paths absolute. */
    public HomeFolder {
        root = root.toAbsolutePath().normalize();
        inbox = inbox.toAbsolutePath().normalize();
        state = state.toAbsolutePath().normalize();
    }

    /** Creates one with everything in it. */
    public HomeFolder(Path root) {
        this(root, root.resolve("inbox"), root.resolve(STATE));
    }

    /**
     * Returns the folders of a home folder, where null stands for the usual place. A state that was put elsewhere once is
     * found again without being named.
     */
    public static HomeFolder of(Path root, @Nullable Path inbox, @Nullable Path state) throws IOException {
        HomeFolder usual = new HomeFolder(root);
        Path pointer = usual.state().resolve(ELSEWHERE);
        Path noted = Files.exists(pointer) ? Path.of(Files.readString(pointer).strip()) : usual.state();
        return new HomeFolder(root, inbox == null ? usual.inbox() : inbox, state == null ? noted : state);
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

    /** Returns where files wait for somebody's decision. */
    public ReviewFolder review() {
        return new ReviewFolder(root.resolve("review"));
    }

    /** Returns the claimed input file of a job. */
    public Path workFile(long job, String name) {
        return work().resolve(Long.toString(job)).resolve(name);
    }

    /**
     * Creates what is missing, and notes where the state is.
     *
     * @throws IllegalStateException when the state can't be there; the message says why and what to do
     */
    public void create() throws IOException {
        for (Path folder : List.of(inbox, work(), outbox(), archive(), rejected(), state)) {
            Files.createDirectories(folder);
        }
        requireLocal();
        noteState();
        noteOwner();
    }

    /** A state belongs to one home folder; that may be moved. */
    private void noteOwner() throws IOException {
        Path owner = state.resolve(OWNER);
        Path noted = Files.exists(owner) ? Path.of(Files.readString(owner).strip()) : root;
        if (!noted.equals(root) && Files.isDirectory(noted.resolve("work"))) {
            throw new IllegalStateException("the state folder is that of another home folder, name another one with"
                    + " --state: state=" + state + " home=" + noted);
        }
        Files.writeString(owner, root.toString());
    }

    private void requireLocal() throws IOException {
        String type = Files.getFileStore(state).type().toLowerCase(Locale.ROOT);
        if (REMOTE.contains(type)) {
            throw new IllegalStateException(
                    "the database must lie on a disk of this machine, set --state to a folder there:" + " state="
                            + state + " file-system=" + type);
        }
    }

    private void noteState() throws IOException {
        Path usual = root.resolve(STATE);
        Path pointer = usual.resolve(ELSEWHERE);
        Path noted = Files.exists(pointer) ? Path.of(Files.readString(pointer).strip()) : usual;
        if (noted.equals(state)) {
            if (!noted.equals(usual) && !Files.exists(state.resolve(OWNER))) {
                throw new IllegalStateException(
                        "the state of this home folder is not where it was; mount that folder or,"
                                + " if it is lost, delete " + pointer + ": state=" + state);
            }
            return;
        }
        if (Files.exists(noted.resolve(JobStore.DATABASE))) {
            throw new IllegalStateException(
                    "the home folder has its state in another folder already; use that, or move its"
                            + " files and delete " + pointer + ": state=" + noted + " asked=" + state);
        }
        Files.createDirectories(usual);
        if (usual.equals(state)) {
            Files.deleteIfExists(pointer);
        } else {
            Files.writeString(pointer, state.toString());
        }
    }
}
