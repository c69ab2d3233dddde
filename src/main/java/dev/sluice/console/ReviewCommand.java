package dev.sluice.console;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.job.Decision;
import dev.sluice.job.ReviewFolder;
import dev.sluice.job.UnusableNoteException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the files that wait for somebody's decision, and moves them to those that were decided about. */
@Command(
        name = "review",
        description = "Decide about files that would exceed what their users may use.",
        exitCodeList = {" 0:done as asked", " 1:could not be done"})
final class ReviewCommand implements Runnable {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    @Spec
    private CommandSpec command = CommandSpec.create();

    private ReviewCommand() {}

    /** Returns the command with its subcommands. */
    static CommandLine commandLine(Surroundings around) {
        return new CommandLine(new ReviewCommand())
                .addSubcommand(new ListFiles(around))
                .addSubcommand(new Approve(around))
                .addSubcommand(new Deny(around));
    }

    /** Shows what there is when nothing is asked for. */
    @Override
    public void run() {
        command.commandLine().usage(command.commandLine().getOut());
    }

    /** Prints what waits. */
    @Command(
            name = "list",
            description = "Print the files that wait for a decision: prompts, tokens and cost, and why.")
    static final class ListFiles implements Callable<Integer> {
        private static final String[] HEADER = {"file", "user", "prompts", "tokens", "cost (USD)", "why"};
        private static final int WIDEST_USER = 40;
        private static final int WIDEST_REASON = 80;
        private final Surroundings around;

        @Mixin
        private HomeOptions home = new HomeOptions();

        @Option(names = "--json", description = "Print each with its whole note, in JSON, one a line.")
        private boolean json;

        ListFiles(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() throws IOException {
            PrintStream out = around.terminal().out();
            ReviewFolder review = home.folder().review();
            List<String> waiting = review.waiting();
            if (json) {
                waiting.forEach(name -> out.println(json(review, name)));
            } else if (waiting.isEmpty()) {
                out.println("no file waits for a decision in " + home.home());
            } else {
                List<String[]> rows = new ArrayList<>();
                rows.add(HEADER);
                waiting.forEach(name -> rows.add(row(review, name)));
                Columns.of(rows).forEach(out::println);
            }
            return ExitCode.OK.number();
        }

        private static ObjectNode json(ReviewFolder review, String name) {
            ObjectNode line = JSON.createObjectNode().put("name", name);
            try {
                line.set("note", review.note(name).content());
            } catch (UnusableNoteException e) {
                line.put("problem", e.getMessage());
            }
            return line;
        }

        /** Returns a row; what helps where its note can't be used is never cut. */
        private static String[] row(ReviewFolder review, String name) {
            String file = Figures.plain(name);
            try {
                JsonNode why = review.note(name).content();
                JsonNode asked = why.path("asked");
                return new String[] {
                    file,
                    Figures.head(Figures.plain(why.path("user").asText()), WIDEST_USER),
                    number(asked.path("prompts")),
                    number(asked.path("tokens")),
                    number(asked.path("costUsd")),
                    Figures.head(Figures.plain(why.path("reason").asText()), WIDEST_REASON)
                };
            } catch (UnusableNoteException e) {
                return new String[] {file, "?", "?", "?", "?", Figures.plain(String.valueOf(e.getMessage()))};
            }
        }

        private static String number(JsonNode value) {
            return value.isIntegralNumber() && value.canConvertToLong()
                    ? Figures.count(value.longValue())
                    : value.isNumber() ? value.decimalValue().toPlainString() : "";
        }
    }

    /** Moves files. */
    abstract static class Decide implements Callable<Integer> {
        private final Surroundings around;
        private final Decision decision;

        @Mixin
        private HomeOptions home = new HomeOptions();

        @Parameters(paramLabel = "FILE", arity = "1..*", description = "The file as the command review list shows it.")
        private List<String> names = List.of();

        Decide(Surroundings around, Decision decision) {
            this.around = around;
            this.decision = decision;
        }

        @Override
        public Integer call() throws IOException {
            ReviewFolder review = home.folder().review();
            List<String> waiting = review.waiting();
            for (String name : names) {
                if (!waiting.contains(name)) {
                    throw new IllegalStateException(
                            "no such file waits for a decision in " + home.home() + ": file=" + Figures.plain(name));
                }
                // Without it the file could not be claimed.
                requireNote(review, name);
            }
            for (String name : names) {
                review.decide(name, decision);
                around.terminal()
                        .out()
                        .println(Figures.plain(name)
                                + (decision == Decision.APPROVED
                                        ? " is approved; it is sent by the process that works on the home folder, or the"
                                                + " next run"
                                        : " is denied; its prompts fail"));
            }
            return ExitCode.OK.number();
        }
    }

    private static void requireNote(ReviewFolder review, String name) {
        try {
            review.note(name);
        } catch (UnusableNoteException e) {
            throw new IllegalStateException(Figures.plain(name + ": " + e.getMessage()), e);
        }
    }

    /** Lets files go. */
    @Command(name = "approve", description = "Have files sent, once, whatever their users may use.")
    static final class Approve extends Decide {
        Approve(Surroundings around) {
            super(around, Decision.APPROVED);
        }
    }

    /** Refuses files. */
    @Command(name = "deny", description = "Send nothing of files: all their prompts fail and say so.")
    static final class Deny extends Decide {
        Deny(Surroundings around) {
            super(around, Decision.DENIED);
        }
    }
}
