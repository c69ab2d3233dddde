package dev.sluice.config;

import java.util.List;

/** A configuration that can't be used; its message lists every problem, one a line, and shows no secret. */
public final class InvalidConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    InvalidConfigurationException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** Returns the problems, each one sentence that begins with its place. */
    public List<String> problems() {
        return problems;
    }
}
