package dev.sluice.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A disk that is full, under each folder in turn: a small file system in memory, which takes root to mount. */
final class DiskSoak implements Scenario {
    private static final int PROMPTS = 5_000;
    private static final byte[] BLOCK = new byte[4_096];

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        for (String folder : List.of("outbox", "state", "work")) {
            figures.add(measure(lab, folder));
        }
        return figures;
    }

    private static Figure measure(Lab lab, String name) throws IOException, InterruptedException {
        Home home = lab.home();
        Path folder = Files.createDirectories(home.folder().resolve(name));
        mount("mount", "-t", "tmpfs", "-o", "size=24m", "sluice", folder.toString());
        try (Provider provider = lab.provider()) {
            boolean later = name.equals("state");
            Path ballast = folder.resolve("ballast");
            if (!later) {
                fill(ballast);
            }
            home.drop("chat", PROMPTS, Prompts::line);
            try (JavaProcess sluice = lab.run(home, provider, List.of(), "--once", "--max-in-flight", "64")) {
                if (later) {
                    while (provider.stat("answered") < PROMPTS / 4) {
                        Thread.sleep(10);
                    }
                    fill(ballast);
                }
                TimeUnit.SECONDS.sleep(20);
                boolean paused = sluice.isAlive() && home.isUnfinished("chat");
                Files.delete(ballast);
                sluice.awaitSuccess();
                Answers.requireTexts(home.answers("chat"), PROMPTS);
                return new Figure(
                        "disk full under " + name + "/ for 20 s, " + PROMPTS + " prompts",
                        paused ? "paused, then all answered" : "did not pause",
                        "pauses, resumes, 0 lost",
                        paused);
            }
        } finally {
            mount("umount", "-l", folder.toString());
        }
    }

    private static void fill(Path ballast) throws IOException {
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(BLOCK);
            }
        } catch (IOException full) {
            if (Files.size(ballast) == 0) {
                throw full;
            }
        }
    }

    private static void mount(String... command) throws IOException, InterruptedException {
        int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException("needs root to mount a small file system: " + String.join(" ", command));
        }
    }
}
