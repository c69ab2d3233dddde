package dev.sluice.batch;

import dev.sluice.batch.Batch.State;
import dev.sluice.job.HomeDatabase;
import dev.sluice.job.HomeFolder;
import dev.sluice.job.JobProgress;
import dev.sluice.job.JobStore;
import dev.sluice.job.OtherLane;
import dev.sluice.job.PresentProvider;
import dev.sluice.job.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All batches of a home folder, on disk and in memory: a change is on disk when its method returns. Thread-safe.
 */
public final class BatchStore implements OtherLane {
    private final JobStore jobs;
    private final Path folder;
    private final PresentProvider provider;
    private final Map<Long, Batch> batches = new TreeMap<>();

    private BatchStore(JobStore jobs, Path folder, PresentProvider provider) {
        this.provider = provider;
        this.jobs = jobs;
        this.folder = folder;
    }

    /**
     * Opens the batches of a home folder; files that no batch was made of are removed, their prompts are read again. Where
     * the database was lost, the batches are found by their files.
     */
    public static BatchStore open(
            JobStore jobs, HomeFolder home, PresentProvider provider, Function<String, String> poolOfModel, Clock clock)
            throws IOException {
        BatchStore store = new BatchStore(jobs, home.state().resolve("batches"), provider);
        Files.createDirectories(store.folder);
        for (Batch batch : jobs.inTransaction(BatchTable::current)) {
            store.batches.put(batch.id(), batch);
        }
        if (jobs.isRebuilt()) {
            store.findLost(poolOfModel, clock);
        }
        store.partWithForeign();
        store.removeStrayFiles();
        jobs.add(store);
        return store;
    }

    private void findLost(Function<String, String> poolOfModel, Clock clock) throws IOException {
        Set<String> known = new HashSet<>();
        batches.values().forEach(batch -> known.add(batch.fileName()));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Optional<Batch> lost = known.contains(file.getFileName().toString())
                        ? Optional.empty()
                        : LostBatch.of(file, provider.name(), poolOfModel, clock);
                lost.filter(batch -> jobs.find(batch.job()).isPresent()).ifPresent(this::add);
            }
        }
    }

    private void removeStrayFiles() throws IOException {
        Set<String> known = new HashSet<>();
        batches.values().stream().filter(Batch::isOpen).forEach(batch -> known.add(batch.fileName()));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (!known.contains(file.getFileName().toString())) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Returns the batches of a home folder, also while another process works on it. */
    public static List<Batch> read(HomeFolder home) {
        return HomeDatabase.read(home, List.of(), BatchTable::current);
    }

    /** Returns where the file of a batch lies. */
    public Path file(Batch batch) {
        return folder.resolve(batch.fileName());
    }

    /** Returns whom batches are for that are written now. */
    String provider() {
        return provider.name();
    }

    /** Returns whether a batch is for another provider than the present one, which knows nothing of it. */
    public boolean isForeign(Batch batch) {
        return provider.isForeign(batch.content().provider());
    }

    /**
     * Lets go of batches of another provider that were not sent yet, and of all that an earlier simulated provider has taken
     * with it; the jobs of others are halted until their provider is back.
     */
    private void partWithForeign() {
        for (Batch batch : all()) {
            String whose = batch.content().provider();
            if (isForeign(batch) && batch.isOpen()) {
                if (provider.isGone(whose) || batch.state() == State.WRITTEN) {
                    update(batch.in(State.DONE));
                } else {
                    PresentProvider.halt(jobs, batch.job(), "a batch", whose);
                }
            }
        }
    }

    /** Returns the folder of the files that are to be uploaded. */
    Path folder() {
        return folder;
    }

    /** Notes a batch whose file is on disk; returns it with its number. */
    public synchronized Batch add(Batch written) {
        long id = jobs.inTransaction(connection -> BatchTable.insert(connection, written));
        Batch batch = written.numbered(id);
        batches.put(id, batch);
        return batch;
    }

    /** Notes how a batch stands now. */
    public void update(Batch batch) {
        boolean wasOpen = put(batch);
        if (wasOpen && !batch.isOpen()) {
            jobs.settled(batch.job());
        }
    }

    private synchronized boolean put(Batch batch) {
        Batch before = batches.get(batch.id());
        jobs.inTransaction(connection -> {
            BatchTable.update(connection, batch);
            return batch;
        });
        if (batch.state() == State.DONE && !isRead(batch.job())) {
            batches.remove(batch.id());
        } else {
            batches.put(batch.id(), batch);
        }
        if (!batch.isOpen()) {
            deleteFile(batch);
        }
        return before == null || before.isOpen();
    }

    private void deleteFile(Batch batch) {
        try {
            Files.deleteIfExists(file(batch));
        } catch (IOException e) {
            throw new UncheckedIOException("the file of a batch can't be deleted: file=" + file(batch), e);
        }
    }

    /** Returns whether prompts of a job may yet be read. */
    private boolean isRead(long job) {
        return jobs.find(job)
                .filter(found -> found.state() != JobProgress.State.WRITING)
                .isPresent();
    }

    /** Returns a batch as it stands now. */
    public synchronized Batch get(long id) {
        return Optional.ofNullable(batches.get(id)).orElseThrow(() -> new StoreException("no such batch: batch=" + id));
    }

    /** Returns the batches in the order in which they were written. */
    public synchronized List<Batch> all() {
        return List.copyOf(batches.values());
    }

    /** Returns the batches of a job in the order in which they were written, those that are done too. */
    public List<Batch> ofJob(long job) {
        return jobs.inTransaction(connection -> BatchTable.ofJob(connection, job));
    }

    /** Returns whether nothing is left to be done for any batch that can be done now; a deletion may wait. */
    public synchronized boolean idle(Predicate<Batch> waitsLong) {
        return batches.values().stream()
                .allMatch(batch -> batch.state() == State.DONE
                        || (batch.state() == State.COLLECTED && waitsLong.test(batch))
                        || isForeign(batch)
                        || (batch.isOpen() && jobs.find(batch.job()).isEmpty()));
    }

    /** Returns the positions of a job's prompts that batches have and brought no results for yet. */
    @Override
    public synchronized BitSet underWay(long job) {
        BitSet positions = new BitSet();
        boolean cancelled = jobs.isCancelled(job);
        ofJob(job, batch -> batch.isOpen() && !(cancelled && isForeign(batch)))
                .forEach(batch -> positions.or(batch.prompts()));
        return positions;
    }

    /** Returns whether a batch of the job is being collected. */
    @Override
    public synchronized boolean isUnsettled(long job) {
        return ofJob(job, batch -> batch.state() == State.ENDED).findAny().isPresent();
    }

    /** Returns how many batches have left over a prompt of a job. */
    public synchronized int timesLeftOver(long job, long index) {
        return (int) ofJob(job, batch -> !batch.isOpen())
                .filter(batch -> {
                    BitSet rest = batch.brought().leftOver();
                    return rest != null && rest.get(Math.toIntExact(index));
                })
                .count();
    }

    /** Notes what a batch has left over; returns whether the job is to be read again for it. */
    public boolean leaveOver(Batch batch) {
        BitSet rest = batch.brought().leftOver();
        return rest != null && jobs.readings().again(batch.job(), rest);
    }

    /** Forgets how often prompts of a job were left over, since it is finished. */
    public synchronized void finished(long job) {
        boolean any = ofJob(job, batch -> true).findAny().isPresent();
        batches.values().removeIf(batch -> batch.job() == job && batch.state() == State.DONE);
        batches.replaceAll((id, batch) -> batch.job() == job ? batch.forgettingLeftOver() : batch);
        if (any) {
            jobs.inTransaction(connection -> {
                BatchTable.forgetLeftOver(connection, job);
                return job;
            });
        }
    }

    private Stream<Batch> ofJob(long job, Predicate<Batch> wanted) {
        Collection<Batch> all = batches.values();
        return all.stream().filter(batch -> batch.job() == job && wanted.test(batch));
    }
}
