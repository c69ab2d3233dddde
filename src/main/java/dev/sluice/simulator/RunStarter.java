package dev.sluice.simulator;

import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Starts background responses and runs, and draws how long each takes and how it ends. Thread-safe. */
final class RunStarter {
    private final RunOutcomePlan outcomes = new RunOutcomePlan();
    private final RunStats stats;
    private final Clock clock;
    private long numbers;

    /**
     * What is asked.
     *
     * @param response whether it is a response, else a run of an assistant
     */
    record Question(String prompt, String model, long tokens, boolean response) {}

    RunStarter(RunStats stats, Clock clock) {
        this.stats = stats;
        this.clock = clock;
    }

    RunStats stats() {
        return stats;
    }

    /** Starts something that is answered by {@code whole}, unless it ends otherwise. */
    synchronized StartedRun start(Call call, Question question, Answer whole) {
        SimulatorOptions options = call.options();
        SplittableRandom draws = new SplittableRandom(options.seed() * 0x9E3779B97F4A7C15L + ++numbers);
        Duration length = Duration.ofNanos(options.runs().duration().sampleNanos(draws));
        RunOutcome outcome = outcomes.choose(options.runs(), question.prompt(), question.response(), draws);
        boolean half = outcome != null && outcome.kind() == RunOutcome.Kind.INCOMPLETE;
        Answer answer = half ? Answer.of(whole.text(), whole.tokens() / 2, options.tokenCounter()) : whole;
        RunProgress.Plan plan = new RunProgress.Plan(
                question.prompt(),
                question.response(),
                length,
                end(outcome, answer),
                options.recording(),
                ServedUsage.Account.of(call.request(), question.model(), false),
                new ServedUsage.Sums(1, 0, question.tokens(), 0, answer.tokens()));
        StartedRun started = new StartedRun(new RunProgress(plan, clock), answer, outcome);
        stats.started(started.progress());
        return started;
    }

    private static RunStatus end(@Nullable RunOutcome outcome, Answer answer) {
        if (outcome == null) {
            return answer.finishReason().equals("stop") ? RunStatus.COMPLETED : RunStatus.INCOMPLETE;
        }
        return switch (outcome.kind()) {
            case FAILED -> RunStatus.FAILED;
            case CANCELLED -> RunStatus.CANCELLED;
            case INCOMPLETE -> RunStatus.INCOMPLETE;
            case EXPIRED -> RunStatus.EXPIRED;
            case REQUIRES_ACTION -> RunStatus.REQUIRES_ACTION;
            case VANISHED -> RunStatus.VANISHED;
            case ENDLESS -> RunStatus.IN_PROGRESS;
        };
    }
}
