package dev.sluice.console;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a folder from the command line. */
final class FolderName implements ITypeConverter<Path> {
    private static final char UNDECODABLE = '\ufffd';

    FolderName() {}

    /** In the locale C the JVM decodes no umlaut; said here, it is a hint instead of a riddle. */
    @Override
    public Path convert(String value) {
        try {
            if (value.indexOf(UNDECODABLE) < 0) {
                return Path.of(value);
            }
        } catch (InvalidPathException unmappable) {
            // the sentence below serves both
        }
        throw new TypeConversionException("'" + value + "' can't be a folder name in this locale; set LC_ALL=C.UTF-8");
    }
}
