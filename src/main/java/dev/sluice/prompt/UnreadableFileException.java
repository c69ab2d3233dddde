package dev.sluice.prompt;

/** A file that can't be read as a whole; the message is {@code file:line: reason}. */
public final class UnreadableFileException extends RuntimeException {
    private final String file;
    private final long line;
    private final String reason;

    /** Creates one; {@code line} is 0 where no line is to blame. */
    public UnreadableFileException(String file, long line, String reason) {
        super(file + (line > 0 ? ":" + line : "") + ": " + reason);
        this.file = file;
        this.line = line;
        this.reason = reason;
    }

    /** Returns the file as the user knows it. */
    public String file() {
        return file;
    }

    /** Returns the line, from 1, or 0 where no line is to blame. */
    public long line() {
        return line;
    }

    /** Returns why, in one sentence without the place. */
    public String reason() {
        return reason;
    }
}
