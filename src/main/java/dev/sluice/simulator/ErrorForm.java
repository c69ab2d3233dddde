package dev.sluice.simulator;

/** How the simulated provider words its errors. */
public enum ErrorForm {
    /** As OpenAI does now. */
    OPENAI,
    /** As OpenAI did in 2022: {@code Limit: 20.000000 / min. Current: 24.000000 / min.}, without a code. */
    OLD,
    /** The code of a 429 is the text {@code "429"}, and there is no type. */
    AZURE,
    /** Not nested, {@code "code":"1300"}. */
    MISTRAL,
    /** The code is the status as a number. */
    LLAMA_CPP;

    /** Returns how errors are worded on one of Azure's paths: as asked for, but never as OpenAI does. */
    ErrorForm on(boolean azure) {
        return azure && this == OPENAI ? AZURE : this;
    }
}
