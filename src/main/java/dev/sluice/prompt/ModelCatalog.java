package dev.sluice.prompt;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The models that the configuration names; an unknown name takes the row with the longest matching prefix. Immutable. */
public final class ModelCatalog {
    private static final Model UNKNOWN = new Model("", "o200k_base", null);
    private final List<Model> byLongestName;

    /** Creates a catalogue of these models. */
    public ModelCatalog(Collection<Model> models) {
        byLongestName = models.stream()
                .sorted(Comparator.comparingInt((Model m) -> m.name().length()).reversed())
                .toList();
    }

    /** Returns the row that fits this model name best; newer models than the table are taken for {@code o200k_base}. */
    public Model find(String name) {
        return byLongestName.stream()
                .filter(m -> name.startsWith(m.name()))
                .findFirst()
                .orElse(UNKNOWN);
    }
}
