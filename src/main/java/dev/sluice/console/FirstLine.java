package dev.sluice.console;

import java.nio.file.Path;
import java.util.Optional;

/** The first line of every run: who answers, where the files are, which version. */
final class FirstLine {
    private FirstLine() {}

    /** Returns the line; a provider is named by its base URL, none is the simulated one. */
    static String of(Optional<String> provider, Path home) {
        String answers = provider.map(url -> "provider " + url)
                .orElse("SIMULATED provider (answers are made up, nothing leaves this machine)");
        return answers + ", home " + home + ", sluice " + Version.text();
    }
}
