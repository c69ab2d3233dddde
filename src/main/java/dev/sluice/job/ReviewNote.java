package dev.sluice.job;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * The note on a file that waits for somebody's decision, or waited. Immutable.
 *
 * @param path where it lies
 * @param file the name that the file had in the inbox
 * @param content all that it tells
 */
public record ReviewNote(Path path, String file, JsonNode content) {
    static final String ENDING = ".why.json";
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** Returns whether a file of this name is a note. */
    public static boolean isNote(String fileName) {
        return fileName.endsWith(ENDING);
    }

    /** Returns where the note on a file lies: beside it. */
    static Path besides(Path file) {
        return file.resolveSibling(file.getFileName() + ENDING);
    }

    /** Returns the file that a note is on, when it lies beside it. */
    static Path fileOf(Path note) {
        String name = String.valueOf(note.getFileName());
        return note.resolveSibling(name.substring(0, name.length() - ENDING.length()));
    }

    /** Returns what a note tells, which somebody may have spoilt or written by hand. */
    static ReviewNote read(Path path) throws UnusableNoteException {
        if (!Files.exists(path)) {
            throw new UnusableNoteException("it has no note");
        }
        JsonNode content;
        try {
            content = Objects.requireNonNullElse(JSON.readTree(path.toFile()), JSON.missingNode());
        } catch (IOException e) {
            throw new UnusableNoteException("its note is not JSON");
        }
        String file = content.path("file").asText("");
        if (!isBelowTheInbox(file)) {
            throw new UnusableNoteException("its note tells no path below inbox/ as file");
        }
        return new ReviewNote(path, file, content);
    }

    /** Refuses a file that would be asked under another profile than the one that was decided about. */
    void requireProfile(Set<String> profiles) throws UnusableNoteException {
        String now = InboxNames.profileOf(file, profiles);
        String then = content.path("profile").asText(now);
        if (!then.equals(now)) {
            throw new UnusableNoteException(
                    "its profile is no longer configured, do that or put it into inbox/ once more: profile=" + then);
        }
    }

    private static boolean isBelowTheInbox(String name) {
        try {
            Path path = Path.of(name);
            return !path.isAbsolute()
                    && name.equals(InboxNames.nameOf(Path.of(""), path))
                    && StreamSupport.stream(path.spliterator(), false)
                            .allMatch(part -> InboxNames.isVisible(part.toString()))
                    && !name.isEmpty()
                    && InboxNames.isClaimable(path.getFileName().toString());
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
