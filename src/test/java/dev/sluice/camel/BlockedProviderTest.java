package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.simulator.Fault;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A key, an account or a URL that is not accepted costs no prompt: nothing more is sent, and all stays for later. */
class BlockedProviderTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"401, the key is not accepted", "429:insufficient_quota, the account may not send"})
    void providerRefusesTheAccount_everythingWaitsForTheNextStart(String fault, String reason) {
        try (SluiceFixture sluice =
                SluiceFixture.in(folder).faults(Fault.parse(fault)).start()) {
            sluice.drop("a.txt", "one", "two").drop("b.jsonl", "{\"prompt\":\"three\"}");
            sluice.until("it is blocked", () -> sluice.sluice().blocked().isPresent());

            assertThat(sluice.sluice().blocked()).get().asString().contains(reason);
            assertThat(sluice.sluice().idle()).isFalse();
            sluice.stop();
            assertThat(sluice.files("outbox")).isEmpty();
            assertThat(sluice.files("work")).hasSize(2);

            sluice.faults().start();
            assertThat(sluice.output("a").texts()).containsExactly("echo: one", "echo: two");
            assertThat(sluice.output("b").texts()).containsExactly("echo: three");
            assertThat(sluice.output("a").report().path("retries").asInt()).isZero();
            assertThat(sluice.sluice().blocked()).isEmpty();
        }
    }

    @Test
    void webPage_insteadOfAnAnswer_blocks() throws Exception {
        try (WebSite site = WebSite.open("<!DOCTYPE html><html><title>Welcome</title></html>");
                SluiceFixture sluice = SluiceFixture.in(folder)
                        .set("sluice.provider.base-url", site.url())
                        .start()) {
            sluice.drop("a.txt", "hello");
            sluice.until("it is blocked", () -> sluice.sluice().blocked().isPresent());

            assertThat(sluice.sluice().blocked()).get().asString().contains("a web page came back");
            sluice.stop();
            assertThat(site.requests()).isEqualTo(1);
            assertThat(sluice.files("work")).isEqualTo(List.of("1/a.txt"));
        }
    }
}
