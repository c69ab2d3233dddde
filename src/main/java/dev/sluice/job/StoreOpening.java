package dev.sluice.job;

import dev.sluice.usage.LedgerRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Set;

/**
 * Opens the store of a home folder: completes what an earlier process began to claim, brings the database up to date, sets
 * a damaged one aside, and takes up the unfinished jobs. Serves one opening; not thread-safe.
 */
final class StoreOpening {
    private final HomeFolder home;
    private final Path file;
    private final Set<String> profiles;
    private final Clock clock;
    private final boolean simulated;
    private final LedgerRules rules;

    StoreOpening(HomeFolder home, Set<String> profiles, Clock clock, boolean simulated, LedgerRules rules) {
        this.rules = rules;
        this.home = home;
        this.file = HomeDatabase.fileOf(home);
        this.profiles = profiles;
        this.clock = clock;
        this.simulated = simulated;
    }

    JobStore open() throws IOException, InterruptedException {
        BrokenDatabase.setAsideIfEmpty(file, clock);
        try {
            return openAsItIs(!Files.exists(file));
        } catch (SQLException | RuntimeException e) {
            if (!BrokenDatabase.isCauseOf(e)) {
                throw cannotOpen(e);
            }
            rescue();
        }
        try {
            return openAsItIs(true);
        } catch (SQLException e) {
            throw cannotOpen(e);
        }
    }

    private void rescue() throws IOException {
        Path aside = BrokenDatabase.setAside(file, clock);
        try (JobDatabase database = new JobDatabase(file)) {
            database.migrate();
            BrokenDatabase.rescue(aside, database);
        } catch (SQLException again) {
            throw cannotOpen(again);
        }
    }

    private StoreException cannotOpen(Exception failure) {
        return failure instanceof StoreException store
                ? store
                : new StoreException("the database can't be opened: folder=" + home.state(), failure);
    }

    private JobStore openAsItIs(boolean rebuilt) throws SQLException, IOException, InterruptedException {
        Claim.completeAll(home);
        JobDatabase database = new JobDatabase(file);
        JobStore store = null;
        try {
            database.check();
            database.migrate();
            RequestJournal journal = RequestJournal.open(home.state().resolve("requests.journal"));
            store = new JobStore(home, clock, simulated, rebuilt, database, journal, rules);
            store.recover(profiles);
            return store;
        } catch (SQLException | IOException | RuntimeException e) {
            if (store == null) {
                database.close();
            } else {
                store.close();
            }
            throw e;
        }
    }
}
