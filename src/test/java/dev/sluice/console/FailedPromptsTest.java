package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailedPromptsTest {
    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void jsonLines_withErrors_areNamed() throws IOException {
        Path answers = file("a.results.jsonl", """
                {"id":"a.jsonl:1","index":0,"text":"ok"}
                {"id":"a.jsonl:2","index":1,"error":{"code":"model_not_found","message":"no such model"}}
                """);

        assertThat(FailedPrompts.in(answers, 20))
                .containsExactly(new FailedPrompt("a.jsonl:2", "model_not_found", "no such model"));
    }

    @Test
    void batchLines_withErrorsOfEitherKind_areNamed() throws IOException {
        Path answers = file("a.results.jsonl", """
                {"id":"1","custom_id":"r1","response":{"status_code":200,"body":{"choices":[]}},"error":null}
                {"id":"2","custom_id":"r2","response":null,"error":{"code":"batch_expired"}}
                {"id":"3","custom_id":"r3","response":{"status_code":400,"body":{"error":{"code":"bad"}}},"error":null}
                """);

        assertThat(FailedPrompts.in(answers, 20))
                .containsExactly(new FailedPrompt("r2", "batch_expired", ""), new FailedPrompt("r3", "bad", ""));
    }

    @Test
    void csvRows_withErrors_areNamedByLine() throws IOException {
        Path answers = file(
                "a.results.csv", "error,answer,error_2\nhello,hi,\n\"two\nlines\",yes,\nbad,,server_error: it broke\n");

        assertThat(FailedPrompts.in(answers, 20))
                .containsExactly(new FailedPrompt("line 5", "server_error", "it broke"));
    }

    @Test
    void moreThanWanted_areLeftOut() throws IOException {
        Path answers = file("a.results.jsonl", "{\"id\":\"x\",\"error\":{\"code\":\"c\"}}\n".repeat(5));

        assertThat(FailedPrompts.in(answers, 3)).hasSize(3);
    }

    @Test
    void unreadableFile_hasNoneToTell() throws IOException {
        assertThat(FailedPrompts.in(folder.resolve("none.jsonl"), 3)).isEmpty();
        assertThat(FailedPrompts.in(file("b.jsonl", "\"error\" {"), 3)).isEmpty();
    }
}
