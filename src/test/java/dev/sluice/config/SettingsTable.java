package dev.sluice.config;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Renders the settings as the table of Markdown that README and documents hold between two markers. */
final class SettingsTable {
    static final String BEGIN = "<!-- settings -->";
    static final String END = "<!-- /settings -->";

    private SettingsTable() {}

    static String render() {
        return Arrays.stream(Setting.values())
                .map(SettingsTable::row)
                .collect(Collectors.joining("\n", "| Key | Default | Meaning |\n|---|---|---|\n", "\n"));
    }

    private static String row(Setting setting) {
        String value = setting.defaultValue().isEmpty() ? "" : "`" + setting.defaultValue() + "`";
        return "| `%s` | %s | %s%s |".formatted(setting.key(), value, setting.description(), range(setting));
    }

    private static String range(Setting setting) {
        return switch (setting.kind()) {
            case TEXT, PATH, SECRET, FLAG, ZONE -> "";
            case CHOICE, NUMBER, MILLIS, BYTES -> " (" + setting.accepts().replaceFirst("^.* from |^one of ", "") + ")";
        };
    }
}
