package dev.sluice.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.job.HomeDatabase;
import dev.sluice.job.PoolNote;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints how the limit pools of a home folder stand, also while another process works on it. */
@Command(
        name = "limits",
        description = {
            "Print each limit pool: what is configured, what was learned, what is used, what it waits for.",
            "A running Sluice notes this every 5 seconds."
        },
        exitCodeList = {" 0:printed", " 1:could not run"})
final class LimitsCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] HEADER = {
        "pool", "limit", "configured", "learned", "pace/min", "last minute", "today", "per day"
    };
    private final Surroundings around;

    @Mixin
    private HomeOptions home = new HomeOptions();

    LimitsCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        PrintStream out = around.terminal().out();
        List<PoolNote> notes = HomeDatabase.pools(home.existing());
        if (notes.isEmpty()) {
            out.println("no limit pool was noted yet in " + home.home() + "; they are noted by the first run");
            return 0;
        }
        List<String[]> rows = new ArrayList<>();
        rows.add(HEADER);
        for (PoolNote note : notes) {
            JsonNode status = JSON.readTree(note.status());
            rows.add(row(note.pool(), "requests", status.path("requests")));
            rows.add(row("", "tokens", status.path("tokens")));
            if (isUsed(status.path("images"))) {
                rows.add(row("", "images", status.path("images")));
            }
        }
        Columns.of(rows).forEach(out::println);
        PoolWaits.of(notes).forEach(out::println);
        out.println("noted at " + notes.get(0).notedAt());
        return 0;
    }

    /** Returns whether anything is told of what few pools have to do with. */
    private static boolean isUsed(JsonNode limit) {
        return limit.path("pace").isNumber() || limit.path("ofDay").asLong() > 0;
    }

    private static String[] row(String pool, String name, JsonNode limit) {
        return new String[] {
            pool,
            name,
            figure(limit.path("configured")),
            figure(limit.path("learned")),
            figure(limit.path("pace")),
            figure(limit.path("ofMinute")),
            figure(limit.path("ofDay")),
            figure(limit.path("perDay"))
        };
    }

    private static String figure(JsonNode value) {
        return value.isNumber() ? Figures.count(value.longValue()) : "-";
    }
}
