package dev.sluice.bench;

import dev.sluice.job.HomeFolder;
import dev.sluice.job.Job;
import dev.sluice.job.JobStore;
import dev.sluice.job.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** How many results a second are on disk, synced, when several workers hand them in. */
final class StoreSpeed implements Scenario {
    private static final int RESULTS = 400_000;
    private static final int WORKERS = 8;
    private static final int LEAST_PER_SECOND = 20_000;
    private static final String BODY = "{\"choices\":[{\"text\":\"" + "word ".repeat(40) + "\"}]}";

    @Override
    public String name() {
        return "store";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        double single = perSecond(lab, 1);
        double lists = perSecond(lab, 20);
        return List.of(
                figure("results handed in one by one", single), figure("results handed in by lists of 20", lists));
    }

    private static Figure figure(String how, double perSecond) {
        return new Figure(
                how + " by 8 workers, 240 bytes each, synced",
                String.format(Locale.ROOT, "%,.0f results/s", perSecond),
                "20,000 results/s",
                perSecond >= LEAST_PER_SECOND);
    }

    private static double perSecond(Lab lab, int together) throws IOException, InterruptedException {
        Home home = lab.home();
        HomeFolder folder = new HomeFolder(home.folder());
        folder.create();
        Path file = Files.writeString(folder.inbox().resolve("a.txt"), "x");
        try (JobStore store = JobStore.open(folder, Set.of("default"), Clock.systemUTC(), true)) {
            CountDownLatch complete = new CountDownLatch(1);
            store.whenComplete(job -> complete.countDown());
            Job job = store.claim(file, "default");
            store.start(job.id(), RESULTS);
            long startedAt = System.nanoTime();
            for (int worker = 0; worker < WORKERS; worker++) {
                int first = worker;
                new Thread(() -> handIn(store, job.id(), first, together)).start();
            }
            complete.await();
            return RESULTS / ((System.nanoTime() - startedAt) / 1e9);
        } finally {
            lab.clear(home);
        }
    }

    private static void handIn(JobStore store, long job, int worker, int together) {
        try {
            List<Result> list = new ArrayList<>();
            for (int index = worker; index < RESULTS; index += WORKERS) {
                list.add(new Result.Answered(job, index, 1, "req", BODY));
                if (list.size() == together || index + WORKERS >= RESULTS) {
                    store.store(list);
                    list.clear();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
