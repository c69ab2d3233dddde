package dev.sluice.console;

import dev.sluice.job.JobProgress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** An engine that goes on by one prepared step each time it is asked whether it is idle, and is idle after the last. */
final class FakeEngine implements Engine {
    List<String> longWaits = List.of();
    private final Deque<Consumer<FakeEngine>> steps = new ArrayDeque<>();
    private Optional<String> provider = Optional.empty();
    private Optional<String> blocked = Optional.empty();
    private List<String> warnings = List.of();
    private List<JobProgress> jobs = List.of();
    private List<JobProgress> jobsWhenClosed = List.of();
    private boolean closed;
    private boolean endless;

    FakeEngine provider(String url) {
        provider = Optional.of(url);
        return this;
    }

    FakeEngine warnings(String... sentences) {
        warnings = List.of(sentences);
        return this;
    }

    /** Makes it never idle. */
    FakeEngine endless() {
        endless = true;
        return this;
    }

    FakeEngine thenBlocked(String reason) {
        steps.add(engine -> engine.blocked = Optional.of(reason));
        return this;
    }

    FakeEngine thenUnblocked() {
        steps.add(engine -> engine.blocked = Optional.empty());
        return this;
    }

    FakeEngine then(JobProgress... progress) {
        steps.add(engine -> engine.jobs = List.of(progress));
        return this;
    }

    FakeEngine thenDo(Runnable action) {
        steps.add(engine -> action.run());
        return this;
    }

    /** Sets the jobs as they are when it is closed. */
    FakeEngine whenClosed(JobProgress... progress) {
        jobsWhenClosed = List.of(progress);
        return this;
    }

    /** Takes the next step; returns whether there was one. */
    boolean step() {
        Consumer<FakeEngine> next = steps.poll();
        if (next != null) {
            next.accept(this);
        }
        return next != null;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public Optional<String> provider() {
        return provider;
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public List<JobProgress> jobs() {
        return closed && !jobsWhenClosed.isEmpty() ? jobsWhenClosed : jobs;
    }

    @Override
    public boolean idle() {
        return !endless && steps.isEmpty() && blocked.isEmpty();
    }

    @Override
    public Optional<String> blocked() {
        return blocked;
    }

    @Override
    public List<String> longWaits() {
        return longWaits;
    }

    @Override
    public void close() {
        closed = true;
    }
}
