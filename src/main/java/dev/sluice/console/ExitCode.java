package dev.sluice.console;

/** What the process tells its caller. */
enum ExitCode {
    /** Everything was answered, or the run was stopped as asked. */
    OK(0),
    /** It could not run, was called wrongly, or was stopped before everything was answered. */
    FAILED(1),
    /** It ran to the end, but some prompts or files failed. */
    SOME_FAILED(2),
    /** The provider accepts neither account nor key, so nothing can be sent. */
    BLOCKED(3),
    /** A batch is not done yet. */
    NOT_READY(4);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
