package dev.sluice.batch;

import dev.sluice.prompt.Endpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks for what the Batch API would refuse in a ready-made file. Serves one file; not thread-safe. */
final class RequestFileCheck {
    /** Whatever the API means by 200 MB, more than this it does not take. */
    private static final long MOST_BYTES = 200L << 20;

    private static final int MOST_PROBLEMS = 100;
    private static final int MOST_SHOWN = 100;
    private static final BatchLimits LIMITS = BatchLimits.of(null);

    private final Path file;
    private final int longestLine;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final Same url;
    private final Same model = new Same("model", null);
    private final boolean chosen;
    private int line;
    private long inputs;

    RequestFileCheck(Path file, @Nullable String endpoint, int longestLine) {
        this.file = file;
        this.longestLine = longestLine;
        this.chosen = endpoint != null;
        this.url = new Same("url", endpoint);
    }

    RequestFile check() throws IOException {
        long size = Files.size(file);
        if (size > MOST_BYTES) {
            problems.add(String.format(
                    Locale.ROOT, "%s: larger than the 200 MB that the Batch API takes: bytes=%,d", file, size));
        } else {
            checkLines();
        }
        return new RequestFile(file, url.first == null ? "" : url.first, List.copyOf(ids.keySet()), problems);
    }

    private void checkLines() throws IOException {
        try (ByteLines lines = ByteLines.open(file, longestLine)) {
            while (problems.size() < MOST_PROBLEMS && line <= LIMITS.requests() && lines.advance()) {
                line = lines.number();
                check(lines);
            }
        }
        if (line == 0) {
            problems.add(file + ": holds no request");
        }
        if (problems.size() >= MOST_PROBLEMS) {
            problems.add(file + ": was read no further than line " + line + ", so many are the problems");
        }
    }

    private void check(ByteLines lines) {
        if (line > LIMITS.requests()) {
            problem("more requests than the Batch API takes: most=" + LIMITS.requests());
        } else if (lines.isTooLong()) {
            problem("longer than sluice.input.max-line-bytes: bytes=" + lines.length());
        } else {
            check(lines.bytes());
        }
    }

    private void check(byte[] bytes) {
        if (new String(bytes, StandardCharsets.ISO_8859_1).isBlank()) {
            problem("blank, take it out");
            return;
        }
        try {
            check(RequestLine.parse(bytes));
        } catch (IOException e) {
            problem(String.valueOf(e.getMessage()));
        }
    }

    private void check(RequestLine request) {
        checkId(request.customId());
        if (!"POST".equals(request.method())) {
            problem("method must be POST: value=" + shown(request.method()));
        }
        checkUrl(request.url());
        if (!request.hasBody()) {
            problem("body must be an object");
        } else if (request.model() == null || request.model().isBlank()) {
            problem("body has no model");
        } else {
            model.check(request.model());
        }
        boolean embeds = Endpoint.ofUrl(String.valueOf(request.url()))
                .filter(endpoint -> endpoint == Endpoint.EMBEDDINGS)
                .isPresent();
        countInputs(embeds ? request.inputs() : 0);
    }

    private void checkId(@Nullable String id) {
        if (id == null || id.isEmpty()) {
            problem("custom_id must be a text");
            return;
        }
        Integer first = ids.putIfAbsent(id, line);
        if (first != null) {
            problem("custom_id stands twice: value=" + shown(id) + " first=" + first);
        }
    }

    private void checkUrl(@Nullable String path) {
        if (path == null || !path.startsWith("/") || path.startsWith("//")) {
            problem("url must be a path such as /v1/chat/completions, without a host: value=" + shown(path));
        } else if (!chosen
                && Endpoint.ofUrl(path).filter(Endpoint::takesBatches).isEmpty()) {
            problem("url is no endpoint that the Batch API takes: value=" + shown(path));
        } else {
            url.check(path);
        }
    }

    private void countInputs(int more) {
        boolean fitted = inputs <= LIMITS.inputs();
        inputs += more;
        if (fitted && inputs > LIMITS.inputs()) {
            problem("more embedding inputs than the Batch API takes in a file: most=" + LIMITS.inputs());
        }
    }

    private void problem(String sentence) {
        problems.add(file + ":" + line + ": " + sentence);
    }

    private static String shown(@Nullable String text) {
        String plain = String.valueOf(text).replaceAll("\\p{Cntrl}", "?");
        return plain.length() > MOST_SHOWN ? plain.substring(0, MOST_SHOWN) + "…" : plain;
    }

    /** A field that has to be the same on all lines. */
    private final class Same {
        private final String name;
        private @Nullable String first;
        private int at;

        Same(String name, @Nullable String wanted) {
            this.name = name;
            this.first = wanted;
        }

        void check(String value) {
            if (first == null) {
                first = value;
                at = line;
            } else if (!first.equals(value)) {
                String place = at == 0 ? "--endpoint" : "line " + at;
                problem(name + " differs from " + place + ": value=" + shown(value) + " first=" + shown(first));
            }
        }
    }
}
