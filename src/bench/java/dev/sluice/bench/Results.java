package dev.sluice.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** Writes the figures as a Markdown table, with what they were measured on. */
final class Results {
    private Results() {}

    static void write(Path file, List<Figure> figures) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        text.append("Measured on ")
                .append(LocalDate.now(ZoneOffset.UTC))
                .append(" at commit ")
                .append(commit());
        text.append(", ").append(machine()).append(", JDK ").append(System.getProperty("java.vm.version"));
        text.append(".\n\n| scenario | measured | bar | |\n|---|---|---|---|\n");
        for (Figure figure : figures) {
            text.append("| ").append(figure.scenario()).append(" | ").append(figure.measured());
            text.append(" | ").append(figure.bar()).append(" | ").append(figure.passed() ? "pass" : "**fail**");
            text.append(" |\n");
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String machine() throws IOException {
        return Runtime.getRuntime().availableProcessors() + " cores of " + valueOf("/proc/cpuinfo", "model name") + ", "
                + Long.parseLong(valueOf("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "")) / 1_048_576 + " GB";
    }

    /** Returns the first value of a name in a file of lines {@code name: value}. */
    private static String valueOf(String file, String name) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("0");
        }
    }

    private static String commit() throws IOException, InterruptedException {
        return git("rev-parse", "--short", "HEAD")
                + (git("status", "--porcelain").isEmpty() ? "" : " with changes");
    }

    private static String git(String... arguments) throws IOException, InterruptedException {
        Process git = new ProcessBuilder(
                        Stream.concat(Stream.of("git"), Stream.of(arguments)).toList())
                .start();
        String out = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        git.waitFor();
        return out;
    }
}
