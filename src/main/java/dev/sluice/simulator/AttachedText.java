package dev.sluice.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;

/** Reads the text of an attached file: its first 64,000 bytes, about as many as a file search would bring. */
final class AttachedText {
    private static final int MAX_BYTES = 64_000;

    private AttachedText() {}

    /** Returns the text as UTF-8, empty where the file was deleted; what is no UTF-8 becomes U+FFFD. */
    static String of(StoredFile file) {
        try (InputStream in = Files.newInputStream(file.path())) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
