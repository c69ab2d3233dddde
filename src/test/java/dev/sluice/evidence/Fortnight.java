package dev.sluice.evidence;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Random;

/**
 * Two weeks of an office at a virtual clock: busy by day, quiet by night and at weekends, a little more each day, and now and
 * then a file of thousands of prompts that runs into the limit. The same each time.
 */
final class Fortnight {
    static final LocalDate FIRST = LocalDate.of(2026, 11, 9);
    static final LocalDate TODAY = FIRST.plusWeeks(2);
    static final PoolLimit LIMIT = new PoolLimit(500L, 200_000L, null);
    private static final double GROWTH_A_DAY = 0.02;
    private static final int USERS = 42;
    private static final double[] OF_HOUR = {
        0.02, 0.01, 0.01, 0.01, 0.02, 0.03, 0.08, 0.25, 0.6, 0.9, 1, 0.95, 0.6, 0.75, 0.95, 1, 0.85, 0.6, 0.35, 0.2,
        0.12, 0.08, 0.05, 0.03
    };
    private final Random random = new Random(20261109);
    private final UsageBook book;

    private Fortnight(UsageBook book) {
        this.book = book;
    }

    static void writeTo(UsageBook book) {
        new Fortnight(book).pass();
    }

    private void pass() {
        Instant now = FIRST.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant end = TODAY.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant burstEnds = now;
        for (; now.isBefore(end); now = now.plus(Duration.ofMinutes(1))) {
            double busy = busyness(now);
            if (busy > 0.5 && random.nextInt(400) == 0) {
                burstEnds = now.plus(Duration.ofMinutes(8 + random.nextInt(20)));
            }
            minute(now, busy, now.isBefore(burstEnds));
        }
    }

    private static double busyness(Instant now) {
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        int hour = now.atZone(ZoneOffset.UTC).getHour();
        boolean weekend = day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
        double grown = 1 + GROWTH_A_DAY * (day.toEpochDay() - FIRST.toEpochDay());
        return OF_HOUR[hour] * grown * (weekend ? 0.1 : 1);
    }

    private void minute(Instant now, double busy, boolean burst) {
        int requests = (int) Math.round(busy * 60 * (0.5 + random.nextDouble()));
        for (int i = 0; i < requests; i++) {
            one(now, "gpt-5-mini", 900, 250, 0, 0);
        }
        int embedded = (int) Math.round(busy * 4 * random.nextDouble());
        for (int i = 0; i < embedded; i++) {
            book.add(
                    now, "embeddings", "text-embedding-3-small", user(), new Totals(1, 100, 9_000, 0, 0, 180, 0, 0, 0));
        }
        if (burst) {
            long room = LIMIT.tokens() - requests * 1_150L;
            long more = Math.max(0, room / 1_150 - random.nextInt(4));
            for (long i = 0; i < more; i++) {
                one(now, "gpt-5-mini", 900, 250, i % 60 == 0 ? 1 : 0, 1_500);
            }
        }
    }

    private void one(Instant now, String model, int input, int output, int refused, int waited) {
        long prompt = input / 2 + random.nextInt(input);
        long answer = output / 2 + random.nextInt(output);
        long cached = prompt * 3 / 10;
        long cost = (prompt - cached) / 4 + cached / 40 + answer * 2;
        book.add(now, "default", model, user(), new Totals(1, 1, prompt, cached, answer, cost, 0, refused, waited));
    }

    private String user() {
        return "user-" + random.nextInt(USERS);
    }
}
