package dev.sluice.simulator;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a simulated provider has seen and done, live. A request is counted before its answer goes out. Memory is bounded;
 * without recording only the numbers are kept. Thread-safe.
 */
public final class SimulatorStats {
    private final LongAdder requests = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final LongAdder limited = new LongAdder();
    private final LongAdder undelivered = new LongAdder();
    private final LongAdder promptsAsked = new LongAdder();
    private final LongAdder promptsAnswered = new LongAdder();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger maxUnderWay = new AtomicInteger();
    private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> faults = new ConcurrentHashMap<>();
    private final PromptCounts sent = new PromptCounts();
    private final PromptCounts paid = new PromptCounts();
    private final RequestLog log = new RequestLog();
    private final BatchStats batches = new BatchStats();
    private final ServedUsage served = new ServedUsage();
    private final RunStats runs = new RunStats(this::ranTo);
    private final LoadLog load;

    SimulatorStats(long startNanos) {
        load = new LoadLog(startNanos);
    }

    /** Returns how many requests came in, refused ones too. */
    public long requests() {
        return requests.sum();
    }

    /** Returns how many requests got a whole and sound answer. */
    public long answered() {
        return answered.sum();
    }

    /** Returns how many requests a limit refused with 429. */
    public long rateLimited() {
        return limited.sum();
    }

    /** Returns how many answers could not be sent because the client had gone. */
    public long undeliveredAnswers() {
        return undelivered.sum();
    }

    /** Returns how many prompts came in with well-formed requests, refused ones too. */
    public long promptsAsked() {
        return promptsAsked.sum();
    }

    /** Returns how many prompts got a whole and sound answer, and so were paid for, online, in a batch or by a run. */
    public long promptsAnswered() {
        runs.settle();
        return promptsAnswered.sum();
    }

    /** Returns how many requests ended with each status; 0 is for those without an answer. */
    public Map<Integer, Long> statuses() {
        Map<Integer, Long> copy = new TreeMap<>();
        statuses.forEach((status, n) -> copy.put(status, n.sum()));
        return copy;
    }

    /** Returns how often each fault happened, by its {@link Fault#label}. */
    public Map<String, Long> faults() {
        Map<String, Long> copy = new TreeMap<>();
        faults.forEach((label, n) -> copy.put(label, n.sum()));
        return copy;
    }

    /** Returns how many requests are under way. */
    public int underWay() {
        return underWay.get();
    }

    /** Returns the most requests that were under way at once. */
    public int maxUnderWay() {
        return maxUnderWay.get();
    }

    /** Returns how often a prompt came in with well-formed requests, refused ones too; 0 without recording. */
    public int timesSent(String prompt) {
        return sent.of(prompt);
    }

    /** Returns how often a prompt got a whole and sound answer, online, in a batch or by a run; 0 without recording. */
    public int timesAnswered(String prompt) {
        runs.settle();
        return paid.of(prompt);
    }

    /** Returns the prompts that were answered more than once, so paid for twice, with how often. */
    public Map<String, Integer> answeredTwice() {
        runs.settle();
        return paid.above(1);
    }

    /** Returns how many different prompts came in; at most 200,000 are told apart. */
    public int distinctPrompts() {
        return sent.size();
    }

    /** Returns when the last 100,000 requests came in, in nanoseconds of the ticker, oldest first. */
    public List<Long> arrivalNanos() {
        return log.arrivals();
    }

    /** Returns the last 256 requests that have ended, oldest first. */
    public List<SeenRequest> recentRequests() {
        return log.recent();
    }

    /** Returns the request that ended last, or empty. */
    public Optional<SeenRequest> lastRequest() {
        return log.last();
    }

    /** Returns the tokens admitted in all. */
    public long tokensAdmitted() {
        return load.tokens();
    }

    /** Returns what was admitted in each second since the start, for the last two hours, without idle seconds. */
    public NavigableMap<Long, Load> admittedPerSecond() {
        return load.perSecond();
    }

    /** Returns the most that was admitted in any 60 seconds of the last two hours. */
    public Load busiestMinute() {
        return load.busiest(60);
    }

    /** Returns what it has seen and done about files and batches. */
    public BatchStats batches() {
        return batches;
    }

    /** Returns what it has seen and done about background responses and runs of assistants. */
    public RunStats runs() {
        return runs;
    }

    /** Returns what was really served. */
    ServedUsage served() {
        return served;
    }

    private void ranTo(RunProgress end) {
        RunProgress.Plan plan = end.plan();
        paid(List.of(plan.prompt()), plan.recording());
        served.add(end.endSeconds(), plan.account(), plan.served());
    }

    void arrived(ApiRequest request, boolean recording) {
        requests.increment();
        batches.arrived(request);
        runs.arrived(request);
        maxUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        if (recording) {
            log.arrived(request.arrivedNanos());
        }
    }

    void asked(Work work, boolean recording) {
        promptsAsked.add(work.prompts().size());
        if (recording) {
            work.prompts().forEach(sent::add);
        }
    }

    void limited() {
        limited.increment();
    }

    void admitted(long tokens, long nowNanos) {
        load.add(tokens, nowNanos);
    }

    void faulted(Fault fault) {
        faults.computeIfAbsent(fault.label(), label -> new LongAdder()).increment();
    }

    void answered(Work work, boolean recording) {
        answered.increment();
        paid(work.answersLater() ? List.of() : work.prompts(), recording);
    }

    void lineRun(BatchRequest request, LineAnswer answer, boolean recording) {
        batches.lineRun(request, answer.isGood(), recording);
        paid(answer.prompts(), recording);
    }

    private void paid(List<String> prompts, boolean recording) {
        promptsAnswered.add(prompts.size());
        if (recording) {
            prompts.forEach(paid::add);
        }
    }

    void ended(ApiRequest request, int status, boolean recording) {
        underWay.decrementAndGet();
        statuses.computeIfAbsent(status, s -> new LongAdder()).increment();
        if (recording) {
            log.ended(request, status);
        }
    }

    void undelivered() {
        undelivered.increment();
    }
}
