package dev.sluice.job;

import dev.sluice.prompt.Profile;
import dev.sluice.prompt.UserName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What the name of a dropped file tells, and which names its outputs get. */
public final class InboxNames {
    private static final List<String> UNFINISHED = List.of(".part", ".tmp", ".crdownload", ".done");
    private static final List<String> OUTPUTS =
            List.of(".results.jsonl", ".results.csv", ".errors.jsonl", ".answer.md", ".report.json");

    private InboxNames() {}

    /** Returns whether a file of this name is to be claimed: no dot-file, no download under way. */
    public static boolean isClaimable(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        return isVisible(fileName) && UNFINISHED.stream().noneMatch(lower::endsWith);
    }

    /**
     * Returns whether a file or folder of this name is looked at: no dot-file, and no name with a backslash, which
     * Camel takes for a separator wherever it runs.
     */
    public static boolean isVisible(String fileName) {
        return !fileName.startsWith(".") && fileName.indexOf('\\') < 0;
    }

    /** Returns a name without what could move the cursor of a terminal or begin another line. */
    public static String printable(String name) {
        return name.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }

    /** Returns the name of a file: its path below a folder, with forward slashes. */
    public static String nameOf(Path folder, Path file) {
        return StreamSupport.stream(folder.relativize(file).spliterator(), false)
                .map(Path::toString)
                .collect(Collectors.joining("/"));
    }

    /**
     * Returns the profile of a file: its first folder below the inbox, or below that of a user, if that is one, else {@code
     * default}.
     */
    public static String profileOf(String name, Set<String> profiles) {
        String below = isOfUser(name) ? name.substring(name.indexOf('/') + 1) : name;
        int slash = below.indexOf('/');
        String folder = slash < 0 ? "" : below.substring(0, slash);
        return profiles.contains(folder) ? folder : Profile.DEFAULT;
    }

    /** Returns the folder of a file, as its name has it; empty for the inbox itself. */
    static String folderOf(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }

    /** Returns whose file it is: {@code ana} of {@code @ana/…}, else {@code default}. */
    public static String userOf(String name) {
        String user = isOfUser(name) ? UserName.of(name.substring(1, name.indexOf('/'))) : null;
        return user == null ? UserName.DEFAULT : user;
    }

    private static boolean isOfUser(String name) {
        return name.startsWith("@") && name.indexOf('/') > 1;
    }

    /** Returns the path below the outbox for the outputs of a file, without endings, that nothing uses yet. */
    static String outputName(String name, Path outbox, Predicate<String> taken) {
        String stem = stem(name);
        String candidate = stem;
        for (int k = 2; taken.test(candidate) || exists(outbox, candidate); k++) {
            candidate = stem + "-" + k;
        }
        return candidate;
    }

    /** Returns a path in a folder for a file of this name that does not exist yet: {@code a.txt}, else {@code a-2.txt}. */
    static Path unused(Path folder, String name) {
        return unused(folder, name, Files::exists);
    }

    /** Returns the same where others than existing paths may be taken. */
    static Path unused(Path folder, String name, Predicate<Path> taken) {
        String stem = stem(name);
        String ending = name.substring(stem.length());
        Path candidate = folder.resolve(name);
        for (int k = 2; taken.test(candidate); k++) {
            candidate = folder.resolve(stem + "-" + k + ending);
        }
        return candidate;
    }

    private static boolean exists(Path outbox, String candidate) {
        return OUTPUTS.stream().anyMatch(ending -> Files.exists(outbox.resolve(candidate + ending)));
    }

    /** Returns a name without its ending, or endings where it is compressed. */
    static String stem(String name) {
        String unpacked = name.toLowerCase(Locale.ROOT).endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        int dot = unpacked.lastIndexOf('.');
        return dot > unpacked.lastIndexOf('/') + 1 ? unpacked.substring(0, dot) : unpacked;
    }
}
