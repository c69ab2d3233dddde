package dev.sluice.evidence;

import dev.sluice.prompt.Model;
import dev.sluice.prompt.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the use of a model shows: its figures, and the need that follows where there is data enough. Immutable. */
final class ModelEvidence {
    /** With fewer days a line through them says nothing. */
    static final int LEAST_DAYS = 5;

    /** With as many busy minutes at the limit its peaks tell little of the need. */
    static final int HELD_DOWN_PERCENT = 1;

    /** A busiest minute that takes as much of the limit is at it. */
    static final int AT_LIMIT_PERCENT = 90;

    final ModelUse use;
    final String name;
    final PoolLimit limit;
    final List<String> sharedWith;
    final Totals total;
    final int daysOfHistory;
    final Counts requests;
    final Counts tokens;
    final @Nullable Forecast requestForecast;
    final @Nullable Forecast tokenForecast;
    final @Nullable Price price;
    final FormRow form;

    /**
     * Works out the figures.
     *
     * @param use what was used
     * @param name how the report calls the model
     * @param limit what holds for its pool
     * @param sharedWith the other models of the pool
     */
    ModelEvidence(
            ModelUse use,
            String name,
            PoolLimit limit,
            List<String> sharedWith,
            Model known,
            BusinessDays window,
            int headroomPercent) {
        this.use = use;
        this.name = name;
        this.limit = limit;
        this.sharedWith = List.copyOf(sharedWith);
        this.total = use.total();
        this.daysOfHistory = (int) window.days().stream()
                .filter(day -> !day.isBefore(use.firstUse()))
                .count();
        this.price = known.priceOn(window.last()).orElse(null);
        this.requests = new Counts(
                use.minutes().requests(),
                use.ofDays(Totals::requests),
                window.minutes(),
                limit.images() == null ? limit.requests() : limit.images(),
                count -> count);
        this.tokens = new Counts(
                use.minutes().tokens(), use.ofDays(Totals::tokens), window.minutes(), limit.tokens(), known::units);
        boolean enough = daysOfHistory == window.count()
                && daysOfHistory >= LEAST_DAYS
                && use.minutes().count() > 0;
        this.requestForecast = enough ? forecast(requests, headroomPercent) : null;
        this.tokenForecast = enough && hasTokens() ? forecast(tokens, headroomPercent) : null;
        this.form = form(window);
    }

    private Forecast forecast(Counts counts, int headroomPercent) {
        Trend trend = counts.trend();
        return new Forecast(trend, Need.of(counts.busyMinutes, isHeldDown(), trend, headroomPercent));
    }

    /** Returns whether the limit was reached so often that the busiest minutes show it rather than the need. */
    boolean isHeldDown() {
        return use.limitedMinutes() * 100
                        >= (long) HELD_DOWN_PERCENT * use.minutes().count()
                && use.limitedMinutes() > 0
                && Math.max(requests.peakPercent(), tokens.peakPercent()) >= AT_LIMIT_PERCENT;
    }

    /** Returns whether its limits, as far as they are known, allow for what is needed, and no other model has a share of them. */
    boolean limitsSuffice() {
        boolean known = requests.limit != null || (tokenForecast != null && tokens.limit != null);
        return known
                && (requests.limit == null || suffices(requests, requestForecast))
                && (tokens.limit == null || tokenForecast == null || suffices(tokens, tokenForecast));
    }

    private boolean suffices(Counts counts, @Nullable Forecast forecast) {
        return sharedWith.isEmpty()
                && forecast != null
                && counts.allows(forecast.need().perMinute());
    }

    /** Returns whether it counts tokens; one that draws images doesn't. */
    boolean hasTokens() {
        return total.tokens() > 0;
    }

    /** Returns whether its requests are images. */
    boolean drawsImages() {
        return !hasTokens() && limit.images() != null;
    }

    private FormRow form(BusinessDays window) {
        Long perMinute = requestForecast == null ? null : requestForecast.need().perMinute();
        Long tokensPerMinute =
                tokenForecast == null ? null : tokenForecast.need().perMinute();
        return new FormRow(
                name,
                requestForecast != null,
                tokensPerMinute,
                perMinute,
                new FormRow.Sufficing(suffices(tokens, tokenForecast), suffices(requests, requestForecast)),
                drawsImages(),
                use.users(),
                Reasons.evidence(this, window),
                hourCost(perMinute, tokensPerMinute));
    }

    private @Nullable BigDecimal hourCost(@Nullable Long perMinute, @Nullable Long tokensPerMinute) {
        if (tokensPerMinute != null) {
            return price == null ? null : HourlyCost.ofTokens(tokensPerMinute, total, price);
        }
        boolean priced = !hasTokens() && total.unpriced() == 0 && total.costMicroUsd() > 0;
        if (perMinute == null || !priced) {
            return null;
        }
        BigDecimal each = BigDecimal.valueOf(total.costMicroUsd(), 6)
                .divide(BigDecimal.valueOf(total.requests()), 9, RoundingMode.HALF_UP);
        return HourlyCost.ofPieces(perMinute, each);
    }

    /** Returns in how many of its days there are minutes; older minutes may be forgotten earlier than days. */
    long daysWithMinutes(BusinessDays window) {
        long[] starts = window.days().stream().mapToLong(window::startOf).toArray();
        long count = 0;
        int next = 0;
        for (int day = 0; day < starts.length; day++) {
            LocalDate following = window.days().get(day).plusDays(1);
            long end = window.startOf(following);
            boolean any = false;
            while (next < use.minutes().count() && use.minutes().minute(next) < end) {
                any |= use.minutes().minute(next++) >= starts[day];
            }
            count += any ? 1 : 0;
        }
        return count;
    }

    /** Returns on how many of the days anything was used. */
    long daysWithUse() {
        return use.days().stream().filter(day -> day.requests() > 0).count();
    }

    /**
     * What the days lead to.
     *
     * @param trend the line through them
     * @param need what follows
     */
    record Forecast(Trend trend, Need need) {}
}
