package dev.sluice.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ready-made batch file that was looked through. Immutable.
 *
 * @param path the file
 * @param url the {@code url} of its lines, empty where a problem hides it
 * @param ids the {@code custom_id} of each line, in order
 * @param problems what the Batch API would refuse, each as {@code FILE:LINE: sentence}; empty when it may be sent
 */
public record RequestFile(Path path, String url, List<String> ids, List<String> problems) {
    /** Copies the lists. */
    public RequestFile {
        ids = List.copyOf(ids);
        problems = List.copyOf(problems);
    }

    /**
     * Looks a file through, a line at a time.
     *
     * @param endpoint the {@code url} that all lines are to have, which then may be one that Sluice doesn't know; null
     *     for that of the first line
     * @param longestLine the most bytes of a line
     */
    public static RequestFile check(Path file, @Nullable String endpoint, int longestLine) throws IOException {
        return new RequestFileCheck(file, endpoint, longestLine).check();
    }
}
