package dev.sluice.prompt;

import org.jspecify.annotations.Nullable;

/** The names of those on whose account prompts go, as they are kept: of 256 characters at most, none of them invisible. Stateless. */
public final class UserName {
    /** Whose prompts nobody claims. */
    public static final String DEFAULT = "default";

    /** How many characters a name has at most. */
    public static final int LONGEST = 256;

    private UserName() {}

    /** Returns a name without white space around, what can't be seen replaced, its end cut off where it is too long; or null for none. */
    public static @Nullable String of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String name = text.strip();
        if (!name.codePoints().allMatch(UserName::isVisible)) {
            name = name.codePoints()
                    .map(c -> isVisible(c) ? c : '?')
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
        if (name.length() > LONGEST) {
            int end = Character.isHighSurrogate(name.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
            name = name.substring(0, end).strip();
        }
        return name.isEmpty() ? null : name;
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
