package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What share of a limit is used in steady state, and how many requests are refused for it. */
final class LimitUse implements Scenario {
    private static final int PROMPTS = 60_000;
    private static final int SECONDS = 60;
    private static final int WARM_UP = 10;
    private static final double REQUESTS_A_SECOND = 3_000 / 60.0;
    private static final double TOKENS_A_SECOND = 250_000 / 60.0;
    private static final String WORDS = "one two three four five six seven eight nine ten eleven twelve ".repeat(12);

    /** How it is counted what was used. */
    private enum Unit {
        REQUESTS,
        TOKENS
    }

    /** One row of the table. */
    private record Row(
            String name,
            Unit unit,
            double perSecond,
            double least,
            long mostRefused,
            boolean refusedInPercent,
            String words,
            List<String> provider,
            List<String> run,
            Map<String, String> change) {}

    @Override
    public String name() {
        return "limits";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        for (Row row : rows()) {
            figures.addAll(measure(lab, row));
        }
        return figures;
    }

    private static List<Row> rows() {
        List<String> limits = List.of("--rpm", "3000", "--tpm", "250000");
        List<String> known = List.of("--rpm", "3000", "--tpm", "250000", "--max-in-flight", "64");
        List<String> unknown = List.of("--max-in-flight", "64");
        List<String> windows = with(limits, "--set", "enforcement=quantised");
        List<String> silent =
                with(limits, "--set", "headers=none", "--set", "retry-after=none", "--set", "errors=azure");
        return List.of(
                new Row(
                        "known, requests bind, counted per second",
                        Unit.REQUESTS,
                        REQUESTS_A_SECOND,
                        0.98,
                        0,
                        false,
                        "",
                        windows,
                        known,
                        Map.of()),
                new Row(
                        "known, requests bind, refusals count",
                        Unit.REQUESTS,
                        REQUESTS_A_SECOND,
                        0.98,
                        0,
                        false,
                        "",
                        with(windows, "--set", "strict=true"),
                        known,
                        Map.of()),
                new Row(
                        "known, tokens bind",
                        Unit.TOKENS,
                        TOKENS_A_SECOND,
                        0.98,
                        0,
                        false,
                        WORDS,
                        limits,
                        known,
                        Map.of()),
                new Row(
                        "unknown, headers tell",
                        Unit.REQUESTS,
                        REQUESTS_A_SECOND,
                        0.95,
                        3,
                        false,
                        "",
                        limits,
                        unknown,
                        Map.of()),
                new Row(
                        "unknown, only 429s tell",
                        Unit.REQUESTS,
                        REQUESTS_A_SECOND,
                        0.85,
                        2,
                        true,
                        "",
                        silent,
                        unknown,
                        Map.of()),
                new Row(
                        "halved in mid-run",
                        Unit.REQUESTS,
                        REQUESTS_A_SECOND / 2,
                        0.9,
                        2,
                        true,
                        "",
                        limits,
                        known,
                        Map.of("requests-per-minute", "1500")),
                new Row(
                        "another client takes half",
                        Unit.REQUESTS,
                        REQUESTS_A_SECOND / 2,
                        0.9,
                        2,
                        true,
                        "",
                        limits,
                        known,
                        Map.of("other-client-share", "0.5")));
    }

    private static List<String> with(List<String> options, String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return all;
    }

    @SuppressWarnings("try") // Sluice only has to run meanwhile
    private static List<Figure> measure(Lab lab, Row row) throws IOException, InterruptedException {
        Home home = lab.home();
        home.drop("chat", PROMPTS, i -> "{\"prompt\":\"" + i + " " + row.words + "\"}");
        List<String> run = with(row.run, "--max-tokens", "16", "--model", "gpt-4o-mini");
        try (Provider provider = lab.provider(
                        with(row.provider, "--set", "recording=true").toArray(String[]::new));
                JavaProcess sluice = lab.run(home, provider, List.of(), run.toArray(String[]::new))) {
            requireRunning(sluice);
            TimeUnit.SECONDS.sleep(SECONDS);
            if (!row.change.isEmpty()) {
                provider.change(row.change);
                TimeUnit.SECONDS.sleep(SECONDS);
            }
            JsonNode stats = provider.stats();
            double share = share(row, stats);
            long refused = stats.path("rate_limited").asLong();
            long most =
                    row.refusedInPercent ? stats.path("requests").asLong() * row.mostRefused / 100 : row.mostRefused;
            return List.of(
                    new Figure(
                            row.name + ": share of the limit",
                            String.format(Locale.ROOT, "%.1f %%", share * 100),
                            String.format(Locale.ROOT, "at least %.0f %%", row.least * 100),
                            share >= row.least),
                    new Figure(
                            row.name + ": 429s of " + stats.path("requests").asLong() + " requests",
                            Long.toString(refused),
                            "at most " + most,
                            refused <= most));
        } finally {
            lab.clear(home);
        }
    }

    private static void requireRunning(JavaProcess process) {
        if (process.peakMegabytes() < 0) {
            throw new IllegalStateException("the run has ended early");
        }
    }

    /** Leaves out the warm-up, in runs with a change the first half too, and the second that was cut short. */
    private static double share(Row row, JsonNode stats) {
        TreeMap<Integer, Long> seconds = new TreeMap<>();
        stats.path("admitted_per_second")
                .properties()
                .forEach(entry -> seconds.put(
                        Integer.parseInt(entry.getKey()),
                        entry.getValue()
                                .path(row.unit == Unit.REQUESTS ? "requests" : "tokens")
                                .asLong()));
        int last = seconds.lastKey() - 1;
        int first = row.change.isEmpty() ? seconds.firstKey() + WARM_UP : last - SECONDS + WARM_UP;
        long sum = seconds.subMap(first, true, last, true).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return sum / (row.perSecond * (last - first + 1));
    }
}
