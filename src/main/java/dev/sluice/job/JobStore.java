package dev.sluice.job;

import dev.sluice.job.JobProgress.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All jobs and their results, on disk and in memory. A job is complete when its results are counted in the database,
 * and whoever registered hears of it then, once. Thread-safe.
 */
public final class JobStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobStore.class);
    private static final int REMEMBERED = 1_000;
    private final HomeFolder home;
    private final Clock clock;
    private final boolean simulated;
    private final JobDatabase database;
    private final StoreWriter writer;
    private final Map<Long, JobTracker> unfinished = new ConcurrentHashMap<>();
    private final Set<String> outputNames = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<JobProgress> finished = new ConcurrentLinkedQueue<>();
    private final AtomicLong finishedJobs = new AtomicLong();
    private final AtomicInteger claims = new AtomicInteger();
    private final AtomicLong lastId = new AtomicLong();
    private volatile Consumer<Job> whenComplete = job -> {};

    private JobStore(HomeFolder home, Clock clock, boolean simulated, JobDatabase database) throws SQLException {
        this.home = home;
        this.clock = clock;
        this.simulated = simulated;
        this.database = database;
        this.writer = new StoreWriter(database.connect());
    }

    /** Opens the store of a home folder, creating or updating its database. */
    public static JobStore open(HomeFolder home, Set<String> profiles, Clock clock, boolean simulated)
            throws IOException, InterruptedException {
        JobDatabase database = new JobDatabase(databaseOf(home));
        try {
            database.migrate();
            JobStore store = new JobStore(home, clock, simulated, database);
            store.recover(profiles);
            return store;
        } catch (SQLException e) {
            database.close();
            throw new StoreException("the database can't be opened: folder=" + home.state(), e);
        }
    }

    /** Names who is told, on the store's own thread and without delay, that all results of a job are stored. */
    public void whenComplete(Consumer<Job> listener) {
        whenComplete = listener;
    }

    /** Returns the unfinished jobs, in the order of their claims. */
    public List<Job> unfinished() {
        return unfinished.values().stream()
                .map(JobTracker::current)
                .sorted(Comparator.comparingLong(Job::id))
                .toList();
    }

    /** Claims a file of the inbox: moves it to the work folder and notes the job. */
    public Job claim(Path file, String profile) throws IOException, InterruptedException {
        String name = InboxNames.nameOf(home.inbox(), file);
        long id = lastId.incrementAndGet();
        claims.incrementAndGet();
        try {
            FileMoves.move(file, home.workFile(id, name));
            Job job = job(id, name, profile);
            unfinished.put(id, new JobTracker(job, clock.instant()));
            writer.add(tables -> tables.insertJob(job));
            return job;
        } finally {
            claims.decrementAndGet();
        }
    }

    /** Notes that a job's prompts are being asked, and how many there are. */
    public void start(long job, long total) throws InterruptedException {
        JobTracker tracker = tracker(job);
        tracker.start(total);
        writer.add(tables -> tables.startJob(job, total));
        if (tracker.completeNow()) {
            whenComplete.accept(tracker.current());
        }
    }

    /** Returns whether a prompt had a result already when its job was taken up. */
    public boolean hasResult(long job, long index) {
        return tracker(job).hasResult(index);
    }

    /** Stores results; returns when they are queued, and holds back the caller while the queue is full. */
    public void store(List<Result> results) throws InterruptedException {
        if (!results.isEmpty()) {
            writer.add(new ResultWrite(List.copyOf(results)));
        }
    }

    /**
     * Notes that a prompt takes the result of an identical one of its job, whatever that will be; returns when it is
     * queued.
     */
    public void repeat(long job, long index, long first) throws InterruptedException {
        writer.add(new StoreWriter.Write() {
            @Override
            public void apply(JobTables tables) throws SQLException {
                tables.insertRepeat(job, index, first);
            }

            @Override
            public void committed() {
                JobTracker tracker = unfinished.get(job);
                if (tracker != null && tracker.countRepeated()) {
                    complete(tracker);
                }
            }
        });
    }

    /** Adds to what a job has cost. */
    public void count(long job, JobCounts counts) {
        JobTracker tracker = unfinished.get(job);
        if (tracker != null) {
            tracker.count(counts);
        }
    }

    /** Keeps how the limit pools stand, for the next start and for whoever asks meanwhile. */
    public void notePools(List<PoolNote> notes) throws InterruptedException {
        List<PoolNote> copy = List.copyOf(notes);
        writer.add(tables -> {
            for (PoolNote note : copy) {
                tables.notePool(note);
            }
        });
    }

    /** Returns what was last kept of the limit pools. */
    public List<PoolNote> poolNotes() {
        return readPoolNotes(database);
    }

    /** Returns what was last kept of the limit pools of a home folder, also while another process works on it. */
    public static List<PoolNote> poolNotes(HomeFolder home) {
        Path file = databaseOf(home);
        if (!Files.exists(file)) {
            return List.of();
        }
        try (JobDatabase database = new JobDatabase(file)) {
            database.migrate();
            return readPoolNotes(database);
        }
    }

    private static List<PoolNote> readPoolNotes(JobDatabase database) {
        try {
            return database.poolNotes();
        } catch (SQLException e) {
            throw new StoreException("the limit pools can't be read", e);
        }
    }

    private static Path databaseOf(HomeFolder home) {
        return home.state().resolve("sluice.db");
    }

    /** Returns the results of a job in the order of its prompts. */
    public Iterator<Result> results(long job) {
        return database.results(job);
    }

    /** Notes that a job's answers are being written out. */
    public void writing(long job) throws InterruptedException {
        JobTracker tracker = tracker(job);
        tracker.enter(State.WRITING);
        JobCounts counts = tracker.counts();
        writer.add(tables -> {
            tables.updateCounts(job, counts);
            tables.enter(job, State.WRITING);
        });
    }

    /** Archives the input file of a job whose answers are written, and lets go of its results. */
    public void finish(long job) throws IOException, InterruptedException {
        JobTracker tracker = tracker(job);
        moveInput(tracker.job(), home.archive());
        tracker.enter(State.DONE);
        writer.add(tables -> tables.finishJob(job, clock.instant()));
        forget(tracker);
    }

    /** Sets a job's file aside as unreadable and drops the job; returns where the file lies. */
    public Path reject(long job) throws IOException, InterruptedException {
        JobTracker tracker = tracker(job);
        Path to = moveInput(tracker.job(), home.rejected());
        drop(tracker);
        writer.add(tables -> tables.deleteJob(job));
        return to;
    }

    /** Returns the job with this number as it stands now. */
    public Job job(long id) {
        return tracker(id).current();
    }

    /** Returns how far an unfinished job is. */
    public JobProgress progress(long id) {
        return tracker(id).progress();
    }

    /** Returns the unfinished jobs and the latest finished ones, in the order of their claims. */
    public List<JobProgress> progress() {
        List<JobProgress> all = new ArrayList<>(finished);
        unfinished.values().forEach(tracker -> all.add(tracker.progress()));
        all.sort(Comparator.comparingLong(JobProgress::job));
        return all;
    }

    /** Notes that this run takes a job no further; its file and its results stay for the next start. */
    public void halt(long job) {
        JobTracker tracker = unfinished.get(job);
        if (tracker != null) {
            tracker.halt();
        }
    }

    /** Returns whether no job is to be worked on, nor any file on its way from the inbox. */
    public boolean idle() {
        return claims.get() == 0 && unfinished.values().stream().allMatch(JobTracker::isHalted);
    }

    /** Stores what is queued and closes the database. */
    @Override
    public void close() {
        try {
            for (JobTracker tracker : unfinished.values()) {
                JobCounts counts = tracker.counts();
                writer.add(tables -> tables.updateCounts(tracker.job().id(), counts));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            writer.close();
            database.close();
        }
    }

    /** Tells that all results of a job are stored, after it has counted the results that prompts share. */
    private void complete(JobTracker tracker) {
        if (!tracker.hasRepeated()) {
            whenComplete.accept(tracker.current());
            return;
        }
        writer.addFollowing(new StoreWriter.Write() {
            private long failures;

            @Override
            public void apply(JobTables tables) throws SQLException {
                failures =
                        tracker.hasFailed() ? tables.failedRepeats(tracker.job().id()) : 0;
            }

            @Override
            public void committed() {
                tracker.resolveRepeated(failures);
                whenComplete.accept(tracker.current());
            }
        });
    }

    private Path moveInput(Job job, Path folder) throws IOException {
        Path from = home.workFile(job.id(), job.name());
        Path to = InboxNames.unused(folder, job.name());
        if (Files.exists(from)) {
            FileMoves.move(from, to);
        }
        FileMoves.deleteEmptyFolders(from, home.work());
        return to;
    }

    private void forget(JobTracker tracker) {
        finished.add(tracker.progress());
        if (finishedJobs.incrementAndGet() > REMEMBERED) {
            finished.poll();
        }
        drop(tracker);
    }

    private void drop(JobTracker tracker) {
        unfinished.remove(tracker.job().id());
        outputNames.remove(tracker.job().outputName());
    }

    private Job job(long id, String name, String profile) {
        String output = InboxNames.outputName(name, home.outbox(), outputNames::contains);
        outputNames.add(output);
        return new Job(id, name, profile, output, State.CLAIMED, 0, clock.instant(), simulated, JobCounts.NONE);
    }

    private JobTracker tracker(long job) {
        JobTracker tracker = unfinished.get(job);
        if (tracker == null) {
            throw new IllegalStateException("no such unfinished job: job=" + job);
        }
        return tracker;
    }

    /** Takes up what an earlier process left: jobs of the database, and claimed files that it had no time to note. */
    private void recover(Set<String> profiles) throws SQLException, IOException, InterruptedException {
        lastId.set(database.highestJobId());
        for (Job job : database.unfinishedJobs()) {
            if (Files.exists(home.workFile(job.id(), job.name()))) {
                takeUp(job);
            } else {
                LOG.warn("the file of job {} is gone, the job is dropped: file={}", job.id(), job.name());
                writer.add(tables -> tables.deleteJob(job.id()));
            }
        }
        for (WorkFolder.Entry entry : WorkFolder.entries(home)) {
            lastId.accumulateAndGet(entry.job(), Math::max);
            if (!unfinished.containsKey(entry.job())) {
                Job job = job(entry.job(), entry.name(), InboxNames.profileOf(entry.name(), profiles));
                takeUp(job);
                writer.add(tables -> tables.insertJob(job));
            }
        }
    }

    private void takeUp(Job job) throws SQLException, InterruptedException {
        JobTracker tracker = new JobTracker(job, clock.instant());
        if (job.state() != State.CLAIMED) {
            JobDatabase.Stored stored = database.stored(job.id());
            JobDatabase.Stored repeated = database.repeated(job.id());
            boolean read = job.state() == State.WRITING;
            tracker.resume(
                    stored.indexes(),
                    stored.answered() + (read ? repeated.answered() : 0),
                    stored.failed() + (read ? repeated.failed() : 0));
            if (!read) {
                // They are found again when the file is read again.
                writer.add(tables -> tables.deleteRepeats(job.id()));
            }
        }
        outputNames.add(job.outputName());
        unfinished.put(job.id(), tracker);
    }

    private final class ResultWrite implements StoreWriter.Write {
        private final List<Result> results;
        private final List<Result> stored = new ArrayList<>();

        ResultWrite(List<Result> results) {
            this.results = results;
        }

        @Override
        public void apply(JobTables tables) throws SQLException {
            stored.clear();
            for (Result result : results) {
                if (tables.insertResult(result)) {
                    stored.add(result);
                }
            }
            for (long job : results.stream().mapToLong(Result::job).distinct().toArray()) {
                JobTracker tracker = unfinished.get(job);
                if (tracker != null) {
                    tables.updateCounts(job, tracker.counts());
                }
            }
        }

        @Override
        public void committed() {
            Map<Long, long[]> counts = new HashMap<>();
            for (Result result : stored) {
                long[] count = counts.computeIfAbsent(result.job(), j -> new long[2]);
                count[result instanceof Result.Answered ? 0 : 1]++;
            }
            counts.forEach((job, count) -> {
                JobTracker tracker = unfinished.get(job);
                if (tracker != null && tracker.countStored(count[0], count[1])) {
                    complete(tracker);
                }
            });
        }
    }
}
