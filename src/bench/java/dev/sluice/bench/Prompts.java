package dev.sluice.bench;

/** The prompts that are asked; each is different. */
final class Prompts {
    private static final String[] PLACES = {"Aberdeen", "Bergen", "Coimbra", "Dresden", "Évora", "Freiburg", "Gdańsk"};

    private Prompts() {}

    /** Returns the text of a prompt, of some 20 tokens. */
    static String text(long index) {
        return "Question " + index + ": what would you show a visitor of " + PLACES[(int) (index % PLACES.length)]
                + " on a rainy afternoon?";
    }

    /** Returns the prompt as a line of a {@code .jsonl} file. */
    static String line(long index) {
        return "{\"id\":\"q" + index + "\",\"prompt\":\"" + text(index) + "\"}";
    }
}
