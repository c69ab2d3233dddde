package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Java process that is being measured: what it prints, the most memory that it held, its time on the processors, how it ends. */
final class JavaProcess implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(25);
    private static final long LOOK_MILLIS = 50;
    private final Process process;
    private final Path log;
    private final AtomicLong peakKilobytes = new AtomicLong();
    private final AtomicLong cpuMillis = new AtomicLong();

    private JavaProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        Thread watch = new Thread(this::watchMemory, "memory");
        watch.setDaemon(true);
        watch.start();
    }

    /** Starts {@code java} of this JDK with these arguments; what it prints goes to a log in the folder. */
    static JavaProcess start(Path folder, String name, Map<String, String> environment, List<String> arguments)
            throws IOException {
        Path log = folder.resolve(name + ".log");
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("OPENAI_") || key.startsWith("AZURE_"));
        builder.environment().putAll(environment);
        return new JavaProcess(builder.start(), log);
    }

    /** Waits until it has printed something that fits, and returns the first group. */
    String awaitOutput(Pattern pattern) throws IOException, InterruptedException {
        while (true) {
            boolean over = !process.isAlive();
            Matcher matcher = pattern.matcher(Files.readString(log));
            if (matcher.find()) {
                return matcher.group(1);
            }
            if (over) {
                throw new IllegalStateException("ended too early: " + tail());
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** Waits for its end, which must be a success. */
    void awaitSuccess() throws IOException, InterruptedException {
        awaitEnd();
        if (process.exitValue() != 0) {
            throw new IllegalStateException("exit=" + process.exitValue() + ": " + tail());
        }
    }

    /** Waits for its end, whether that is a success or not. */
    void awaitEnd() throws IOException, InterruptedException {
        if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("takes too long: " + tail());
        }
    }

    /** Returns the most memory that it had resident (VmHWM), in megabytes. */
    long peakMegabytes() {
        return peakKilobytes.get() / 1_024;
    }

    /** Returns how long it was on the processors, in milliseconds, but for the last moment. */
    long cpuMillis() {
        return cpuMillis.get();
    }

    /** Kills it at once, as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns what it has printed so far. */
    String output() throws IOException {
        return Files.readString(log);
    }

    /** Asks it to stop, and kills it when it doesn't. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String tail() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join(" / ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    }

    private void watchMemory() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try {
            while (process.isAlive()) {
                peak(status).ifPresent(peakKilobytes::set);
                process.info().totalCpuDuration().ifPresent(used -> cpuMillis.set(used.toMillis()));
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<Long> peak(Path status) {
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst();
        } catch (IOException ended) {
            return Optional.empty();
        }
    }
}
