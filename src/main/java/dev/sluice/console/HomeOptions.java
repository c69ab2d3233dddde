package dev.sluice.console;

import dev.sluice.job.HomeFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which home folder a command is about. */
final class HomeOptions {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            converter = FolderName.class,
            description = "Home folder with inbox/ and outbox/; default: ./sluice-home.")
    private Path home = Path.of("sluice-home");

    @Option(
            names = "--state",
            paramLabel = "DIR",
            converter = FolderName.class,
            description =
                    "Folder of the database, on a disk of this machine; default: state/ in the home folder, or where"
                            + " it was put once.")
    private @Nullable Path state;

    Path home() {
        return home.toAbsolutePath().normalize();
    }

    @Nullable
    Path state() {
        return state == null ? null : state.toAbsolutePath().normalize();
    }

    /** Returns the folders of a home folder that is there, for commands that only read: a name that is none is mistyped. */
    HomeFolder existing() throws IOException {
        if (!Files.isDirectory(home())) {
            throw new IllegalStateException("no such home folder; the first run makes it: path=" + home());
        }
        return folder();
    }

    /** Returns the folders. */
    HomeFolder folder() throws IOException {
        return HomeFolder.of(home(), null, state());
    }
}
