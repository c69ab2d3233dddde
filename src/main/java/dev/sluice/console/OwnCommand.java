package dev.sluice.console;

import java.io.File;
import java.nio.file.Path;

/** How this process was started, for commands that a user can copy. */
final class OwnCommand {
    private OwnCommand() {}

    /** Returns {@code java -jar} with the jar as it was named, or with {@code sluice.jar} outside a jar. */
    static String line() {
        String classPath = System.getProperty("java.class.path", "");
        boolean jar = classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator);
        return "java -jar " + (jar ? quoted(Path.of(classPath)) : "sluice.jar");
    }

    /** Returns a path as a shell takes it. */
    static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[\\w./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
