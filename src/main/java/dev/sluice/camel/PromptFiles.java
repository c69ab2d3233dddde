package dev.sluice.camel;

import dev.sluice.config.Configuration;
import dev.sluice.config.Setting;
import dev.sluice.job.HomeFolder;
import dev.sluice.job.InboxNames;
import dev.sluice.job.Job;
import dev.sluice.prompt.InputFormat;
import dev.sluice.prompt.InputLines;
import dev.sluice.prompt.Profile;
import dev.sluice.prompt.PromptReader;
import dev.sluice.prompt.ReadLimits;
import dev.sluice.prompt.TokenCounter;
import dev.sluice.prompt.UnreadableFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongPredicate;

/** Opens the claimed file of a job with its profile. Thread-safe. */
final class PromptFiles {
    private final Configuration configuration;
    private final HomeFolder home;
    private final PromptReader reader;

    PromptFiles(Configuration configuration, HomeFolder home, TokenCounter counter, ReadLimits limits) {
        this.configuration = configuration;
        this.home = home;
        PromptReader plain = new PromptReader(configuration.models(), counter, limits);
        this.reader = configuration.settings().flag(Setting.USERS_SAFETY_IDENTIFIER) ? plain.identifyingUsers() : plain;
    }

    /** Returns the file's name as the user knows it. */
    String displayName(Job job) {
        return "inbox/" + job.name();
    }

    /** Looks through the whole file and returns how many prompts it has. */
    long countPrompts(Job job) {
        try {
            return reader.inspect(path(job), displayName(job), profile(job));
        } catch (IOException e) {
            throw unreadable(job, e);
        }
    }

    /**
     * Opens the file for reading its lines without those that are skipped; the prompts of those that are uncounted have
     * 0 tokens.
     */
    InputLines open(Job job, LongPredicate skipped, LongPredicate uncounted) {
        try {
            return reader.forUser(InboxNames.userOf(job.name()))
                    .open(path(job), displayName(job), profile(job), job.id(), skipped, uncounted);
        } catch (IOException e) {
            throw unreadable(job, e);
        }
    }

    /** Opens the file for reading all its lines, without counting tokens. */
    InputLines open(Job job) {
        return open(job, index -> false, index -> true);
    }

    /** Returns the format of the file. */
    InputFormat format(Job job) {
        return profile(job)
                .formatOf(job.name())
                .orElseThrow(() -> new UnreadableFileException(displayName(job), 0, "its format is unknown"));
    }

    private Path path(Job job) {
        return home.workFile(job.id(), job.name());
    }

    /** Returns the profile of the job. */
    Profile profile(Job job) {
        Profile profile = configuration.profiles().get(job.profile());
        if (profile == null) {
            throw new UnreadableFileException(
                    displayName(job), 0, "its profile is no longer configured: profile=" + job.profile());
        }
        return profile;
    }

    private UnreadableFileException unreadable(Job job, IOException cause) {
        return new UnreadableFileException(displayName(job), 0, "can't be read: " + cause);
    }
}
