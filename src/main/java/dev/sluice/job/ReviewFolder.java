package dev.sluice.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The folder of files that wait for somebody's decision: {@code review/<user>/<path below the inbox>}. Immutable. */
public record ReviewFolder(Path root) {
    private static final String WHY = ".why.json";
    private static final ObjectMapper JSON = new ObjectMapper();

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
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(approved()) && !file.startsWith(denied()))
                    .map(file -> InboxNames.nameOf(root, file))
                    .filter(name -> !name.endsWith(WHY)
                            && InboxNames.isVisible(Path.of(name).getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    /** Returns the note on a file that waits. */
    public Path why(String name) {
        return root.resolve(name + WHY);
    }

    /** Moves a file that waits to those that were decided about. */
    public void decide(String name, Decision decision) throws IOException {
        Path to = (decision == Decision.APPROVED ? approved() : denied()).resolve(name);
        if (Files.exists(to)) {
            throw new FileAlreadyExistsException("a file of this name is still to be claimed: file=" + to);
        }
        FileMoves.move(root.resolve(name), to);
    }

    /**
     * Returns the note on a file that was moved below {@code approved/} or {@code denied/}: by the same path, else the only one of a
     * file of that name that waits no longer.
     */
    public Optional<Path> whyOf(String path) throws IOException {
        if (Files.exists(why(path))) {
            return Optional.of(why(path));
        }
        String ending = "/" + Path.of(path).getFileName() + WHY;
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> found = files.filter(file -> ("/" + InboxNames.nameOf(root, file)).endsWith(ending))
                    .filter(file -> !Files.exists(dataOf(file)))
                    .toList();
            return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
        }
    }

    private static Path dataOf(Path why) {
        String name = why.getFileName().toString();
        return why.resolveSibling(name.substring(0, name.length() - WHY.length()));
    }

    /** Sets a file aside: first the note, then the file, so that none ever waits without a reason. Returns its name here. */
    String add(Path file, String user, String name, String why) throws IOException {
        Path to = InboxNames.unused(root, folderOf(user) + "/" + name, this::isTaken);
        String here = InboxNames.nameOf(root, to);
        Path note = why(here);
        Files.createDirectories(note.getParent());
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
        return Stream.of(file, why(name), approved().resolve(name), denied().resolve(name))
                .anyMatch(Files::exists);
    }

    /** Deletes the notes on files of these names in the inbox that an earlier process had no time for: their files wait no longer. */
    void deleteNotesOn(Set<String> claimed) throws IOException {
        List<Path> needed = new ArrayList<>();
        for (Path decided : List.of(approved(), denied())) {
            for (Path file : files(decided)) {
                whyOf(InboxNames.nameOf(decided, file)).ifPresent(needed::add);
            }
        }
        for (Path note : files(root)) {
            boolean isLeft = note.toString().endsWith(WHY) && !Files.exists(dataOf(note)) && !needed.contains(note);
            if (isLeft && claimed.contains(fileOf(note))) {
                Files.delete(note);
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** Returns the name that a file had in the inbox, as its note tells; empty where somebody has spoilt the note. */
    private static String fileOf(Path note) throws IOException {
        try {
            return JSON.readTree(note.toFile()).path("file").asText();
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    /** A user's name may hold anything; a folder's may not, nor be one of those that decide. */
    private static String folderOf(String user) {
        String safe = user.replaceAll("[\\\\/:*?\"<>|\\p{Cntrl}]", "_").replaceAll("^[.]", "_");
        return safe.equals("approved") || safe.equals("denied") ? safe + "_" : safe;
    }
}
