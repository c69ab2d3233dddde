package dev.sluice.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.provider.ProviderException;
import dev.sluice.usage.DayUse;
import dev.sluice.usage.UsedTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReconciliationTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 21);
    private static final long START = 1_795_219_200L;
    private static final String NOTHING = "{\"data\":[],\"has_more\":false}";

    private final Map<String, String> pages = new HashMap<>();
    private final List<String> queries = new ArrayList<>();

    private JsonNode page(String path, String query) {
        queries.add(query);
        int next = query.indexOf("&page=");
        String key = path + (next < 0 ? "" : query.substring(next));
        try {
            return new ObjectMapper().readTree(pages.getOrDefault(key, NOTHING));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String bucket(String results) {
        return bucket(results, "\"has_more\":false,\"next_page\":null");
    }

    private static String bucket(String results, String end) {
        return "{\"data\":[{\"start_time\":" + START + ",\"results\":[" + results + "]}]," + end + "}";
    }

    private static String use(String model, long requests, long input, long output) {
        return "{\"model\":\"" + model + "\",\"num_model_requests\":" + requests + ",\"input_tokens\":" + input
                + ",\"input_cached_tokens\":0,\"output_tokens\":" + output + "}";
    }

    private static DayUse ours(String model, long requests, long input, long output) {
        return new DayUse(DAY, model, requests, new UsedTokens(input, 0, output), 0, 0);
    }

    private static DayUse costing(long microUsd, long requests) {
        return new DayUse(DAY, "m", requests, new UsedTokens(0, 0, 0), microUsd, 0);
    }

    private Reconciliation reconcile(String tolerance, DayUse... ours) {
        ProviderFigures figures = new ProviderFigures(this::page, new Period(DAY, DAY), "");
        return Reconciliation.of(List.of(ours), figures, new BigDecimal(tolerance));
    }

    @Test
    void equalFigures_agree() {
        pages.put("/usage/completions", bucket(use("m", 3, 30, 12)));

        Reconciliation found = reconcile("0", ours("m", 3, 30, 12));

        assertThat(found.usage())
                .containsExactly(
                        new UsageRow(DAY, "m", new Counts(3, 30, 0, 12), new Counts(3, 30, 0, 12), true, true));
        assertThat(found.differing()).isZero();
    }

    @Test
    void whatOnlyOneSideHas_differs() {
        pages.put("/usage/completions", bucket(use("theirs", 1, 10, 2)));

        Reconciliation found = reconcile("0", ours("ours", 1, 10, 2));

        assertThat(found.usage()).extracting(UsageRow::model).containsExactly("ours", "theirs");
        assertThat(found.usage())
                .extracting(UsageRow::difference)
                .containsExactly(new Counts(1, 10, 0, 2), new Counts(-1, -10, 0, -2));
        assertThat(found.differing()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-5-mini,gpt-5-mini-2026-08-07,true",
        "gpt-4,gpt-4-0613,true",
        "gpt-5,gpt-5-mini,false",
        "gpt-5,gpt-5-mini-2026-08-07,false",
        "gpt-4,gpt-4-9999,false",
        "gpt-5-mini-2026-08-07,gpt-5-mini,false"
    })
    void alias_isComparedWithItsSnapshots(String asked, String told, boolean same) {
        pages.put("/usage/completions", bucket(use(told, 1, 10, 2)));

        assertThat(reconcile("0", ours(asked, 1, 10, 2)).usage()).hasSize(same ? 1 : 2);
    }

    @Test
    void alias_takesInAllItsSnapshots_onBothSides() {
        pages.put(
                "/usage/completions",
                bucket(use("gpt-5-2026-01-01", 1, 10, 2) + "," + use("gpt-5-2026-08-07", 2, 20, 4)));

        Reconciliation found = reconcile("0", ours("gpt-5", 2, 20, 4), ours("gpt-5-2026-01-01", 1, 10, 2));

        assertThat(found.usage()).extracting(UsageRow::model).containsExactly("gpt-5");
        assertThat(found.differing()).isZero();
    }

    @Test
    void moderationsAndImages_areComparedByRequestsAlone() {
        pages.put("/usage/moderations", bucket("{\"model\":\"mod\",\"num_model_requests\":1,\"input_tokens\":99}"));
        pages.put("/usage/images", bucket("{\"model\":\"img\",\"num_model_requests\":1,\"images\":4}"));

        Reconciliation found = reconcile("0", ours("mod", 1, 0, 0), ours("img", 1, 7, 272));

        assertThat(found.usage()).extracting(UsageRow::hasTokens).containsExactly(false, false);
        assertThat(found.differing()).isZero();
    }

    @Test
    void tolerance_isAShareOfTheLargerFigure() {
        pages.put("/usage/completions", bucket(use("m", 100, 1_000, 1_000)));

        assertThat(reconcile("0.01", ours("m", 99, 990, 1_000)).differing()).isZero();
        assertThat(reconcile("0.01", ours("m", 99, 989, 1_000)).differing()).isOne();
    }

    @Test
    void costs_mayDifferByTheRoundingOfTheLedger_halfAMicroDollarARequest() {
        pages.put("/usage/completions", bucket(use("m", 2, 0, 0)));
        pages.put(
                "/costs",
                bucket("{\"amount\":{\"value\":0.000100,\"currency\":\"usd\"},\"line_item\":\"a\"},"
                        + "{\"amount\":{\"value\":\"0.0000502\",\"currency\":\"usd\"},\"line_item\":\"b\"}"));

        assertThat(reconcile("0", costing(152, 2)).costs()).containsExactly(new CostRow(DAY, 152, 150, 0, true));
        assertThat(reconcile("0", costing(153, 2)).differing()).isOne();
    }

    @Test
    void pages_areFollowed_andTheProjectIsPassedOn() {
        pages.put("/usage/completions", bucket(use("m", 1, 10, 2), "\"has_more\":true,\"next_page\":\"p 2\""));
        pages.put("/usage/completions&page=p+2", bucket(use("m", 1, 10, 2)));

        ProviderFigures figures = new ProviderFigures(this::page, new Period(DAY, DAY), "proj a");
        Reconciliation found = Reconciliation.of(List.of(ours("m", 2, 20, 4)), figures, BigDecimal.ZERO);

        assertThat(found.differing()).isZero();
        assertThat(queries)
                .hasSize(6)
                .allMatch(query -> query.startsWith("start_time=1795219200&end_time=1795305600&bucket_width=1d")
                        && query.contains("&project_ids=proj+a"));
    }

    @Test
    void pagesWithoutEnd_areNoticed() {
        String again = bucket(use("m", 1, 10, 2), "\"has_more\":true,\"next_page\":\"p2\"");
        pages.put("/usage/completions", again);
        pages.put("/usage/completions&page=p2", again);

        assertThatThrownBy(() -> reconcile("0"))
                .isInstanceOf(ProviderException.Unavailable.class)
                .hasMessageContaining("names no next one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"data\":{}}",
                "{\"data\":[{}]}",
                "{\"data\":[{\"start_time\":\"x\",\"results\":[]}]}",
                "{\"data\":[{\"start_time\":1795219200,\"results\":[{\"num_model_requests\":1.5}]}]}",
                "{\"data\":[{\"start_time\":1795219200,\"results\":[{\"num_model_requests\":-1}]}]}",
                "{\"data\":[],\"has_more\":true}"
            })
    void repliesOfAnotherShape_areUseless(String reply) {
        pages.put("/usage/embeddings", reply);

        assertThatThrownBy(() -> reconcile("0"))
                .isInstanceOf(ProviderException.Unavailable.class)
                .hasMessageStartingWith("the provider's figures can't be read: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"amount\":{\"value\":1,\"currency\":\"eur\"}}",
                "{\"amount\":{\"value\":\"much\"}}",
                "{\"amount\":null}"
            })
    void costsThatAreNone_areUseless(String result) {
        pages.put("/costs", bucket(result));

        assertThatThrownBy(() -> reconcile("0")).isInstanceOf(ProviderException.Unavailable.class);
    }

    @Test
    void daysOutsideThePeriod_areLeftOut() {
        pages.put("/usage/completions", "{\"data\":[{\"start_time\":1,\"results\":[" + use("m", 1, 1, 1) + "]}]}");

        assertThat(reconcile("0").rows()).isZero();
    }
}
