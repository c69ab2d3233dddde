package dev.sluice.prompt;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A text with {@code {{name}}} places; what is put in is never looked at again. Immutable. */
final class Template {
    private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");
    private final List<String> texts = new ArrayList<>();
    private final List<String> places = new ArrayList<>();
    private final Set<String> names;

    Template(String template) {
        Matcher matcher = PLACE.matcher(template);
        int end = 0;
        while (matcher.find()) {
            texts.add(template.substring(end, matcher.start()));
            places.add(String.valueOf(matcher.group(1)));
            end = matcher.end();
        }
        texts.add(template.substring(end));
        names = new LinkedHashSet<>(places);
    }

    static @Nullable Template of(Profile profile) {
        return profile.template() == null ? null : new Template(profile.template());
    }

    /** Returns the names of its places, in order. */
    Set<String> names() {
        return names;
    }

    /** Returns the text with all places filled by a function of their names. */
    String render(UnaryOperator<String> values) {
        StringBuilder out = new StringBuilder(texts.get(0));
        for (int i = 0; i < places.size(); i++) {
            out.append(values.apply(places.get(i))).append(texts.get(i + 1));
        }
        return out.toString();
    }
}
