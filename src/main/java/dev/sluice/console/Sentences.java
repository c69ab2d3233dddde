package dev.sluice.console;

import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in a sentence on standard error what went wrong, without a stack trace. */
final class Sentences implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final PrintStream err;

    Sentences(PrintStream err) {
        this.err = err;
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        err.println("sluice: " + sentence(wrong) + suggestion(wrong) + " (see " + command + " --help)");
        return ExitCode.FAILED.number();
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult result) {
        for (String line : sentence(failure).split("\n", -1)) {
            err.println("sluice: " + line);
        }
        return ExitCode.FAILED.number();
    }

    /** Returns what went wrong; of a file that is missing or closed, Java's own message is only its name. */
    static String sentence(Exception failure) {
        if (failure instanceof NoSuchFileException missing) {
            return "no such file: path=" + missing.getFile();
        }
        if (failure instanceof AccessDeniedException closed) {
            return "access denied: path=" + closed.getFile();
        }
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message.strip();
    }

    private static String suggestion(ParameterException wrong) {
        if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        List<String> suggestions = unmatched.getSuggestions();
        if (!suggestions.isEmpty()) {
            return "; did you mean " + String.join(" or ", suggestions) + "?";
        }
        Set<String> commands = wrong.getCommandLine().getSubcommands().keySet();
        return commands.isEmpty() ? "" : "; commands are " + String.join(", ", commands);
    }
}
