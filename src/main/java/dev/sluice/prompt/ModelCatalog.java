package dev.sluice.prompt;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The models that the configuration names; an unknown name takes the row with the longest matching prefix, but its price only
 * as a dated snapshot, since relatives of one family cost differently. Immutable.
 */
public final class ModelCatalog {
    private static final Model UNKNOWN = new Model("", "o200k_base", null);
    /** What a snapshot has after the name of its model: {@code -2026-08-07}, or the older {@code -0613}. */
    private static final Pattern SNAPSHOT =
            Pattern.compile("-(\\d{4}-(0[1-9]|1[0-2])-|(0[1-9]|1[0-2]))(0[1-9]|[12]\\d|3[01])");

    private final List<Model> byLongestName;

    /** Creates a catalogue of these models. */
    public ModelCatalog(Collection<Model> models) {
        byLongestName = models.stream()
                .sorted(Comparator.comparingInt((Model m) -> m.name().length()).reversed())
                .toList();
    }

    /**
     * Returns the row that fits this model name best, without prices where the name is neither that of the row nor one of its
     * snapshots; newer models than the table are taken for {@code o200k_base}.
     */
    public Model find(String name) {
        Model row = byLongestName.stream()
                .filter(m -> name.startsWith(m.name()))
                .findFirst()
                .orElse(UNKNOWN);
        return row.prices().isEmpty() || isPriced(row, name) ? row : row.withoutPrices();
    }

    private static boolean isPriced(Model row, String name) {
        String rest = name.substring(row.name().length());
        return rest.isEmpty() || SNAPSHOT.matcher(rest).matches();
    }
}
