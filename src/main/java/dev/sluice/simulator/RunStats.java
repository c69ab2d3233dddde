package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** What a simulated provider has seen and done about background responses and runs of assistants, live. Thread-safe. */
public final class RunStats {
    private final LongAdder responsesStarted = new LongAdder();
    private final LongAdder assistantRunsStarted = new LongAdder();
    private final RunRequests requests = new RunRequests();
    private final LongAdder cancels = new LongAdder();
    private final LongAdder responsesDeleted = new LongAdder();
    private final LongAdder threadsDeleted = new LongAdder();
    private final AtomicInteger threadsExisting = new AtomicInteger();
    private final PromptCounts prompts = new PromptCounts();
    private final RunEnds ends;

    RunStats(Consumer<RunProgress> whenAnswered) {
        ends = new RunEnds(whenAnswered);
    }

    /** Returns how many background responses were started. */
    public long responsesStarted() {
        return responsesStarted.sum();
    }

    /** Returns how many runs of assistants were started. */
    public long assistantRunsStarted() {
        return assistantRunsStarted.sum();
    }

    /** Returns how many requests asked how one response or run is, refused ones too. */
    public long polls() {
        return requests.polls();
    }

    /** Returns how many polls it took on average until one showed the end, over those whose end was seen; else 0. */
    public double pollsPerFinishedRun() {
        return requests.pollsPerFinishedRun();
    }

    /** Returns how many requests for the messages of a thread came in, refused ones too. */
    public long fetches() {
        return requests.fetches();
    }

    /** Returns how many responses and runs were cancelled by request. */
    public long cancels() {
        return cancels.sum();
    }

    /** Returns how many responses were deleted. */
    public long responsesDeleted() {
        return responsesDeleted.sum();
    }

    /** Returns how many threads were deleted. */
    public long threadsDeleted() {
        return threadsDeleted.sum();
    }

    /** Returns how many threads were not deleted. */
    public int threadsExisting() {
        return threadsExisting.get();
    }

    /** Returns how many responses and runs have not ended by now. */
    public int unfinished() {
        return ends.unfinished();
    }

    /** Returns how many ended with each status by now, also where nobody has asked; {@code vanished} for those gone. */
    public Map<String, Long> finished() {
        return ends.finished();
    }

    /** Returns how often a prompt was started, however that ended; 0 without recording. */
    public int timesStarted(String prompt) {
        return prompts.of(prompt);
    }

    /** Returns the prompts that were started more than once, with how often. */
    public Map<String, Integer> startedTwice() {
        return prompts.above(1);
    }

    void arrived(ApiRequest request) {
        requests.arrived(request);
    }

    void started(RunProgress progress) {
        (progress.plan().response() ? responsesStarted : assistantRunsStarted).increment();
        if (progress.plan().recording()) {
            prompts.add(progress.plan().prompt());
        }
        ends.started(progress);
    }

    void polled(RunProgress progress) {
        requests.polled(progress);
    }

    void cancelled() {
        cancels.increment();
    }

    void responseDeleted() {
        responsesDeleted.increment();
    }

    void threadDeleted() {
        threadsDeleted.increment();
    }

    void threadsExisting(int threads) {
        threadsExisting.set(threads);
    }

    /** Books everything that has ended by now. */
    void settle() {
        ends.settle();
    }

    /** Returns all numbers for {@code GET /simulator/stats}. */
    ObjectNode json() {
        ObjectNode root = Json.object()
                .put("responses_started", responsesStarted())
                .put("assistant_runs_started", assistantRunsStarted())
                .put("polls", polls())
                .put("polls_per_finished_run", Math.round(pollsPerFinishedRun() * 100) / 100.0)
                .put("fetches", fetches())
                .put("cancels", cancels())
                .put("responses_deleted", responsesDeleted())
                .put("threads_deleted", threadsDeleted())
                .put("threads_existing", threadsExisting())
                .put("unfinished", unfinished())
                .put("prompts_started", prompts.size())
                .put("prompts_started_twice", startedTwice().size());
        ObjectNode byStatus = root.putObject("finished");
        finished().forEach(byStatus::put);
        return root;
    }
}
