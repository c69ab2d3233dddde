package dev.sluice.job;

import dev.sluice.prompt.Prompt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which requests are under way, noted on disk before they go out, so that the next start knows what may have been paid
 * for though no answer is there. A line {@code sent <request> <job>:<first>-<last>,… .} opens a request, {@code over
 * <request> .} closes it. A note outlives the process at once; it is not synced, so that after a power loss the last
 * ones may be missing. Thread-safe.
 */
final class RequestJournal implements AutoCloseable {
    private static final long LONG_FILE = 1 << 20;
    private static final String PROMPTS = "\\d{1,18}:\\d{1,9}(-\\d{1,9})?(,\\d{1,9}(-\\d{1,9})?)*";
    private final Path file;
    private final Map<String, Sent> open = new LinkedHashMap<>();
    private final Set<Long> closedJobs = new HashSet<>();
    private FileChannel channel;
    private long length;
    private long rewriteAt = LONG_FILE;
    private boolean brokenLine;

    /** A request under way: its id and, by job, the positions of its prompts, such as {@code 0-99,120}. */
    record Sent(String request, Map<Long, String> prompts) {
        private String line() {
            StringBuilder line = new StringBuilder("sent ").append(request);
            prompts.forEach(
                    (job, indexes) -> line.append(' ').append(job).append(':').append(indexes));
            return line.append(" .\n").toString();
        }

        /** Returns the positions of its prompts of a job. */
        BitSet indexes(long job) {
            String text = prompts.get(job);
            return text == null ? new BitSet() : positions(text);
        }
    }

    private RequestJournal(Path file) throws IOException {
        this.file = file;
        readLeft();
        channel = rewrite();
    }

    /** Opens the journal with what an earlier process left open in it. */
    static RequestJournal open(Path file) throws IOException {
        return new RequestJournal(file);
    }

    /** Returns the positions that a text such as {@code 0-99,120} names. */
    static BitSet positions(String text) {
        BitSet positions = new BitSet();
        for (String range : text.split(",", -1)) {
            String[] ends = range.split("-", -1);
            positions.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
        }
        return positions;
    }

    /** Returns the requests that are under way. */
    synchronized List<Sent> open() {
        return List.copyOf(open.values());
    }

    /**
     * Notes a request that is about to go out; returns false, and notes nothing, if all its jobs are closed.
     *
     * @throws IOException when it can't be noted; then the request must not go out
     */
    synchronized boolean begin(String request, List<Prompt> prompts) throws IOException {
        Map<Long, String> indexes = ranges(prompts);
        if (closedJobs.containsAll(indexes.keySet())) {
            return false;
        }
        Sent sent = new Sent(request, indexes);
        append(sent.line());
        open.put(request, sent);
        return true;
    }

    /** Notes that nothing of a request is under way any more. What can't be noted is found out at the next start. */
    synchronized void end(String request) {
        if (open.remove(request) == null) {
            return;
        }
        try {
            append("over " + request + " .\n");
            if (length > rewriteAt) {
                FileChannel old = channel;
                channel = rewrite();
                old.close();
            }
        } catch (IOException e) {
            // The old file goes on; a full disk, say, is no reason to stop sending once there is room again.
            rewriteAt = length + LONG_FILE;
        }
    }

    /** Lets no request of a job begin from now on; returns which of its prompts are under way. */
    synchronized BitSet closeJob(long job) {
        closedJobs.add(job);
        BitSet underWay = new BitSet();
        open.values().forEach(sent -> underWay.or(sent.indexes(job)));
        return underWay;
    }

    /** Takes back {@link #closeJob}. */
    synchronized void reopenJob(long job) {
        closedJobs.remove(job);
    }

    private void append(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((brokenLine ? "\n" + line : line).getBytes(StandardCharsets.US_ASCII));
        brokenLine = true;
        while (bytes.hasRemaining()) {
            length += channel.write(bytes);
        }
        brokenLine = false;
    }

    /** Writes what is open into a new file that takes the place of the old one. */
    private FileChannel rewrite() throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        StringBuilder lines = new StringBuilder();
        open.values().forEach(sent -> lines.append(sent.line()));
        Files.deleteIfExists(next);
        Files.writeString(next, lines, StandardCharsets.US_ASCII);
        FileChannel opened = FileChannel.open(next, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        try {
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        length = lines.length();
        rewriteAt = LONG_FILE;
        brokenLine = false;
        return opened;
    }

    private void readLeft() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            String[] words = line.split(" ", -1);
            boolean whole = words.length > 2 && words[words.length - 1].equals(".");
            if (whole && words[0].equals("sent")) {
                sent(words).ifPresent(sent -> open.put(sent.request(), sent));
            } else if (whole && words[0].equals("over")) {
                open.remove(words[1]);
            }
        }
    }

    private static Optional<Sent> sent(String[] words) {
        Map<Long, String> prompts = new TreeMap<>();
        for (String word : Arrays.asList(words).subList(2, words.length - 1)) {
            if (!word.matches(PROMPTS)) {
                return Optional.empty();
            }
            int colon = word.indexOf(':');
            prompts.put(Long.parseLong(word.substring(0, colon)), word.substring(colon + 1));
        }
        return Optional.of(new Sent(words[1], prompts));
    }

    private static Map<Long, String> ranges(List<Prompt> prompts) {
        Map<Long, StringBuilder> byJob = new TreeMap<>();
        Map<Long, Long> last = new HashMap<>();
        prompts.stream()
                .sorted(Comparator.comparingLong(Prompt::job).thenComparingLong(Prompt::index))
                .forEach(prompt -> {
                    StringBuilder text = byJob.computeIfAbsent(prompt.job(), job -> new StringBuilder());
                    Long before = last.put(prompt.job(), prompt.index());
                    if (before == null) {
                        text.append(prompt.index());
                    } else if (prompt.index() != before + 1) {
                        endRange(text, before);
                        text.append(',').append(prompt.index());
                    }
                });
        Map<Long, String> ranges = new TreeMap<>();
        byJob.forEach((job, text) -> {
            endRange(text, last.getOrDefault(job, 0L));
            ranges.put(job, text.toString());
        });
        return ranges;
    }

    /** Completes the last range of a text, unless it is of one position. */
    private static void endRange(StringBuilder text, long last) {
        String begun = text.substring(text.lastIndexOf(",") + 1);
        if (!begun.equals(Long.toString(last))) {
            text.append('-').append(last);
        }
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the journal of requests can't be closed", e);
        }
    }
}
