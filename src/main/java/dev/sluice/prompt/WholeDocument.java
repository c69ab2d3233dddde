package dev.sluice.prompt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The whole file as one text, without the line breaks at its end. Not thread-safe. */
final class WholeDocument implements RawLines {
    private final InputStream in;
    private final int maxBytes;
    private boolean read;
    private boolean tooLong;
    private String text = "";

    WholeDocument(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    @Override
    public boolean advance() throws IOException {
        if (read) {
            return false;
        }
        read = true;
        byte[] bytes = in.readNBytes(maxBytes);
        tooLong = in.read() >= 0;
        String whole = new String(bytes, StandardCharsets.UTF_8);
        text = tooLong ? TextLines.firstChars(whole) : whole.substring(0, lengthWithoutLastBreaks(whole));
        in.transferTo(OutputStream.nullOutputStream());
        return !text.isBlank();
    }

    @Override
    public long lineNumber() {
        return 1;
    }

    @Override
    public boolean tooLong() {
        return tooLong;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static int lengthWithoutLastBreaks(String text) {
        int length = text.length();
        while (length > 0 && (text.charAt(length - 1) == '\n' || text.charAt(length - 1) == '\r')) {
            length--;
        }
        return length;
    }
}
