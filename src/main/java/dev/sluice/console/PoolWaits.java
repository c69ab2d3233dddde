package dev.sluice.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.job.PoolNote;
import java.util.ArrayList;
import java.util.List;

/** Says what limit pools wait for. */
final class PoolWaits {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The end of a line that says no more than that there is a limit. */
    static final String PACING = " waits for its turn";

    private PoolWaits() {}

    /** Returns a line for each pool that waits for something. */
    static List<String> of(List<PoolNote> notes) throws JsonProcessingException {
        List<String> lines = new ArrayList<>();
        for (PoolNote note : notes) {
            String waitsFor = JSON.readTree(note.status()).path("waitsFor").asText();
            if (!waitsFor.isEmpty()) {
                lines.add(note.pool() + " waits for " + waitsFor);
            }
        }
        return lines;
    }
}
