package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilesTest {
    private final HandClock clock = new HandClock();
    private final Simulator simulator =
            Simulator.start(SimulatorOptions.builder().build(), new HandTicker(), clock);
    private final Client client = new Client(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void upload_smallFile_isToldOfAndComesBack() throws Exception {
        JsonNode file =
                Client.json(client.postForm("/v1/files", Map.of("purpose", "batch", "file", "a\r\n--lim\r\n\r\nb")));

        assertThat(file.path("id").asText()).startsWith("file-");
        assertThat(file.path("object").asText()).isEqualTo("file");
        assertThat(file.path("bytes").intValue()).isEqualTo(13);
        assertThat(file.path("filename").asText()).isEqualTo("in.jsonl");
        assertThat(file.path("purpose").asText()).isEqualTo("batch");
        assertThat(file.path("status").asText()).isEqualTo("processed");
        assertThat(file.path("expires_at").longValue())
                .isEqualTo(file.path("created_at").longValue() + 2_592_000);
        String path = "/v1/files/" + file.path("id").asText();
        assertThat(Client.json(client.get(path))).isEqualTo(file);
        HttpResponse<String> content = client.get(path + "/content");
        assertThat(content.body()).isEqualTo("a\r\n--lim\r\n\r\nb");
        assertThat(content.headers().firstValue("Content-Length")).hasValue("13");
    }

    @Test
    void upload_emptyFile_isKept() throws Exception {
        assertThat(client.get("/v1/files/" + client.upload("") + "/content").body())
                .isEmpty();
    }

    @Test
    void upload_sixtyMegabytesInChunks_goesThroughInLittleMemory() throws Exception {
        long length = 60L << 20;
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest upload = HttpRequest.newBuilder(simulator.root().resolve("/v1/files"))
                .header("Content-Type", "multipart/form-data; boundary=\"limit\"")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> form(length)))
                .build();

        HttpResponse<String> response = http.send(upload, BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Client.json(response).path("bytes").longValue()).isEqualTo(length);
        assertThat(simulator.stats().batches().uploadBytes()).isEqualTo(length);
        assertThat(simulator.stats().lastRequest().orElseThrow().body()).isEmpty();
        HttpRequest download = HttpRequest.newBuilder(simulator
                        .root()
                        .resolve("/v1/files/" + Client.json(response).path("id").asText() + "/content"))
                .build();
        try (InputStream content =
                http.send(download, BodyHandlers.ofInputStream()).body()) {
            assertThat(letters(content)).isEqualTo(length);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "purpose=batch,missing_required_parameter,file",
        "file=x,missing_required_parameter,purpose",
        "file=x&purpose=fun,invalid_value,purpose",
        "file=x&purpose=batch&expires_after[seconds]=3600,invalid_value,expires_after.anchor",
        "file=x&purpose=batch&expires_after[anchor]=created_at&expires_after[seconds]=5,"
                + "integer_below_min_value,expires_after.seconds",
    })
    void upload_wrongForm_isRefusedAndLeavesNothing(String form, String code, String param) throws Exception {
        HttpResponse<String> response = client.postForm("/v1/files", fields(form));

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode error = Client.json(response).path("error");
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("param").asText()).isEqualTo(param);
        assertThat(simulator.stats().batches().filesExisting()).isZero();
    }

    @Test
    void upload_cutOrNoForm_isRefused() throws Exception {
        String form = "multipart/form-data; boundary=limit";
        String cut = "--limit\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nhalf of";

        assertThat(client.post("/v1/files", "{}").statusCode()).isEqualTo(400);
        HttpRequest request = HttpRequest.newBuilder(simulator.root().resolve("/v1/files"))
                .header("Content-Type", form)
                .POST(HttpRequest.BodyPublishers.ofString(cut))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(400);
        assertThat(simulator.stats().batches().filesUploaded()).isZero();
    }

    @Test
    void upload_underFaults_keepsNothingOrLosesTheAnswerOnly() throws Exception {
        simulator.breakWith(Fault.parse("503,path=POST /files,times=1"));
        HttpResponse<String> refused = client.postForm("/v1/files", Map.of("purpose", "batch", "file", "x"));
        assertThat(refused.statusCode()).isEqualTo(503);
        simulator.breakWith(Fault.parse("reset,path=POST /files,times=1"));
        assertThatThrownBy(() -> client.upload("x")).isInstanceOf(IOException.class);
        assertThat(simulator.stats().batches().filesExisting()).isZero();

        simulator.breakWith(Fault.parse("truncated,path=POST /files,times=1"));
        assertThatThrownBy(() -> client.upload("x")).isInstanceOf(IOException.class);
        assertThat(simulator.stats().batches().filesExisting()).isEqualTo(1);
    }

    @Test
    void content_underFaults_isCut() throws Exception {
        String path = "/v1/files/" + client.upload("0123456789") + "/content";

        simulator.breakWith(Fault.of(Fault.Kind.TRUNCATED));
        assertThatThrownBy(() -> client.get(path)).isInstanceOf(IOException.class);
        simulator.breakWith(Fault.of(Fault.Kind.MALFORMED));
        assertThat(client.get(path).body()).isEqualTo("01234");
        simulator.breakWith(Fault.parse("slow-body,duration=10ms"));
        assertThat(client.get(path).body()).isEqualTo("0123456789");
    }

    @Test
    void list_manyFiles_comesInPages() throws Exception {
        String first = client.upload("a");
        String second = client.upload("b");
        String third = client.upload("c");
        client.postForm("/v1/files", Map.of("purpose", "user_data", "file", "d"));

        JsonNode page = Client.json(client.get("/v1/files?purpose=batch&limit=2"));
        assertThat(page.path("object").asText()).isEqualTo("list");
        assertThat(page.path("data").findValuesAsText("id")).containsExactly(third, second);
        assertThat(page.path("first_id").asText()).isEqualTo(third);
        assertThat(page.path("last_id").asText()).isEqualTo(second);
        assertThat(page.path("has_more").booleanValue()).isTrue();
        JsonNode rest = Client.json(client.get("/v1/files?purpose=batch&limit=2&after=" + second));
        assertThat(rest.path("data").findValuesAsText("id")).containsExactly(first);
        assertThat(rest.path("has_more").booleanValue()).isFalse();
        assertThat(Client.json(client.get("/v1/files?order=asc")).path("data")).hasSize(4);
        assertThat(client.get("/v1/files?after=file-0").statusCode()).isEqualTo(400);
        assertThat(client.get("/v1/files?limit=0").statusCode()).isEqualTo(400);
    }

    @Test
    void delete_file_isGoneFromEverywhere() throws Exception {
        String id = client.upload("a");

        JsonNode deleted = Client.json(client.delete("/v1/files/" + id));

        assertThat(deleted.path("id").asText()).isEqualTo(id);
        assertThat(deleted.path("deleted").booleanValue()).isTrue();
        for (String path : List.of("/v1/files/" + id, "/v1/files/" + id + "/content")) {
            HttpResponse<String> response = client.get(path);
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(Client.json(response).path("error").path("message").asText())
                    .contains(id);
        }
        assertThat(client.delete("/v1/files/" + id).statusCode()).isEqualTo(404);
        assertThat(simulator.stats().batches().filesExisting()).isZero();
    }

    @Test
    void expiry_pastIt_fileIsGone() throws Exception {
        JsonNode file = Client.json(client.postForm(
                "/v1/files",
                Map.of(
                        "purpose",
                        "batch",
                        "file",
                        "x",
                        "expires_after[anchor]",
                        "created_at",
                        "expires_after[seconds]",
                        "3600")));
        String path = "/v1/files/" + file.path("id").asText();

        clock.seconds.addAndGet(3_599);
        assertThat(client.get(path).statusCode()).isEqualTo(200);
        clock.seconds.addAndGet(1);
        assertThat(client.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void ids_repeatInEveryRun() throws Exception {
        String id = client.upload("a");

        try (Simulator again = Simulator.start(SimulatorOptions.builder().build())) {
            assertThat(new Client(again).upload("b")).isEqualTo(id);
        }
        assertThat(client.upload("c")).isNotEqualTo(id);
    }

    @Test
    void close_deletesAllFiles() throws Exception {
        FileStore store = new FileStore(new BatchStats());
        Path path = Files.writeString(store.newPath(), "x");

        store.close();

        assertThat(path.getParent()).doesNotExist();
        assertThatThrownBy(store::newPath).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void key_wrong_isRefusedAfterTheWholeUpload() throws Exception {
        simulator.change(o -> o.keys(List.of("good")));

        HttpResponse<String> response =
                client.postForm("/v1/files", Map.of("purpose", "batch", "file", "x".repeat(5_000_000)));

        assertThat(response.statusCode()).isEqualTo(401);
    }

    /** Returns a form with a file of so many letters. */
    private static InputStream form(long length) {
        String head = "--limit\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
                + "--limit\r\nContent-Disposition: form-data; filename=\"a b.jsonl\"; name=\"file\"\r\n\r\n";
        return new SequenceInputStream(
                Collections.enumeration(List.of(bytes(head), new Letters(length), bytes("\r\n--limit--\r\n"))));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static long letters(InputStream in) throws IOException {
        byte[] buffer = new byte[64 << 10];
        long count = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            for (int i = 0; i < read; i++) {
                if (buffer[i] != Letters.LETTER) {
                    return -1;
                }
            }
            count += read;
        }
        return count;
    }

    private static Map<String, String> fields(String form) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : form.split("&", -1)) {
            fields.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return fields;
    }

    /** So many carriage returns, each of which might begin a boundary. */
    private static final class Letters extends InputStream {
        static final byte LETTER = '\r';
        private long left;

        Letters(long length) {
            left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? LETTER : -1;
        }

        @Override
        public int read(byte[] bytes, int from, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            Arrays.fill(bytes, from, from + count, LETTER);
            left -= count;
            return count;
        }
    }

    /** A clock that moves by hand. */
    private static final class HandClock extends Clock {
        private final AtomicLong seconds = new AtomicLong(1_790_000_000);

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(seconds.get());
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
