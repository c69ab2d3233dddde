package dev.sluice.evidence;

import dev.sluice.evidence.ModelEvidence.Forecast;
import dev.sluice.evidence.Part.Chart;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws what was used of a model. Bars and areas are pale and lines dark or dashed, so that they differ in print without
 * colours. For one thread.
 */
final class Charts {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 215;
    private static final int MOST_POINTS = 480;
    private static final int MOST_BARS = 60;
    private static final int HOURS = 24;
    private static final int MINUTES_OF_HOUR = 60;

    /** A limit further above the busiest minute than this would press the use to the floor of its chart. */
    private static final int LIMIT_SHOWN_UP_TO = 5;

    private static final Color PALE = new Color(0x8f, 0xb0, 0xd3);
    private static final Color DARK = new Color(0x1f, 0x3a, 0x5f);
    private static final Color LIMIT = new Color(0xb0, 0x2a, 0x1e);
    private static final Color TEXT = new Color(0x33, 0x3d, 0x47);
    private static final Color GRID = new Color(0xdd, 0xe1, 0xe6);
    private static final Font LABELS = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final BasicStroke DASHED =
            new BasicStroke(1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {7, 4}, 0);

    private final BusinessDays window;
    private final ModelEvidence model;
    private final String id;
    private final List<String> names;

    /**
     * Creates charts.
     *
     * @param id what tells their parts from those of other charts of the page
     */
    Charts(BusinessDays window, ModelEvidence model, String id) {
        this.window = window;
        this.model = model;
        this.id = id;
        this.names = names(window);
    }

    /** Draws something, so that the classes and fonts that drawing takes are there. */
    static void load() {
        Drawing.svg("load", "", WIDTH, HEIGHT, () -> {
            XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).build();
            style(chart.getStyler());
            chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.StepArea);
            area(chart, new double[] {0, 1, 2}, new double[] {1, 2, 1});
            return chart;
        });
    }

    Optional<Chart> minutesOfTokens() {
        return minutes("Tokens", model.use.minutes().tokens(), model.tokens);
    }

    Optional<Chart> minutesOfRequests() {
        return minutes(
                model.drawsImages() ? "Images" : "Requests", model.use.minutes().requests(), model.requests);
    }

    Optional<Chart> daysOfTokens() {
        return days("Tokens", Totals::tokens, model.tokenForecast);
    }

    Optional<Chart> daysOfRequests() {
        return days(model.drawsImages() ? "Images" : "Requests", Totals::requests, model.requestForecast);
    }

    /** Draws the busiest minute of each hour, or of some hours where there are many days. */
    private Optional<Chart> minutes(String what, long[] ofMinutes, Counts counts) {
        int hours = IntStream.of(1, 2, 3, 4, 6, 8, 12)
                .filter(length -> window.count() * HOURS / length <= MOST_POINTS)
                .findFirst()
                .orElse(HOURS);
        int perDay = HOURS / hours;
        double[] heights = busiest(ofMinutes, hours, perDay);
        double[] places = new double[heights.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = (double) i / perDay;
        }
        return Drawing.svg(id + what.charAt(0) + "m", what + " a minute", WIDTH, HEIGHT, () -> {
                    XYChart chart = overDays();
                    area(chart, places, heights);
                    if (isShown(counts) && counts.limit != null) {
                        double limit = counts.limit;
                        XYSeries line =
                                chart.addSeries("limit", new double[] {0, window.count()}, new double[] {limit, limit});
                        line.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
                        line.setMarker(SeriesMarkers.NONE).setLineStyle(DASHED).setLineColor(LIMIT);
                    }
                    return chart;
                })
                .map(svg -> new Chart(
                        what + " a minute: the busiest minute of "
                                + (hours == 1 ? "each hour" : "every " + hours + " hours") + limitText(what, counts),
                        svg));
    }

    private double[] busiest(long[] ofMinutes, int hours, int perDay) {
        double[] heights = new double[window.count() * perDay + 1];
        long[] starts = window.days().stream().mapToLong(window::startOf).toArray();
        int day = 0;
        for (int i = 0; i < ofMinutes.length; i++) {
            long minute = model.use.minutes().minute(i);
            while (day + 1 < starts.length && minute >= starts[day + 1]) {
                day++;
            }
            int hour = (int) Math.min(HOURS - 1, (minute - starts[day]) / MINUTES_OF_HOUR);
            int slot = day * perDay + hour / hours;
            heights[slot] = Math.max(heights[slot], (double) ofMinutes[i]);
        }
        return heights;
    }

    private static boolean isShown(Counts counts) {
        return counts.limit != null && counts.limit <= LIMIT_SHOWN_UP_TO * Math.max(1, counts.busyMinutes.peak());
    }

    private static String limitText(String what, Counts counts) {
        if (counts.limit == null) {
            return "";
        }
        String limit = Words.count(counts.limit) + " " + what.toLowerCase(Locale.ROOT) + " a minute";
        return isShown(counts) ? "; dashed: the limit of " + limit : "; the limit of " + limit + " is above the chart";
    }

    /** Draws the days and the line through them. */
    private Optional<Chart> days(String what, ToLongFunction<Totals> count, @Nullable Forecast forecast) {
        List<Long> heights = model.use.days().stream().map(count::applyAsLong).toList();
        Trend trend = forecast == null ? null : forecast.trend();
        return Drawing.svg(
                        id + what.charAt(0) + "d",
                        what + " a day",
                        WIDTH,
                        HEIGHT,
                        () -> window.count() > MOST_BARS ? steps(heights, trend) : bars(heights, trend))
                .map(svg -> new Chart(what + " a day" + (trend == null ? "" : "; line: the growth"), svg));
    }

    private CategoryChart bars(List<Long> heights, @Nullable Trend trend) {
        CategoryChart chart =
                new CategoryChartBuilder().width(WIDTH).height(HEIGHT).build();
        style(chart.getStyler());
        chart.getStyler().setAvailableSpaceFill(0.7).setOverlapped(true);
        chart.getStyler().setXAxisMaxLabelCount(Math.min(window.count(), 14));
        chart.addSeries("use", names, heights).setFillColor(PALE);
        line(chart, trend);
        return chart;
    }

    private XYChart steps(List<Long> heights, @Nullable Trend trend) {
        XYChart chart = overDays();
        double[] places = IntStream.range(0, heights.size()).asDoubleStream().toArray();
        area(chart, places, heights.stream().mapToDouble(Long::doubleValue).toArray());
        if (trend != null) {
            double last = heights.size() - 1.0;
            XYSeries line = chart.addSeries("growth", new double[] {0, last}, new double[] {
                Math.max(0, trend.on(0)), Math.max(0, trend.on(heights.size() - 1))
            });
            line.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
            line.setMarker(SeriesMarkers.NONE).setLineWidth(2).setLineColor(DARK);
        }
        return chart;
    }

    private XYChart overDays() {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).build();
        style(chart.getStyler());
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.StepArea);
        chart.getStyler().setxAxisTickLabelsFormattingFunction(this::dayAt);
        chart.getStyler().setXAxisTickMarkSpacingHint(Math.max(40, (WIDTH - 120) * 3 / 4 / window.count()));
        chart.getStyler().setXAxisMin(0.0).setXAxisMax((double) window.count());
        return chart;
    }

    private static void area(XYChart chart, double[] places, double[] heights) {
        XYSeries use = chart.addSeries("use", places, heights);
        use.setMarker(SeriesMarkers.NONE).setLineWidth(0.8f).setLineColor(DARK).setFillColor(PALE);
    }

    private void line(CategoryChart chart, @Nullable Trend trend) {
        if (trend == null) {
            return;
        }
        List<Double> heights = new ArrayList<>();
        for (int day = 0; day < names.size(); day++) {
            heights.add(Math.max(0, trend.on(day)));
        }
        CategorySeries line = chart.addSeries("growth", names, heights);
        line.setChartCategorySeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Line);
        line.setMarker(SeriesMarkers.NONE).setLineWidth(2).setLineColor(DARK);
    }

    private String dayAt(double place) {
        int day = (int) Math.round(place);
        return Math.abs(place - day) > 0.01 || day < 0 || day >= window.count() ? " " : names.get(day);
    }

    private static List<String> names(BusinessDays window) {
        DateTimeFormatter name =
                DateTimeFormatter.ofPattern(window.count() <= 250 ? "d MMM" : "d MMM yy", Locale.ENGLISH);
        return window.days().stream().map(name::format).toList();
    }

    private static void style(AxesChartStyler styler) {
        styler.setAxisTickLabelsFont(LABELS)
                .setXAxisTickLabelsColor(TEXT)
                .setYAxisTickLabelsColor(TEXT)
                .setAxisTicksMarksVisible(false)
                .setPlotGridVerticalLinesVisible(false)
                .setPlotGridLinesColor(GRID)
                .setPlotGridLinesStroke(new BasicStroke(1))
                .setYAxisDecimalPattern("#,##0.##")
                .setYAxisMin(0.0);
        styler.setLegendVisible(false)
                .setChartTitleVisible(false)
                .setPlotBorderVisible(false)
                .setPlotContentSize(0.97)
                .setPlotBackgroundColor(Color.WHITE)
                .setChartBackgroundColor(Color.WHITE)
                .setChartPadding(2);
    }
}
