package dev.sluice.simulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** Opens the input file of a batch. */
final class BatchInput {
    private BatchInput() {}

    /** Returns its lines as UTF-8; what is none becomes U+FFFD. */
    static BufferedReader open(StoredFile file) throws IOException {
        return new BufferedReader(new InputStreamReader(Files.newInputStream(file.path()), StandardCharsets.UTF_8));
    }
}
