package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.limit.Cost;
import dev.sluice.limit.LearnedLimits;
import dev.sluice.limit.RateLimitConfig;
import dev.sluice.limit.RateLimitPool;
import dev.sluice.time.Ticker;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Limits in special cases: a full bucket, few requests with many tokens, many workers at one refusal, the cost of it all. */
final class LimitCases implements Scenario {
    private static final int PACKED_SECONDS = 150;
    private static final double TOKENS_A_SECOND = 150_000 / 60.0;
    private static final int RESERVATIONS = 1_000_000;

    @Override
    public String name() {
        return "cases";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        figures.addAll(fullBucket(lab));
        figures.addAll(fewRequestsManyTokens(lab));
        figures.addAll(oneRefusal(lab));
        figures.add(costOfReservation());
        return figures;
    }

    /** 425 requests of 500 tokens are 85 % of a minute's 250,000. */
    private static List<Figure> fullBucket(Lab lab) throws IOException, InterruptedException {
        Home home = lab.home();
        String words = "word ".repeat(470);
        home.drop("chat", 425, i -> "{\"prompt\":\"" + (1_000 + i) + " " + words + "\"}");
        try (Provider provider = lab.provider("--rpm", "3000", "--tpm", "250000", "--set", "burst=60s");
                JavaProcess sluice =
                        lab.run(home, provider, List.of(), "--once", "--max-in-flight", "64", "--max-tokens", "16")) {
            sluice.awaitSuccess();
            double seconds = home.seconds("chat");
            long refused = provider.stat("rate_limited");
            String name = "bucket of a whole minute, limits unknown, 85 % of a minute's tokens ("
                    + String.format(
                            Locale.ROOT,
                            "%,d",
                            provider.stats().path("tokens_admitted").asLong()) + ")";
            return List.of(
                    new Figure(name + ": time", seconds(seconds), "at most 9 s", seconds <= 9),
                    new Figure(name + ": 429s", Long.toString(refused), "at most 2", refused <= 2));
        } finally {
            lab.clear(home);
        }
    }

    private static List<Figure> fewRequestsManyTokens(Lab lab) throws IOException, InterruptedException {
        Home home = lab.home();
        String words = "word ".repeat(34);
        home.drop("default", 60_000, i -> "{\"prompt\":\"" + (100_000 + i) + " " + words + "\"}");
        List<String> run = List.of(
                "--rpm",
                "20",
                "--tpm",
                "150000",
                "--endpoint",
                "completions",
                "--model",
                "gpt-3.5-turbo-instruct",
                "--max-tokens",
                "10");
        try (Provider provider = lab.provider("--rpm", "20", "--tpm", "150000");
                JavaProcess sluice = lab.run(home, provider, List.of(), run.toArray(String[]::new))) {
            requireRunning(sluice);
            TimeUnit.SECONDS.sleep(PACKED_SECONDS);
            JsonNode stats = provider.stats();
            double seconds = stats.path("admitted_per_second").size() == 0 ? 0 : secondsOf(stats);
            double share = (stats.path("tokens_admitted").asLong() - firstOf(stats)) / (seconds * TOKENS_A_SECOND);
            double prompts = stats.path("prompts_answered").asDouble()
                    / stats.path("answered").asDouble();
            String name = "20 RPM and 150,000 TPM, prompts of 50 tokens with their answers";
            return List.of(
                    new Figure(name + ": share of TPM", percent(share), "at least 90 %", share >= 0.9),
                    new Figure(
                            name + ": prompts a request",
                            String.format(Locale.ROOT, "%.0f", prompts),
                            "more than 100",
                            prompts > 100),
                    new Figure(
                            name + ": 429s",
                            stats.path("rate_limited").asText(),
                            "0",
                            stats.path("rate_limited").asLong() == 0));
        } finally {
            lab.clear(home);
        }
    }

    /** The time from the first request that was admitted to the last, which itself does not count. */
    private static double secondsOf(JsonNode stats) {
        int first = Integer.MAX_VALUE;
        int last = 0;
        for (var entry : stats.path("admitted_per_second").properties()) {
            first = Math.min(first, Integer.parseInt(entry.getKey()));
            last = Math.max(last, Integer.parseInt(entry.getKey()));
        }
        return last - first;
    }

    private static long firstOf(JsonNode stats) {
        return stats.path("admitted_per_second")
                .elements()
                .next()
                .path("tokens")
                .asLong();
    }

    /** 64 workers, of whom one meets a 429 that asks for 2 s. */
    private static List<Figure> oneRefusal(Lab lab) throws IOException, InterruptedException {
        Home home = lab.home();
        home.drop("chat", 5_000, Prompts::line);
        try (Provider provider = lab.provider("--set", "recording=true");
                JavaProcess sluice = lab.run(home, provider, List.of(), "--rpm", "600", "--max-in-flight", "64")) {
            requireRunning(sluice);
            TimeUnit.SECONDS.sleep(6);
            provider.change(Map.of("faults", "429:rate_limit_exceeded,times=1,duration=2s"));
            while (!provider.stats().path("statuses").has("429")) {
                Thread.sleep(5);
            }
            long refusedAt = System.nanoTime();
            Thread.sleep(100);
            long before = provider.stat("requests");
            while (provider.stat("requests") == before) {
                Thread.sleep(5);
            }
            double shut = (System.nanoTime() - refusedAt) / 1e9;
            Thread.sleep(1_000);
            long inFirstSecond = provider.stat("requests") - before;
            String name = "64 workers at 600 RPM, one 429 with Retry-After 2 s";
            return List.of(
                    new Figure(name + ": nothing is sent for", seconds(shut), "at least 2 s", shut >= 1.98),
                    new Figure(
                            name + ": requests in the second after",
                            Long.toString(inFirstSecond),
                            "at most 11",
                            inFirstSecond <= 11));
        } finally {
            lab.clear(home);
        }
    }

    private static Figure costOfReservation() throws InterruptedException {
        RateLimitPool pool = new RateLimitPool(
                new RateLimitConfig(
                        "p",
                        List.of("*"),
                        1_000_000_000L,
                        1_000_000_000_000L,
                        null,
                        1_000_000_000_000L,
                        1_000_000_000_000_000L,
                        false,
                        Duration.ofSeconds(1),
                        64,
                        0),
                LearnedLimits.NONE,
                Ticker.system(),
                Clock.systemUTC());
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long startedAt = System.nanoTime();
            for (int i = 0; i < RESERVATIONS; i++) {
                pool.awaitReservation(Cost.ofTokens(100)).settle(90);
            }
            best = Math.min(best, (System.nanoTime() - startedAt) / RESERVATIONS);
        }
        return new Figure(
                "a reservation over four scopes with its settlement, best of 5 rounds",
                best + " ns",
                "under 5,000 ns",
                best < 5_000);
    }

    private static void requireRunning(JavaProcess process) {
        if (process.peakMegabytes() < 0) {
            throw new IllegalStateException("the run has ended early");
        }
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.1f s", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }
}
