package dev.sluice.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where the lines go that a batch brings. Immutable.
 *
 * @param answers the file for its answers
 * @param errors the file for its failures, beside it
 */
public record ResultFiles(Path answers, Path errors) {
    private static final String LINES = ".jsonl";
    private static final String ANSWERS = ".results";

    /** Returns the files of which the first was named. */
    public static ResultFiles of(Path answers) {
        String stem = without(without(name(answers), LINES), ANSWERS);
        return new ResultFiles(answers, answers.resolveSibling(stem + ".errors" + LINES));
    }

    /** Returns the files {@code <stem>.results.jsonl} and {@code <stem>.errors.jsonl} in a folder. */
    public static ResultFiles in(Path folder, String stem) {
        return of(folder.resolve(stem + ANSWERS + LINES));
    }

    /** Returns the files that belong beside a file of requests. */
    public static ResultFiles beside(Path requests) {
        return of(requests.resolveSibling(without(name(requests), LINES) + ANSWERS + LINES));
    }

    /**
     * Makes sure that they can be written.
     *
     * @param mayReplace whether files that exist may be replaced
     * @throws IOException when they can't, with a sentence
     */
    public void check(boolean mayReplace) throws IOException {
        Path folder = answers.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("no such folder: path=" + folder);
        }
        for (Path file : Stream.of(answers, errors).filter(Files::exists).toList()) {
            if (!mayReplace || Files.isDirectory(file)) {
                throw new IOException(file + " exists; name another file with --out or replace it with --force");
            }
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String without(String name, String end) {
        return name.endsWith(end) ? name.substring(0, name.length() - end.length()) : name;
    }
}
