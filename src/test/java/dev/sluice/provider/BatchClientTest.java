package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.provider.ProviderConfig.Kind;
import dev.sluice.provider.ProviderException.Blocked;
import dev.sluice.provider.ProviderException.Rejected;
import dev.sluice.provider.ProviderException.Unavailable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchClientTest {
    private static final String KEY = "sk-a-very-secret-key";

    @TempDir
    Path folder;

    private final LoopbackServer server = new LoopbackServer();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    @AfterEach
    void close() {
        server.close();
    }

    private BatchClient client() {
        return client(Kind.OPENAI, server.url("/v1"), Duration.ofSeconds(30));
    }

    private static BatchClient client(Kind kind, URI url, Duration patience) {
        ProviderConfig config =
                new ProviderConfig(kind, url, KEY, null, null, "2025-01-01", Duration.ofSeconds(30), patience);
        return new BatchClient(config, "", "1.2", Clock.systemUTC());
    }

    @Test
    void upload_sendsTheFileInAForm_ofKnownLength() throws Exception {
        Path file = Files.writeString(folder.resolve("größe \"1\".jsonl"), "{\"a\":1}\n{\"a\":2}\n");
        server.says("POST /v1/files", 200, "{\"id\":\"file-1\"}");

        assertThat(client().upload(file, 2)).isEqualTo("file-1");

        LoopbackServer.Request request = server.requests().get(0);
        String boundary = request.header("content-type").replaceFirst("multipart/form-data; boundary=", "");
        assertThat(request.header("authorization")).isEqualTo("Bearer " + KEY);
        assertThat(request.header("content-length")).matches("\\d+");
        assertThat(request.header("upgrade")).isEmpty();
        assertThat(request.body().replace(boundary, "B"))
                .isEqualTo("--B\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
                        + "--B\r\nContent-Disposition: form-data; name=\"expires_after[anchor]\"\r\n\r\ncreated_at\r\n"
                        + "--B\r\nContent-Disposition: form-data; name=\"expires_after[seconds]\"\r\n\r\n172800\r\n"
                        + "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"größe _1_.jsonl\"\r\n"
                        + "Content-Type: application/jsonl\r\n\r\n{\"a\":1}\n{\"a\":2}\n\r\n--B--\r\n");
    }

    @Test
    void upload_thatIsNotToExpire_saysNothingOfIt() throws Exception {
        Path file = Files.writeString(folder.resolve("a.jsonl"), "{}");
        server.says("POST /v1/files", 200, "{\"id\":\"file-1\"}");

        client().upload(file, 0);

        assertThat(server.requests().get(0).body()).doesNotContain("expires_after");
    }

    @Test
    void create_namesFileEndpointWindowAndMetadata() {
        server.says("POST /v1/batches", 200, "{\"id\":\"batch_1\"}");

        client().create("file-1", "/v1/embeddings", "24h", 1, Map.of("k", "v"));

        assertThat(server.requests().get(0).body())
                .isEqualTo(
                        "{\"input_file_id\":\"file-1\",\"endpoint\":\"/v1/embeddings\",\"completion_window\":\"24h\","
                                + "\"metadata\":{\"k\":\"v\"},"
                                + "\"output_expires_after\":{\"anchor\":\"created_at\",\"seconds\":86400}}");
    }

    @Test
    void look_tellsHowLongTheProviderWantsToBeLeftAlone() {
        server.says("GET /v1/batches/batch_1", 200, "{\"id\":\"batch_1\"}", "openai-poll-after-ms", "90000")
                .says("GET /v1/batches/batch_1", 200, "{\"id\":\"batch_1\"}");

        assertThat(client().look("batch_1").pollAfter()).isEqualTo(Duration.ofSeconds(90));
        assertThat(client().look("batch_1").pollAfter()).isNull();
    }

    @Test
    void azure_hasFilesAndBatchesBelowOpenai_withItsVersionAndKey() {
        server.says("GET /openai/batches?api-version=2025-01-01&limit=5&after=b%2F1", 200, "{\"data\":[]}");

        client(Kind.AZURE, server.url(""), Duration.ofSeconds(30)).list(5, "b/1");

        assertThat(server.requests().get(0).header("api-key")).isEqualTo(KEY);
        assertThat(server.requests().get(0).header("authorization")).isEmpty();
    }

    @Test
    void keyThatIsNotAccepted_isBlocked_andNotShown() {
        server.says("GET /v1/batches?limit=1", 401, "{\"error\":{\"message\":\"Incorrect API key: " + KEY + "\"}}");

        assertThatThrownBy(() -> client().list(1, ""))
                .isInstanceOf(Blocked.class)
                .hasMessageContaining("the key is not accepted")
                .hasMessageNotContaining(KEY);
    }

    @Test
    void batchThatIsNotThere_isRejected_inTheProvidersWords() {
        server.says(
                "GET /v1/batches/b", 404, "{\"error\":{\"message\":\"No batch found\",\"param\":null,\"code\":null}}");

        assertThatThrownBy(() -> client().look("b"))
                .isInstanceOf(Rejected.class)
                .hasMessage("No batch found");
    }

    @Test
    void pathThatIsNotThere_isBlocked() {
        server.says("GET /v1/batches?limit=1", 404, "{\"detail\":\"Not Found\"}")
                .says("GET /v1/batches/b", 404, "<html><title>404</title></html>");

        assertThatThrownBy(() -> client().list(1, "")).isInstanceOf(Blocked.class);
        assertThatThrownBy(() -> client().look("b")).isInstanceOf(Blocked.class);
    }

    @Test
    void errorWithStatus200_isAnError() {
        server.says("GET /v1/batches/b", 200, "{\"error\":{\"message\":\"not now\"}}");

        assertThatThrownBy(() -> client().look("b"))
                .isInstanceOf(Unavailable.class)
                .hasMessage("not now");
    }

    @Test
    void delete_ofAFileThatIsGone_isDone() {
        server.says("DELETE /v1/files/f", 404, "{\"error\":{\"message\":\"No such File\"}}");

        client().delete("f");

        assertThat(server.lines()).containsExactly("DELETE /v1/files/f");
    }

    @Test
    void download_writesWhatComes() {
        String lines = "{\"custom_id\":\"a\"}\n".repeat(20_000);
        server.says("GET /v1/files/f/content", 200, lines);

        client().download("f", Channels.newChannel(content));

        assertThat(content).hasToString(lines);
    }

    @Test
    void download_thatIsRefused_writesNothing() {
        server.says("GET /v1/files/f/content", 500, "{\"error\":{\"message\":\"broken\"}}");

        assertThatThrownBy(() -> client().download("f", Channels.newChannel(content)))
                .isInstanceOf(Unavailable.class);

        assertThat(content.size()).isZero();
    }

    @Test
    void download_thatBreaksOff_isNoWholeFile() {
        server.answers("GET /v1/files/f/content", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[10]);
        });

        assertThatThrownBy(() -> client().download("f", Channels.newChannel(content)))
                .isInstanceOf(Unavailable.class);
    }

    @Test
    void download_toAFullDisk_isNoFaultOfTheProvider() {
        server.says("GET /v1/files/f/content", 200, "lines");
        WritableByteChannel full = new WritableByteChannel() {
            @Override
            public int write(ByteBuffer source) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };

        assertThatThrownBy(() -> client().download("f", full))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("No space left on device");
    }

    @Test
    void replyOfWhichNothingComes_isGivenUp() {
        CountDownLatch end = new CountDownLatch(1);
        server.answers("GET /v1/files/f/content", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().flush();
            end.await();
        });

        assertThatThrownBy(() -> client(Kind.OPENAI, server.url("/v1"), Duration.ofMillis(50))
                        .download("f", Channels.newChannel(content)))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("didn't answer in time");
        end.countDown();
    }

    @Test
    void serverThatIsNotThere_isNamed() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        BatchClient nobody = client(Kind.OPENAI, URI.create("http://127.0.0.1:" + port), Duration.ofSeconds(30));

        assertThatThrownBy(() -> nobody.list(1, ""))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("127.0.0.1:" + port);
    }
}
