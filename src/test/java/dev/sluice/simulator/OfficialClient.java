package dev.sluice.simulator;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;

/** The official client on a simulated provider: it sends once, and validates what comes. */
final class OfficialClient {
    static final String KEY = "test-key";

    private OfficialClient() {}

    static OpenAIClient of(Simulator simulator) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(simulator.baseUrl().toString())
                .apiKey(KEY)
                .maxRetries(0)
                .responseValidation(true)
                .build();
    }
}
