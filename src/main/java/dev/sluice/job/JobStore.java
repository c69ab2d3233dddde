package dev.sluice.job;

import dev.sluice.job.JobProgress.State;
import dev.sluice.prompt.Prompt;
import dev.sluice.usage.CountedUse;
import dev.sluice.usage.LedgerRules;
import dev.sluice.usage.MaybeUsed;
import dev.sluice.usage.OldUsage;
import dev.sluice.usage.RequestUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All jobs and their results, on disk and in memory. A job is complete when its results are counted in the database,
 * and whoever registered hears of it then, once. Thread-safe.
 */
public final class JobStore implements AutoCloseable {
    static final String DATABASE = "sluice.db";
    private static final int REMEMBERED = 1_000;
    private static final int CHUNK = 1_000;
    private final HomeFolder home;
    private final Clock clock;
    private final boolean simulated;
    private final boolean rebuilt;
    private final JobDatabase database;
    private final StoreWriter writer;
    private final RequestJournal journal;
    private final Map<Long, JobTracker> unfinished = new ConcurrentHashMap<>();
    private final Set<String> outputNames = ConcurrentHashMap.newKeySet();
    private final Set<String> archiveNames = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<JobProgress> finished = new ConcurrentLinkedQueue<>();
    private final AtomicLong finishedJobs = new AtomicLong();
    private final AtomicInteger claims = new AtomicInteger();
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, Decision> decisions = new ConcurrentHashMap<>();
    private final JobOrders orders;
    private volatile Consumer<Job> whenComplete = job -> {};
    private final List<StoredListener> storedListeners = new CopyOnWriteArrayList<>();
    private final List<OtherLane> otherLanes = new CopyOnWriteArrayList<>();
    private final StoredListener toAll = new StoredListener() {
        @Override
        public void stored(List<Result> results, List<CountedUse> uses) {
            storedListeners.forEach(listener -> listener.stored(results, uses));
        }

        @Override
        public void over(long job) {
            storedListeners.forEach(listener -> listener.over(job));
        }
    };
    private final Readings readings = new Readings(this::underWayElsewhere);

    JobStore(
            HomeFolder home,
            Clock clock,
            boolean simulated,
            boolean rebuilt,
            JobDatabase database,
            RequestJournal journal,
            LedgerRules rules)
            throws SQLException {
        this.rebuilt = rebuilt;
        this.journal = journal;
        this.home = home;
        this.clock = clock;
        this.simulated = simulated;
        this.database = database;
        this.writer = new StoreWriter(database.connect(), rules);
        this.orders = new JobOrders(this, home, database, writer, journal);
    }

    /** Opens the store of a home folder, creating or updating its database. */
    public static JobStore open(HomeFolder home, Set<String> profiles, Clock clock, boolean simulated)
            throws IOException, InterruptedException {
        return open(home, profiles, clock, simulated, LedgerRules.PLAIN);
    }

    /** Opens the store of a home folder, whose ledger is kept by these rules. */
    public static JobStore open(
            HomeFolder home, Set<String> profiles, Clock clock, boolean simulated, LedgerRules rules)
            throws IOException, InterruptedException {
        return new StoreOpening(home, profiles, clock, simulated, rules).open();
    }

    /** Returns whether the database is a new one, which may lack what an earlier one knew. */
    public boolean isRebuilt() {
        return rebuilt;
    }

    /** Names who is told, on the store's own thread and without delay, that all results of a job are stored. */
    public void whenComplete(Consumer<Job> listener) {
        whenComplete = listener;
    }

    /** Adds somebody who is told what is on disk of jobs. */
    public void add(StoredListener listener) {
        storedListeners.add(listener);
    }

    /** Adds a lane that keeps prompts of its own; what it has not settled is not complete until {@link #settled}. */
    public void add(OtherLane lane) {
        otherLanes.add(lane);
    }

    /** Returns the positions of a job's prompts that are under way on another road than in a request that waits for its reply. */
    public BitSet underWayElsewhere(long job) {
        BitSet positions = new BitSet();
        otherLanes.forEach(lane -> positions.or(lane.underWay(job)));
        return positions;
    }

    /** Returns which prompts of the jobs are to be read. */
    public Readings readings() {
        return readings;
    }

    /** Hears that all is noted of a job. */
    public void settled(long job) {
        try {
            writer.add(thenComplete(job, tables -> {}));
        } catch (InterruptedException e) {
            // Sluice stops; the next start finds out.
            Thread.currentThread().interrupt();
        }
    }

    /** Returns a write after which it is seen whether the job is complete. */
    private StoreWriter.Write thenComplete(long job, StoreWriter.Write write) {
        return new StoreWriter.Write() {
            @Override
            public void apply(JobTables tables) throws SQLException {
                write.apply(tables);
            }

            @Override
            public void committed() {
                JobTracker tracker = unfinished.get(job);
                if (tracker != null) {
                    completeIfDone(tracker);
                }
            }
        };
    }

    /** Does something in the database, in a transaction of its own. */
    public <T> T inTransaction(Transaction<T> work) {
        try {
            return database.inTransaction(work);
        } catch (SQLException e) {
            throw new StoreException("the database can't be used", e);
        }
    }

    /** Reads something as it is at one moment, without holding up who writes. */
    public <T> T reading(Transaction<T> work) {
        try {
            return database.reading(work);
        } catch (SQLException e) {
            throw new StoreException("the database can't be read", e);
        }
    }

    /** Returns, by their jobs, the prompts of requests that were under way when a process ended and aren't counted yet. */
    public Map<Long, List<BitSet>> lostRequests() {
        try {
            return database.lostRequests();
        } catch (SQLException e) {
            throw new StoreException("the requests that were under way can't be read", e);
        }
    }

    /** Notes soon what a user may have used without its being in the ledger. */
    public void maybeUsed(String user, MaybeUsed most, Instant at) {
        writer.addFollowing(tables -> tables.ledger().addMaybeUsed(user, most, at));
    }

    /** Counts the lost requests in a transaction after which they are counted. */
    public void countLostRequests(Transaction<?> counting) {
        inTransaction(connection -> {
            counting.on(connection);
            try (Statement update = connection.createStatement()) {
                return update.executeUpdate("UPDATE maybe_repeated SET prompts = NULL WHERE prompts IS NOT NULL");
            }
        });
    }

    /** Waits until all that was handed in before is on disk. */
    public void awaitStored() throws InterruptedException {
        writer.addAndWait(tables -> {});
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
        return claim(file, InboxNames.nameOf(home.inbox(), file), profile, null);
    }

    /** Claims a file that was decided about, under the name that it had in the inbox. */
    public Job claim(Path file, String name, String profile, @Nullable Decision decision)
            throws IOException, InterruptedException {
        long id = lastId.incrementAndGet();
        claims.incrementAndGet();
        try {
            if (decision != null) {
                decisions.put(id, decision);
                writer.addAndWait(tables -> tables.insertDecision(id, decision));
            }
            Claim.take(file, home.workFile(id, name), id);
            Job job = job(id, name, profile);
            unfinished.put(id, new JobTracker(job, clock.instant()));
            writer.add(tables -> tables.insertJob(job));
            return job;
        } catch (IOException e) {
            FileMoves.deleteEmptyFolders(home.workFile(id, name), home.work());
            throw e;
        } finally {
            claims.decrementAndGet();
        }
    }

    /** Notes that a job's prompts are being asked, and how many there are. */
    public void start(long job, long total) throws InterruptedException {
        JobTracker tracker = tracker(job);
        tracker.start(total);
        if (tracker.isCancelled()) {
            failMissing(tracker);
        }
        writer.add(thenComplete(job, tables -> tables.startJob(job, total)));
    }

    /** Returns whether a prompt had a result already when its job was taken up. */
    public boolean hasResult(long job, long index) {
        return tracker(job).hasResult(index);
    }

    /**
     * Notes a request that is about to go out; returns false, and notes nothing, if it is not to go out because its jobs
     * are over.
     *
     * @throws IOException when it can't be noted, so that it must not go out yet
     */
    public boolean sending(String request, List<Prompt> prompts) throws IOException {
        return journal.begin(request, prompts);
    }

    /** Notes that a request is over: it failed, or its results were handed in before. */
    public void over(String request) {
        journal.end(request);
    }

    /** Notes that prompts of a request go out again though it may have been paid for. */
    public void repeated(String request, List<Prompt> prompts) throws InterruptedException {
        for (long job : prompts.stream().mapToLong(Prompt::job).distinct().toArray()) {
            count(job, JobCounts.maybeRepeated(1));
            writer.add(tables -> tables.insertMaybeRepeated(job, request));
        }
    }

    /** Takes prompts that go out again from their jobs' shares of such; returns false if a share is used up. */
    public boolean takeRepeats(List<Prompt> prompts, int percent) {
        boolean allowed = true;
        for (Prompt prompt : prompts) {
            JobTracker tracker = unfinished.get(prompt.job());
            allowed &= tracker == null || tracker.takeRepeat(percent);
        }
        return allowed;
    }

    /** Returns whether nothing of these jobs is to be sent any more. */
    public boolean isOver(List<Prompt> prompts) {
        return prompts.stream().allMatch(prompt -> isOver(prompt.job()));
    }

    /** Returns whether nothing of a job is to be sent any more. */
    public boolean isOver(long job) {
        JobTracker tracker = unfinished.get(job);
        return tracker == null || tracker.isCancelled();
    }

    /** Returns whether a job that is under way was cancelled. */
    public boolean isCancelled(long job) {
        JobTracker tracker = unfinished.get(job);
        return tracker != null && tracker.isCancelled();
    }

    /** Returns a job that is under way as it stands now, or empty. */
    public Optional<Job> find(long id) {
        return Optional.ofNullable(unfinished.get(id)).map(JobTracker::current);
    }

    /** Stores results; returns when they are queued, and holds back the caller while the queue is full. */
    public void store(List<Result> results) throws InterruptedException {
        store(results, List.of(), () -> {});
    }

    /** Stores the results of a request, which is over once they are on disk. */
    public void store(List<Result> results, String request) throws InterruptedException {
        store(results, request, List.of());
    }

    /** Stores the results of a request and, in the same transaction, what was used for them. */
    public void store(List<Result> results, String request, List<RequestUse> uses) throws InterruptedException {
        store(results, uses, () -> journal.end(request));
    }

    private void store(List<Result> results, List<RequestUse> uses, Runnable whenStored) throws InterruptedException {
        if (results.isEmpty() && uses.isEmpty()) {
            whenStored.run();
        } else {
            writer.add(new ResultWrite(results, uses, unfinished::get, whenStored, this::completeIfDone, toAll));
        }
    }

    /** Notes what requests used that brought no result; returns when it is queued. */
    public void used(List<RequestUse> uses) throws InterruptedException {
        store(List.of(), uses, () -> {});
    }

    /** Removes the requests of the ledger that were over longer ago than this, with their prompts; its sums stay. */
    public void forgetUsage(Duration keep) {
        Instant before = clock.instant().minus(keep);
        boolean more = true;
        while (more) {
            more = inTransaction(connection -> OldUsage.removeSome(connection, before));
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
                if (tracker != null) {
                    tracker.countRepeated(index);
                    completeIfDone(tracker);
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
        try {
            return database.poolNotes();
        } catch (SQLException e) {
            throw new StoreException("the limit pools can't be read", e);
        }
    }

    /** Returns the results of a job in the order of its prompts. */
    public Iterator<Result> results(long job) {
        return database.results(job);
    }

    /** Notes that a job's answers are being written out. */
    public void writing(long job) throws InterruptedException {
        writing(job, null);
    }

    /** Notes that a job's answers are being written out, and what it adds to the answers of its folder, in one step. */
    void writing(long job, @Nullable AnswerRow row) throws InterruptedException {
        JobTracker tracker = tracker(job);
        tracker.enter(State.WRITING);
        JobCounts counts = tracker.counts();
        String archivedAs = nameArchive(tracker);
        writer.add(new StoreWriter.Write() {
            @Override
            public void apply(JobTables tables) throws SQLException {
                tables.updateCounts(job, counts);
                tables.enter(job, State.WRITING);
                tables.archiving(job, archivedAs);
                if (row != null) {
                    tables.noteAnswer(row);
                }
            }

            @Override
            public void committed() {
                tracker.archiveAs(archivedAs);
            }
        });
    }

    /** Archives the input file of a job whose answers are written, and lets go of its results. */
    public void finish(long job) throws IOException, InterruptedException {
        JobTracker tracker = tracker(job);
        if (tracker.archiveName() == null) {
            awaitStored();
        }
        String name = tracker.archiveName();
        // Known on disk before it is moved, so that a later retry never takes another job's file for it.
        if (name == null || Files.exists(home.archive().resolve(name))) {
            name = nameArchive(tracker);
            String other = name;
            writer.addAndWait(tables -> tables.archiving(job, other));
        }
        String archivedAs = name;
        moveInput(tracker.job(), home.archive().resolve(archivedAs));
        archiveNames.remove(archivedAs);
        tracker.enter(State.DONE);
        JobProgress progress = tracker.progress();
        forget(tracker);
        writer.add(
                tables -> tables.finishJob(job, clock.instant(), archivedAs, progress.answered(), progress.failed()));
    }

    private String nameArchive(JobTracker tracker) {
        // Two files of one name may be finished at the same moment, and a move replaces what is there.
        Path to = InboxNames.unused(
                home.archive(),
                tracker.job().name(),
                path -> Files.exists(path) || !archiveNames.add(InboxNames.nameOf(home.archive(), path)));
        return InboxNames.nameOf(home.archive(), to);
    }

    /** Notes what keeps a job from going on, for whoever asks; null for nothing. */
    public void waitsFor(long job, @Nullable String reason) throws InterruptedException {
        writer.add(tables -> tables.waitsFor(job, reason));
    }

    /** Forgets jobs that were finished longer ago than this. */
    public void forgetFinished(Duration keep) {
        try {
            database.forgetFinishedBefore(clock.instant().minus(keep));
        } catch (SQLException e) {
            throw new StoreException("finished jobs can't be removed", e);
        }
    }

    /** Deletes the notes in {@code review/} whose files are gone for longer than this. */
    public void forgetNotes(Duration keep) throws IOException {
        home.review().deleteNotesBefore(clock.instant().minus(keep));
    }

    /** Does what commands have asked for; returns the jobs that are to be read again. */
    public List<Job> carryOutOrders() throws InterruptedException {
        for (JobTracker tracker : unfinished.values()) {
            // What was under way when its job was cancelled, and came back without an answer.
            if (tracker.isCancelled()) {
                failMissing(tracker);
            }
        }
        return orders.carryOut();
    }

    /** Sets a job's file aside as unreadable and drops the job; returns where the file lies. */
    public Path reject(long job) throws IOException, InterruptedException {
        JobTracker tracker = tracker(job);
        Path to = InboxNames.unused(home.rejected(), tracker.job().name());
        moveInput(tracker.job(), to);
        drop(tracker);
        writer.add(tables -> tables.deleteJob(job));
        return to;
    }

    /** Sets a job's file aside until somebody decides, and drops the job; returns the file's name among those that wait. */
    public String review(long job, String user, String why) throws IOException, InterruptedException {
        Job reviewed = tracker(job).job();
        Path file = home.workFile(job, reviewed.name());
        String name = home.review().add(file, user, reviewed.name(), why);
        FileMoves.deleteEmptyFolders(file, home.work());
        drop(tracker(job));
        writer.add(tables -> tables.deleteJob(job));
        return name;
    }

    /** Returns what was decided about the file of a job, or empty where it had not to wait for that. */
    public Optional<Decision> decision(long job) {
        return Optional.ofNullable(decisions.get(job));
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

    /** Returns whether no job like that is unfinished, nor any file on its way from the inbox. */
    boolean hasNone(Predicate<Job> kind) {
        // Files on their way first, for they are jobs when they have arrived.
        return claims.get() == 0
                && unfinished.values().stream().map(JobTracker::job).noneMatch(kind);
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
            journal.close();
            database.close();
        }
    }

    private void completeIfDone(JobTracker tracker) {
        if (otherLanes.stream().noneMatch(lane -> lane.isUnsettled(tracker.job().id())) && tracker.completeNow()) {
            complete(tracker);
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

    private void moveInput(Job job, Path to) throws IOException {
        Path from = home.workFile(job.id(), job.name());
        if (Files.exists(from)) {
            FileMoves.move(from, to);
        }
        FileMoves.deleteEmptyFolders(from, home.work());
    }

    private void forget(JobTracker tracker) {
        finished.add(tracker.progress());
        if (finishedJobs.incrementAndGet() > REMEMBERED) {
            finished.poll();
        }
        drop(tracker);
    }

    private void drop(JobTracker tracker) {
        unfinished.remove(tracker.job().id(), tracker);
        outputNames.remove(tracker.job().outputName());
        decisions.remove(tracker.job().id());
        toAll.over(tracker.job().id());
    }

    private Job job(long id, String name, String profile) {
        String output = InboxNames.outputName(name, home.outbox(), outputNames::contains);
        outputNames.add(output);
        return new Job(id, name, profile, output, State.CLAIMED, 0, clock.instant(), simulated, false, JobCounts.NONE);
    }

    private JobTracker tracker(long job) {
        JobTracker tracker = unfinished.get(job);
        if (tracker == null) {
            throw new IllegalStateException("no such unfinished job: job=" + job);
        }
        return tracker;
    }

    /** Takes up what an earlier process left: jobs of the database, and claimed files that it had no time to note. */
    void recover(Set<String> profiles) throws SQLException, IOException, InterruptedException {
        lastId.set(database.highestJobId());
        if (lastId.get() == 0) {
            lastId.set(JobReport.highestJob(home.outbox()));
        }
        Recovery recovery = new Recovery(home, database, writer, clock);
        for (JobTracker tracker : recovery.unfinishedJobs()) {
            takeUp(tracker);
        }
        for (WorkFolder.Entry entry : WorkFolder.entries(home)) {
            lastId.accumulateAndGet(entry.job(), Math::max);
            if (!unfinished.containsKey(entry.job()) && !recovery.isWritten(entry)) {
                Job job = job(entry.job(), entry.name(), InboxNames.profileOf(entry.name(), profiles));
                takeUp(new JobTracker(job, clock.instant()));
                writer.add(tables -> tables.insertJob(job));
            }
        }
        recovery.noteMaybeRepeated(journal, unfinished);
        recoverDecisions();
        home.review()
                .deleteNotesOn(decisions.keySet().stream()
                        .map(job -> tracker(job).job().name())
                        .collect(Collectors.toSet()));
    }

    /** One that was noted for a claim that never came must not hold for another file that gets the number. */
    private void recoverDecisions() throws SQLException, InterruptedException {
        for (Map.Entry<Long, Decision> entry : database.decisions().entrySet()) {
            if (unfinished.containsKey(entry.getKey())) {
                decisions.put(entry.getKey(), entry.getValue());
            } else {
                writer.addAndWait(tables -> tables.deleteDecision(entry.getKey()));
            }
        }
    }

    void takeUp(JobTracker tracker) {
        outputNames.add(tracker.job().outputName());
        unfinished.put(tracker.job().id(), tracker);
    }

    /** Fails the prompts of a cancelled job that are not under way. */
    void failMissing(JobTracker tracker) throws InterruptedException {
        long job = tracker.job().id();
        BitSet underWay = journal.closeJob(job);
        underWay.or(underWayElsewhere(job));
        BitSet missing = tracker.missing(underWay);
        List<Result> failures = new ArrayList<>();
        for (int index = missing.nextSetBit(0); index >= 0; index = missing.nextSetBit(index + 1)) {
            failures.add(
                    decisions.get(job) == Decision.DENIED
                            ? new Result.Failed(
                                    job, index, 0, 0, Decision.DENIED_CODE, "the file was denied when it was reviewed")
                            : new Result.Failed(job, index, 0, 0, "cancelled", "the job was cancelled"));
            if (failures.size() == CHUNK) {
                store(failures);
                failures.clear();
            }
        }
        store(failures);
    }

    @Nullable
    JobTracker unfinished(long job) {
        return unfinished.get(job);
    }

    /** Returns the output name of a finished job that goes on: another one where a later job has taken its own. */
    String outputNameAgain(JobStatus status) {
        Path report = home.outbox().resolve(status.outputName() + AnswerFiles.REPORT);
        boolean taken = outputNames.contains(status.outputName()) || !JobReport.isOf(report, status.job());
        return taken ? InboxNames.outputName(status.name(), home.outbox(), outputNames::contains) : status.outputName();
    }
}
