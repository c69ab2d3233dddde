package dev.sluice.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The user's configuration folder over the defaults that are packed in the jar. */
final class ConfigurationFolder {
    private static final String PACKED = "sluice/config/";
    private static final int MAX_BYTES = 1 << 20;
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private final @Nullable Path folder;
    private final Problems problems;

    private ConfigurationFolder(@Nullable Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /** Opens a folder, or the packed defaults alone where it is null; notes a problem where it doesn't exist. */
    static ConfigurationFolder open(@Nullable Path folder, Problems problems) {
        if (folder != null && !Files.isDirectory(folder)) {
            problems.add("--config", "no such folder: path=" + folder);
            return new ConfigurationFolder(null, problems);
        }
        return new ConfigurationFolder(folder, problems);
    }

    /** Returns a packed default, which is there in every jar. */
    static String readPacked(String name) {
        try (InputStream in = ConfigurationFolder.class.getResourceAsStream("/" + PACKED + name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks a packed file: name=" + PACKED + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String packedNameOf(String name) {
        return PACKED + name;
    }

    /** Returns how messages name a file of this folder, such as {@code config/limits.yaml}. */
    String nameOf(String name) {
        return folder == null ? PACKED + name : folder.resolve(name).toString();
    }

    /** Returns the text of the user's file, or empty where there is none or it can't be read, which is a problem. */
    Optional<String> read(String name) {
        if (folder == null || !Files.exists(folder.resolve(name))) {
            return Optional.empty();
        }
        try {
            return Optional.of(decode(bytes(folder.resolve(name))));
        } catch (CharacterCodingException e) {
            problems.add(nameOf(name), "file is not UTF-8");
        } catch (IOException e) {
            problems.add(nameOf(name), "file can't be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    /** Warns when users other than the owner may read a file, where the file system can tell. */
    void warnIfReadableByOthers(String name, String what) {
        if (folder == null) {
            return;
        }
        try {
            if (Files.getPosixFilePermissions(folder.resolve(name)).stream().anyMatch(OTHERS::contains)) {
                problems.warn(nameOf(name), "file " + what + " and is readable by others; chmod 600 " + nameOf(name));
            }
        } catch (UnsupportedOperationException | IOException e) {
            // Not a POSIX file system: nothing to tell.
        }
    }

    /** Warns of configuration files beside the known ones, which are most often misspelt. */
    void warnOfOthersThan(List<String> known) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(".+\\.(ya?ml|properties)") && !known.contains(name))
                    .sorted()
                    .forEach(name -> problems.warn(nameOf(name), "file is not read" + Spelling.hint(name, known)));
        } catch (IOException e) {
            problems.add("--config", "folder can't be read: " + e.getMessage());
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("larger than " + MAX_BYTES + " bytes");
            }
            return bytes;
        }
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }
}
