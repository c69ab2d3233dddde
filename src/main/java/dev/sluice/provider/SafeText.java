package dev.sluice.provider;

import java.util.regex.Pattern;

/** Makes foreign text fit for a log line or a report: one line, no control characters, no secrets, at most 300 characters. */
public final class SafeText {
    private static final int MOST = 300;
    private static final int MOST_READ = 4096;
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\s]+");
    private static final Pattern BEARER = Pattern.compile("\\b(bearer)\\s+[^\\s,;\"']{6,}", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAMED_KEY = Pattern.compile(
            "(api[-_ ]?key(?: provided)?|token|secret|password)(\"?\\s*[:=]\\s*\"?)[^\\s,;\"']{6,}",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern KEY = Pattern.compile(
            "\\b(?:sk|gsk|pk|rk|xai|hf|nvapi|pplx|sess|AIza|eyJ)[-_A-Za-z0-9.*…]{8,}|\\b[0-9a-fA-F]{32,}\\b");
    private static final String HIDDEN = "[hidden]";

    private SafeText() {}

    /** Returns the text in that shape, cut with an ellipsis where it is longer; may be empty. */
    public static String of(String text) {
        String line = INVISIBLE
                .matcher(text.substring(0, Math.min(text.length(), MOST_READ)))
                .replaceAll(" ")
                .strip();
        String safe = BEARER.matcher(line).replaceAll("$1 " + HIDDEN);
        safe = NAMED_KEY.matcher(safe).replaceAll("$1$2" + HIDDEN);
        safe = KEY.matcher(safe).replaceAll(HIDDEN);
        if (safe.length() <= MOST) {
            return safe;
        }
        int end = Character.isHighSurrogate(safe.charAt(MOST - 2)) ? MOST - 2 : MOST - 1;
        return safe.substring(0, end) + "…";
    }
}
