package dev.sluice.config;

/**
 * A setting's text and the place that it comes from, which begins every message about it.
 *
 * @param text the text without surrounding spaces, never empty
 * @param place such as {@code config/application.properties:3}, {@code --set} or {@code OPENAI_BASE_URL}
 */
record Value(String text, String place) {
    @Override
    public String toString() {
        return "Value[" + place + "]";
    }
}
