package dev.sluice.simulator;

/** Which rate-limit headers the simulated provider sends. */
public enum HeaderForm {
    /** None, like vLLM, Ollama and llama.cpp. */
    NONE,
    /** Limit, remaining and reset of requests and tokens a minute; those of a day where there is no minute limit. */
    OPENAI,
    /** As OpenAI, with resets as a bare number of seconds. */
    BARE_SECONDS,
    /** As OpenAI, with the token headers under {@code -project-tokens}. */
    PROJECT,
    /** Requests a day and tokens a minute under the usual names. */
    GROQ,
    /** Remaining only. */
    AZURE,
    /** {@code x-ratelimitbysize-*-minute} and {@code ratelimitbysize-reset} in seconds. */
    MISTRAL
}
