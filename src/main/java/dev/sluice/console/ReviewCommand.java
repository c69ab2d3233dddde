package dev.sluice.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.job.Decision;
import dev.sluice.job.ReviewFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the files that wait for somebody's decision, and moves them to those that were decided about. */
@Command(
        name = "review",
        description = "Decide about files that would exceed what their users may use.",
        exitCodeList = {" 0:done as asked", " 1:could not be done"})
final class ReviewCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();

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
        private final Surroundings around;

        @Mixin
        private HomeOptions home = new HomeOptions();

        ListFiles(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() throws IOException {
            ReviewFolder review = home.folder().review();
            List<String[]> rows = new ArrayList<>();
            rows.add(new String[] {"file", "user", "prompts", "tokens", "cost (USD)", "why"});
            for (String name : review.waiting()) {
                Path note = review.why(name);
                JsonNode why = Files.exists(note) ? JSON.readTree(note.toFile()) : JSON.createObjectNode();
                JsonNode asked = why.path("asked");
                rows.add(new String[] {
                    name,
                    why.path("user").asText(),
                    asked.path("prompts").asText(),
                    asked.path("tokens").asText(),
                    asked.path("costUsd").asText(),
                    why.path("reason").asText()
                });
            }
            if (rows.size() == 1) {
                around.terminal().out().println("no file waits for a decision");
            } else {
                Columns.of(rows).forEach(around.terminal().out()::println);
            }
            return ExitCode.OK.number();
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
                    throw new IllegalStateException("no such file waits for a decision: file=" + name);
                }
            }
            for (String name : names) {
                review.decide(name, decision);
                around.terminal()
                        .out()
                        .println(name
                                + (decision == Decision.APPROVED
                                        ? " is approved; it is sent by the process that works on the home folder, or the"
                                                + " next run"
                                        : " is denied; its prompts fail"));
            }
            return ExitCode.OK.number();
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
