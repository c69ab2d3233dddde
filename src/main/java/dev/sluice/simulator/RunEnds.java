package dev.sluice.simulator;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Knows what has been started and has not ended, and counts the ends of all else when it is asked. Thread-safe. */
final class RunEnds {
    private final Set<RunProgress> unfinished = ConcurrentHashMap.newKeySet();
    private final Map<RunStatus, Long> finished = new EnumMap<>(RunStatus.class);
    private final Consumer<RunProgress> whenAnswered;

    RunEnds(Consumer<RunProgress> whenAnswered) {
        this.whenAnswered = whenAnswered;
    }

    void started(RunProgress progress) {
        unfinished.add(progress);
    }

    /** Books everything that has ended by now. */
    void settle() {
        List<RunProgress> ended = unfinished.stream()
                .filter(progress -> progress.status().isLast())
                .toList();
        for (RunProgress progress : ended) {
            if (unfinished.remove(progress)) {
                count(progress);
            }
        }
    }

    int unfinished() {
        settle();
        return unfinished.size();
    }

    Map<String, Long> finished() {
        settle();
        Map<String, Long> copy = new TreeMap<>();
        synchronized (finished) {
            finished.forEach((status, n) -> copy.put(status.text(), n));
        }
        return copy;
    }

    private void count(RunProgress progress) {
        RunStatus status = progress.status();
        synchronized (finished) {
            finished.merge(status, 1L, Long::sum);
        }
        if (status.isAnswered()) {
            whenAnswered.accept(progress);
        }
    }
}
