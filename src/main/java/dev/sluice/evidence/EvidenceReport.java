package dev.sluice.evidence;

import dev.sluice.prompt.ModelCatalog;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The evidence of some business days, ready to be written. Immutable. */
public final class EvidenceReport {
    final BusinessDays window;
    final List<ModelEvidence> models;
    final int headroomPercent;

    private EvidenceReport(BusinessDays window, List<ModelEvidence> models, int headroomPercent) {
        this.window = window;
        this.models = List.copyOf(models);
        this.headroomPercent = headroomPercent;
    }

    /**
     * Reads the usage of some days and works out the figures.
     *
     * @param connection the database of a home folder
     * @param window the days
     * @param limits the limits by pool
     * @param catalog what models cost
     * @param headroomPercent what an estimate adds to what is foreseen
     */
    public static EvidenceReport of(
            Connection connection,
            BusinessDays window,
            Map<String, PoolLimit> limits,
            ModelCatalog catalog,
            int headroomPercent)
            throws SQLException {
        List<ModelUse> uses = UsageTables.read(connection, window);
        List<ModelEvidence> models = new ArrayList<>();
        for (ModelUse use : uses) {
            boolean alone = uses.stream()
                            .filter(other -> other.model().equals(use.model()))
                            .count()
                    == 1;
            List<String> sharing = uses.stream()
                    .filter(other ->
                            other.pool().equals(use.pool()) && !other.model().equals(use.model()))
                    .map(other -> Words.plain(other.model()))
                    .toList();
            models.add(new ModelEvidence(
                    use,
                    Words.plain(alone ? use.model() : use.model() + " (pool " + use.pool() + ")"),
                    limits.getOrDefault(use.pool(), PoolLimit.UNKNOWN),
                    sharing,
                    catalog.find(use.model()),
                    window,
                    headroomPercent));
        }
        return new EvidenceReport(window, models, headroomPercent);
    }

    /** Returns whether nothing was used on these days. */
    public boolean isEmpty() {
        return models.isEmpty();
    }

    /**
     * Loads what {@link #html} draws with, on a thread of its own that nobody has to wait for: the usage can be read meanwhile.
     */
    public static void prepareCharts() {
        Thread loader = new Thread(Charts::load, "sluice-charts");
        loader.setDaemon(true);
        loader.start();
    }

    /** Returns it as a page of its own with charts, for screen and paper. */
    public String html(Instant madeAt, String madeBy) {
        return HtmlReport.of(new ReportParts(this, madeAt, madeBy, true).all());
    }

    /** Returns it as Markdown, without charts. */
    public String markdown(Instant madeAt, String madeBy) {
        return MarkdownReport.of(new ReportParts(this, madeAt, madeBy, false).all());
    }

    /** Returns its figures as CSV, a row a model. */
    public String csv() throws IOException {
        return CsvReport.of(this);
    }
}
