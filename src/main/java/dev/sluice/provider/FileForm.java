package dev.sluice.provider;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/** The form ({@code multipart/form-data}) that uploads a file for the Batch API, straight from the disk. Immutable. */
final class FileForm {
    private static final long SECONDS_A_DAY = 86_400;
    private final String boundary = "sluice-" + UUID.randomUUID();
    private final Path file;
    private final String fields;

    /** Creates one; with 0 days nothing is said about when the provider is to delete the file. */
    FileForm(Path file, int expireDays) {
        this.file = file;
        this.fields = field("purpose", "batch")
                + (expireDays == 0
                        ? ""
                        : field("expires_after[anchor]", "created_at")
                                + field("expires_after[seconds]", Long.toString(SECONDS_A_DAY * expireDays)));
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    BodyPublisher body() throws FileNotFoundException {
        String name = String.valueOf(file.getFileName()).replaceAll("[\"\\\\\\p{Cntrl}]", "_");
        String start = fields + "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + name + "\"\r\nContent-Type: application/jsonl\r\n\r\n";
        String end = "\r\n--" + boundary + "--\r\n";
        return BodyPublishers.concat(
                BodyPublishers.ofString(start, StandardCharsets.UTF_8),
                BodyPublishers.ofFile(file),
                BodyPublishers.ofString(end, StandardCharsets.UTF_8));
    }

    private String field(String name, String value) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }
}
