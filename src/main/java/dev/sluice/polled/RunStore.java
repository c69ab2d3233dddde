package dev.sluice.polled;

import dev.sluice.job.HomeDatabase;
import dev.sluice.job.HomeFolder;
import dev.sluice.job.JobStore;
import dev.sluice.job.OtherLane;
import dev.sluice.job.PresentProvider;
import dev.sluice.job.StoreException;
import dev.sluice.polled.Run.State;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All runs of a home folder, on disk and in memory: a change is on disk when its method returns. A prompt is in one open
 * run at most. Thread-safe.
 */
public final class RunStore implements OtherLane {
    private final JobStore jobs;
    private final PresentProvider provider;
    private final Map<Long, Run> runs = new TreeMap<>();
    private final Map<Place, Long> open = new HashMap<>();
    private final Set<Place> queued = new HashSet<>();
    private final List<Run> earlier = new ArrayList<>();

    private RunStore(JobStore jobs, PresentProvider provider) {
        this.jobs = jobs;
        this.provider = provider;
    }

    /**
     * Opens the runs of a home folder, as far as they go on: of a prompt that has its result only what is to be deleted is left, and
     * what was being prepared is begun anew.
     */
    public static RunStore open(JobStore jobs, PresentProvider provider) {
        RunStore store = new RunStore(jobs, provider);
        for (Run run : jobs.reading(RunTable::all)) {
            store.runs.put(run.id(), run);
        }
        for (Run run : List.copyOf(store.runs.values())) {
            store.takeUp(run);
        }
        jobs.add(store);
        return store;
    }

    private void takeUp(Run run) {
        boolean foreign = isForeign(run);
        String whose = run.content().provider();
        if (provider.isGone(whose)) {
            delete(run.id());
        } else if (foreign && run.isOpen() && jobs.find(run.job()).isPresent()) {
            PresentProvider.halt(jobs, run.job(), "a run", whose);
            open.put(Place.of(run), run.id());
        } else if (!foreign) {
            boolean wanted = jobs.find(run.job()).isPresent()
                    && !jobs.hasResult(run.job(), run.content().index());
            if (run.state() == State.OVER) {
                earlier.add(run);
            } else if (!wanted || run.state() == State.PREPARING) {
                Run left = leave(run);
                if (left != null) {
                    earlier.add(left);
                }
            } else {
                open.put(Place.of(run), run.id());
                earlier.add(run);
            }
        }
    }

    /** Returns the runs of a home folder, also while another process works on it. */
    public static List<Run> read(HomeFolder home) {
        return HomeDatabase.read(home, List.of(), RunTable::all);
    }

    /** Returns the runs of the present provider that earlier processes have left, as they stood when the store was opened. */
    public List<Run> earlier() {
        return List.copyOf(earlier);
    }

    /** Returns whom runs are at that are started now. */
    public String provider() {
        return provider.name();
    }

    /** Returns whether a run is at another provider than the present one, which knows nothing of it. */
    public boolean isForeign(Run run) {
        return provider.isForeign(run.content().provider());
    }

    /** Returns a run as it stands now. */
    public synchronized Run get(long id) {
        return find(id).orElseThrow(() -> new StoreException("no such run: run=" + id));
    }

    /** Returns a run as it stands now, or empty where it is no more. */
    public synchronized Optional<Run> find(long id) {
        return Optional.ofNullable(runs.get(id));
    }

    /** Returns the runs in the order in which they were begun. */
    public synchronized List<Run> all() {
        return new ArrayList<>(runs.values());
    }

    /** Notes that a prompt waits to be started. */
    public synchronized void queue(long job, long index) {
        queued.add(new Place(job, index));
    }

    /** Returns whether a prompt waits to be started, or is under way. */
    public synchronized boolean has(long job, long index) {
        Place place = new Place(job, index);
        Long last = open.get(place);
        return queued.contains(place) || (last != null && get(last).isOpen());
    }

    /** Notes that a prompt waits no more, though nothing was started. */
    public synchronized void unqueue(long job, long index) {
        queued.remove(new Place(job, index));
    }

    /** Returns how many runs of a prompt came to nothing. */
    public synchronized int attempts(long job, long index) {
        Long last = open.get(new Place(job, index));
        return last == null ? 0 : get(last).attempts();
    }

    /** Begins a run of a prompt that was queued, in this state. */
    public synchronized Run begin(Run.Content content, State state) {
        Place place = new Place(content.job(), content.index());
        Long last = open.get(place);
        Run begun = Run.of(content, attempts(content.job(), content.index())).in(state);
        Run run;
        if (last == null || get(last).state() != State.AGAIN) {
            run = begun.numbered(jobs.inTransaction(connection -> RunTable.insert(connection, begun)));
            runs.put(run.id(), run);
        } else {
            run = update(begun.numbered(last));
        }
        open.put(place, run.id());
        queued.remove(place);
        return run;
    }

    /** Notes how a run stands now. */
    public synchronized Run update(Run run) {
        jobs.inTransaction(connection -> {
            RunTable.update(connection, run);
            return run;
        });
        runs.put(run.id(), run);
        return run;
    }

    /** Notes that the prompt of a run has its result; returns the run where something of it is to be deleted, else null. */
    public synchronized @Nullable Run leave(Run run) {
        open.remove(Place.of(run), run.id());
        if (run.remote().leavesSomething()) {
            return update(run.in(State.OVER));
        }
        delete(run.id());
        return null;
    }

    /** Notes that a run came to nothing and its prompt is to be started again. */
    public synchronized Again again(Run run, int attempts) {
        Run next = Run.of(run.content(), attempts).in(State.AGAIN);
        Run old = run.remote().leavesSomething() ? run.in(State.OVER) : null;
        long id = jobs.inTransaction(connection -> {
            if (old == null) {
                RunTable.delete(connection, run.id());
            } else {
                RunTable.update(connection, old);
            }
            return RunTable.insert(connection, next);
        });
        if (old == null) {
            runs.remove(run.id());
        } else {
            runs.put(old.id(), old);
        }
        runs.put(id, next.numbered(id));
        open.put(Place.of(run), id);
        return new Again(next.numbered(id), old);
    }

    /**
     * What becomes of a run that came to nothing.
     *
     * @param next the run that is to be started
     * @param old the old one where something of it is to be deleted, else null
     */
    public record Again(Run next, @Nullable Run old) {}

    /** Forgets a run of which nothing is left. */
    public synchronized void delete(long id) {
        jobs.inTransaction(connection -> {
            RunTable.delete(connection, id);
            return id;
        });
        runs.remove(id);
        open.values().remove(id);
    }

    @Override
    public synchronized BitSet underWay(long job) {
        BitSet positions = new BitSet();
        boolean cancelled = jobs.isCancelled(job);
        open.forEach((place, id) -> {
            Run run = get(id);
            boolean mine = place.job() == job && run.isOpen();
            if (mine && !(cancelled && isForeign(run))) {
                positions.set(Math.toIntExact(place.index()));
            }
        });
        return positions;
    }

    @Override
    public boolean isUnsettled(long job) {
        return false;
    }

    /** Forgets what was to be started again of a job, since it is finished. */
    public synchronized void finished(long job) {
        for (Run run : all()) {
            if (run.job() == job && run.state() == State.AGAIN) {
                delete(run.id());
            }
        }
        queued.removeIf(place -> place.job() == job);
    }

    /** Returns whether nothing is left to be done for any run that can be done now. */
    public synchronized boolean idle() {
        return runs.values().stream().allMatch(this::isForeign);
    }

    /** Returns the assistant that was made of a definition, or empty. */
    public Optional<String> assistant(String definition) {
        return jobs.inTransaction(connection -> RunTable.assistant(connection, provider.name(), definition));
    }

    /** Notes the assistant that was made of a definition, or with null that it is no more. */
    public void noteAssistant(String definition, @Nullable String id) {
        jobs.inTransaction(connection -> {
            RunTable.noteAssistant(connection, provider.name(), definition, id);
            return definition;
        });
    }

    private record Place(long job, long index) {
        static Place of(Run run) {
            return new Place(run.job(), run.content().index());
        }
    }
}
