package dev.sluice.bench;

import java.io.IOException;
import java.util.List;

/** Something to measure. */
interface Scenario {
    /** Returns the name for {@code -Dbench=name}. */
    String name();

    /** Measures, and fails with an {@link IllegalStateException} when an answer is wrong. */
    List<Figure> measure(Lab lab) throws IOException, InterruptedException;
}
