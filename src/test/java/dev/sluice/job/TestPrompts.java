package dev.sluice.job;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Prompt;

/** Prompts for tests that only care for their places. */
final class TestPrompts {
    private TestPrompts() {}

    static Prompt prompt(long job, long index) {
        return Prompt.of(job, index, "default", Endpoint.CHAT, "m", TextNode.valueOf("x"));
    }
}
