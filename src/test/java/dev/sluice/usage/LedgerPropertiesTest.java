package dev.sluice.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.prompt.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever is used: prompts, requests, minutes and days agree, to the token and the micro-dollar. */
class LedgerPropertiesTest {
    private static final Instant START = Instant.parse("2026-03-28T22:00:00Z");

    @Property(tries = 60)
    void sumsOverPrompts_requests_minutesAndDays_areThoseOfTheProvider(
            @ForAll @IntRange(min = 1, max = 40) int requests, @ForAll long seed) {
        Random random = new Random(seed);
        Price price = price(random);
        long input = 0;
        long cached = 0;
        long output = 0;
        long cost = 0;
        try (LedgerFixture ledger = new LedgerFixture(ZoneId.of("Europe/Berlin"), price)) {
            for (int i = 0; i < requests; i++) {
                Service service = Service.values()[random.nextInt(3)];
                List<PromptUse> prompts = prompts(random);
                Instant at = START.plusSeconds(random.nextInt(200_000));
                RequestUse use = LedgerFixture.use(at, service, null, prompts);
                if (random.nextInt(4) == 0) {
                    ledger.writeInVain(use);
                }
                ledger.write(use);
                input += use.tokens().input();
                cached += use.tokens().cached();
                output += use.tokens().output();
                cost += CostShares.exact(price, service, use.tokens())
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact();
            }

            String sums = "SUM(input_tokens), SUM(cached_tokens), SUM(output_tokens), SUM(cost_microusd)";
            List<Long> expected = List.of(input, cached, output, cost);
            for (String table : List.of("usage_requests", "usage_prompts", "usage_minutes", "usage_days")) {
                assertThat(ledger.row("SELECT " + sums + " FROM " + table))
                        .as(table)
                        .isEqualTo(expected);
            }
            for (String table : List.of("usage_minutes", "usage_days")) {
                assertThat(ledger.row("SELECT SUM(requests), SUM(prompts), SUM(waited_millis) FROM " + table))
                        .isEqualTo(ledger.row("SELECT COUNT(*), (SELECT COUNT(*) FROM usage_prompts),"
                                + " SUM(waited_millis) FROM usage_requests"));
            }
            assertThat(ledger.row("SELECT COUNT(*) FROM usage_requests r WHERE cost_microusd <> (SELECT"
                            + " COALESCE(SUM(cost_microusd), 0) FROM usage_prompts WHERE request = r.id)"))
                    .containsExactly(0L);
        }
    }

    @Property(tries = 500)
    void shares_areNearTheExactCost_andSumToTheWhole(@ForAll long seed) {
        Random random = new Random(seed);
        Price price = price(random);
        Service service = Service.values()[random.nextInt(3)];
        List<PromptUse> prompts = prompts(random);

        long[] shares = CostShares.of(price, service, prompts);

        BigDecimal whole = BigDecimal.ZERO;
        long sum = 0;
        for (int i = 0; i < shares.length; i++) {
            BigDecimal exact = CostShares.exact(price, service, prompts.get(i).tokens());
            assertThat(exact.subtract(BigDecimal.valueOf(shares[i])).abs()).isLessThan(BigDecimal.ONE);
            whole = whole.add(exact);
            sum += shares[i];
        }
        assertThat(sum).isEqualTo(whole.setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    private static Price price(Random random) {
        return new Price(
                LocalDate.ofInstant(START, ZoneOffset.UTC).minusDays(1),
                BigDecimal.valueOf(random.nextInt(100_000), random.nextInt(7)),
                BigDecimal.valueOf(random.nextInt(10_000), random.nextInt(7)),
                BigDecimal.valueOf(random.nextInt(1_000_000), random.nextInt(7)));
    }

    private static List<PromptUse> prompts(Random random) {
        List<PromptUse> prompts = new ArrayList<>();
        for (int n = random.nextInt(30); n >= 0; n--) {
            int input = random.nextInt(5_000);
            UsedTokens tokens = new UsedTokens(input, random.nextInt(input + 1), random.nextInt(3_000));
            Asker asker = random.nextBoolean() ? LedgerFixture.ANA : LedgerFixture.BEN;
            prompts.add(new PromptUse(1, n, asker, tokens));
        }
        return prompts;
    }
}
