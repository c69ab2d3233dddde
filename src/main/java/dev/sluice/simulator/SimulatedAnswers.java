package dev.sluice.simulator;

import java.util.HexFormat;
import java.util.SplittableRandom;

/** The rules by which the simulated provider answers, so that a test can tell which prompt an answer belongs to. */
public final class SimulatedAnswers {
    /** How many characters of the prompt an answer repeats. */
    public static final int ECHO_LENGTH = 200;

    private SimulatedAnswers() {}

    /**
     * Returns the text of a choice: {@code echo: } for choice 0, {@code echo 1: } for choice 1 and so on, then the
     * first 200 characters (code points) of the prompt; half surrogate pairs become U+FFFD.
     */
    public static String echo(String prompt, int choice) {
        int end = prompt.length() <= ECHO_LENGTH || prompt.codePointCount(0, prompt.length()) <= ECHO_LENGTH
                ? prompt.length()
                : prompt.offsetByCodePoints(0, ECHO_LENGTH);
        return (choice == 0 ? "echo: " : "echo " + choice + ": ") + wellFormed(prompt.substring(0, end));
    }

    /** Returns the embedding of a text: a unit vector drawn from the text's hash. */
    public static float[] embedding(String text, int dimensions) {
        SplittableRandom draws = new SplittableRandom(hash(text));
        float[] vector = new float[dimensions];
        double squares = 0;
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) (draws.nextDouble() * 2 - 1);
            squares += vector[i] * vector[i];
        }
        float length = (float) Math.sqrt(squares);
        for (int i = 0; i < dimensions && length > 0; i++) {
            vector[i] /= length;
        }
        return vector;
    }

    /** Returns a moderation score of a text, 0 to below 1 in millionths, from the text's hash and the category. */
    public static double score(String text, String category) {
        return new SplittableRandom(hash(text) ^ hash(category)).nextInt(1_000_000) / 1_000_000.0;
    }

    /** Returns the URL of an image for a prompt, from the prompt's hash and the image's number, from 0; it leads nowhere. */
    public static String imageUrl(String prompt, int image) {
        return "https://images.invalid/" + HexFormat.of().toHexDigits(hash(prompt)) + "/" + image + ".png";
    }

    /** Returns whether a text is flagged by the moderation: when it contains {@code [flag]}. */
    public static boolean flagged(String text) {
        return text.contains("[flag]");
    }

    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    private static String wellFormed(String text) {
        return text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
