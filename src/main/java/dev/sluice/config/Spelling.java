package dev.sluice.config;

import java.util.Locale;

/** Finds the word that a misspelt one was meant to be. */
final class Spelling {
    private static final int FAR = Integer.MAX_VALUE;

    private Spelling() {}

    /** Returns {@code "; did you mean x?"} for the nearest known word, or an empty text where none is near. */
    static String hint(String word, Iterable<String> known) {
        String nearest = "";
        int least = FAR;
        for (String candidate : known) {
            int distance = Math.min(distanceIfNear(word, candidate), distanceIfNear("sluice." + word, candidate));
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return least <= tolerance(nearest) ? "; did you mean " + nearest + "?" : "";
    }

    private static int distanceIfNear(String word, String candidate) {
        return Math.abs(word.length() - candidate.length()) > tolerance(candidate) ? FAR : distance(word, candidate);
    }

    private static int tolerance(String candidate) {
        return Math.min(3, 1 + candidate.length() / 8);
    }

    /** Returns the optimal string alignment distance: insert, delete, replace, or swap two neighbours; case is ignored. */
    static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : cheapest(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int cheapest(int[][] d, String a, String b, int i, int j) {
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
