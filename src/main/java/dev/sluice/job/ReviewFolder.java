package dev.sluice.job;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder of files that wait for somebody's decision: {@code review/<user>/<path below the inbox>}. Immutable. */
public record ReviewFolder(Path root) {
    /** Returns where files go that are to be sent. */
    public Path approved() {
        return root.resolve("approved");
    }

    /** Returns where files go that are not to be sent. */
    public Path denied() {
        return root.resolve("denied");
    }

    /** Returns the files that wait, by their paths below the folder, sorted. */
    public List<String> waiting() throws IOException {
        return names(files(root).stream().filter(file -> !file.startsWith(approved()) && !file.startsWith(denied())));
    }

    /** Returns the files that were decided about and lie there still: they are to be claimed, or nobody knows whose they are. */
    public List<String> decided() throws IOException {
        return names(Stream.concat(files(approved()).stream(), files(denied()).stream()));
    }

    private List<String> names(Stream<Path> files) {
        return files.filter(file -> isData(file.getFileName().toString()))
                .map(file -> InboxNames.nameOf(root, file))
                .sorted()
                .toList();
    }

    private static boolean isData(String fileName) {
        return InboxNames.isVisible(fileName) && !ReviewNote.isNote(fileName);
    }

    /** Returns the note on a file that waits. */
    public ReviewNote note(String name) throws UnusableNoteException {
        return read(why(name));
    }

    Path why(String name) {
        return ReviewNote.besides(root.resolve(name));
    }

    /** Moves a file that waits to those that were decided about. */
    public void decide(String name, Decision decision) throws IOException {
        Path to = (decision == Decision.APPROVED ? approved() : denied()).resolve(name);
        if (Files.exists(to)) {
            throw new FileAlreadyExistsException("a file of this name is still to be claimed: file=" + to);
        }
        FileMoves.move(root.resolve(name), to);
    }

    /** Returns the note on a file that was moved below {@code approved/} or {@code denied/}: it alone tells whose the file is. */
    public ReviewNote noteOnDecided(Path file, Set<String> profiles) throws IOException, UnusableNoteException {
        List<Path> notes = notesOn(file);
        if (notes.isEmpty()) {
            throw new UnusableNoteException("no note tells whose it is; put it into inbox/");
        }
        if (notes.size() > 1) {
            throw new UnusableNoteException("several notes may be its own, move that beside it: notes="
                    + notes.stream().map(this::shown).sorted().collect(Collectors.joining(", ")));
        }
        ReviewNote note = read(notes.get(0));
        note.requireProfile(profiles);
        return note;
    }

    private ReviewNote read(Path note) throws UnusableNoteException {
        try {
            return ReviewNote.read(note);
        } catch (UnusableNoteException e) {
            throw new UnusableNoteException(
                    e.getMessage() + "; put the file into inbox/ once more: note=" + shown(note));
        }
    }

    private String shown(Path path) {
        return root.getFileName() + "/" + InboxNames.nameOf(root, path);
    }

    /**
     * Returns the notes that may be that of a file that was decided about: beside it, else by the path that it had, else those of all
     * files of that name. One whose own file lies beside it is that file's.
     */
    private List<Path> notesOn(Path file) throws IOException {
        Path beside = ReviewNote.besides(file);
        if (Files.exists(beside)) {
            return List.of(beside);
        }
        Path before = why(InboxNames.nameOf(file.startsWith(approved()) ? approved() : denied(), file));
        if (isAlone(before)) {
            return List.of(before);
        }
        Path name = beside.getFileName();
        return files(root).stream()
                .filter(note -> note.getFileName().equals(name) && isAlone(note))
                .toList();
    }

    private static boolean isAlone(Path note) {
        return Files.exists(note) && !Files.exists(ReviewNote.fileOf(note));
    }

    /** Sets a file aside: first the note, then the file, so that none ever waits without a reason. Returns its name here. */
    String add(Path file, String user, String name, String why) throws IOException {
        Path to = InboxNames.unused(root, ReviewPlace.of(user, name), this::isTaken);
        String here = InboxNames.nameOf(root, to);
        Path note = why(here);
        Files.createDirectories(Objects.requireNonNull(note.getParent()));
        Path part = note.resolveSibling("." + note.getFileName() + ".part");
        Files.writeString(part, why, StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(part, note, StandardCopyOption.ATOMIC_MOVE);
        FileMoves.move(file, to);
        return here;
    }

    /** A name is taken as long as anything tells of it: a file that waits, one on its way to be claimed, or a note. */
    private boolean isTaken(Path file) {
        String name = InboxNames.nameOf(root, file);
        return Stream.of(root, approved(), denied())
                .map(folder -> folder.resolve(name))
                .anyMatch(place -> Files.exists(place) || Files.exists(ReviewNote.besides(place)));
    }

    /** Deletes the notes on files of these names in the inbox that an earlier process had no time for: their files wait no longer. */
    void deleteNotesOn(Set<String> claimed) throws IOException {
        for (Path note : notesWithoutFiles()) {
            if (claimed.contains(fileOf(note))) {
                Files.delete(note);
            }
        }
    }

    /**
     * Deletes the notes whose files are gone for so long that nobody brings them back. When they went, the folder tells, whose entries
     * they were; others that come and go only delay it.
     */
    void deleteNotesBefore(Instant before) throws IOException {
        for (Path note : notesWithoutFiles()) {
            Path folder = Objects.requireNonNull(note.getParent());
            if (Files.getLastModifiedTime(note).toInstant().isBefore(before)
                    && Files.getLastModifiedTime(folder).toInstant().isBefore(before)) {
                Files.deleteIfExists(note);
            }
        }
    }

    /** Returns the notes that are of no file that waits, nor may be of one that is to be claimed. */
    private List<Path> notesWithoutFiles() throws IOException {
        Set<Path> needed = new HashSet<>();
        for (Path decided : List.of(approved(), denied())) {
            for (Path file : files(decided)) {
                if (isData(file.getFileName().toString())) {
                    needed.addAll(notesOn(file));
                }
            }
        }
        return files(root).stream()
                .filter(file -> ReviewNote.isNote(file.getFileName().toString()))
                .filter(note -> isAlone(note) && !needed.contains(note))
                .toList();
    }

    /** Returns all files of a folder; what goes away meanwhile is left out. */
    private static List<Path> files(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    /** Returns the name that a file had in the inbox, as its note tells; empty where somebody has spoilt the note. */
    private static String fileOf(Path note) {
        try {
            return ReviewNote.read(note).file();
        } catch (UnusableNoteException e) {
            return "";
        }
    }
}
