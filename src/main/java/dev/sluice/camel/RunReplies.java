package dev.sluice.camel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.job.JobCounts;
import dev.sluice.job.JobStore;
import dev.sluice.job.Result;
import dev.sluice.polled.RemoteRun;
import dev.sluice.polled.Run;
import dev.sluice.polled.Run.State;
import dev.sluice.polled.RunAnswer;
import dev.sluice.polled.RunPlanner;
import dev.sluice.polled.RunStep.Action;
import dev.sluice.polled.RunStore;
import dev.sluice.provider.MatchedReply;
import dev.sluice.provider.PromptAnswer;
import dev.sluice.provider.ProviderException;
import dev.sluice.provider.Unanswered;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;

/** What the replies to a run's requests mean for it, and what is to be done next. Thread-safe. */
public final class RunReplies {
    private final RunSteps steps;
    private final RunStore store;
    private final JobStore jobs;
    private final ProfileAssistants assistants;
    private final RunEnds ends;
    private final ExpectedTokens expected;
    private final NoteUse uses;
    private final Clock clock;
    private final Map<Long, JsonNode> answered = new ConcurrentHashMap<>();

    RunReplies(
            RunSteps steps,
            RunStore store,
            JobStore jobs,
            ProfileAssistants assistants,
            RunEnds ends,
            ExpectedTokens expected,
            NoteUse uses,
            Clock clock) {
        this.uses = uses;
        this.steps = steps;
        this.store = store;
        this.jobs = jobs;
        this.assistants = assistants;
        this.ends = ends;
        this.expected = expected;
        this.clock = clock;
    }

    /** Notes the file that holds the prompt; its thread is made next. */
    public void uploaded(Exchange exchange) {
        Run run = steps.run(exchange);
        steps.note(run.with(run.remote().withFile(idOf(exchange, "file"))));
        steps.take(exchange, Action.CREATE_THREAD, RunSteps.step(exchange).prompt(), Duration.ZERO);
    }

    /** Notes the thread; a run is started on it next, once there is an assistant. */
    public void threadCreated(Exchange exchange) {
        Run run = steps.run(exchange);
        steps.note(run.with(run.remote().withThread(idOf(exchange, "thread"))));
        assistants.startOrMake(exchange);
    }

    /** Notes the assistant; a run is started with it next, and so are those that have waited for it. */
    public void assistantMade(Exchange exchange) {
        assistants.made(exchange, idOf(exchange, "assistant"));
    }

    /** Notes the run that was started. */
    public void started(Exchange exchange) {
        started(exchange, remote(exchange));
    }

    private void started(Exchange exchange, RemoteRun remote) {
        Run run = steps.run(exchange);
        Run running = run.with(run.remote().withRun(remote.id())).started(clock.instant());
        RunPlanner planner = steps.planner(exchange);
        planner.running(
                running,
                Duration.ZERO,
                steps.profile(run.content().profile()).runs().maxRunTime(),
                ApiCall.pollAfter(exchange));
        steps.note(running.polled(0, clock.instant().plus(planner.untilPoll(run.id()))));
        if (remote.outcome() != RemoteRun.Outcome.GOES_ON) {
            note(exchange, remote);
        }
    }

    /** Takes up a run that was started before the process ended, or begins anew where none was. */
    public void found(Exchange exchange) {
        JsonNode runs = exchange.getMessage().getBody(JsonNode.class).path("data");
        RemoteRun found = RemoteRun.of(runs.path(0)).orElse(null);
        if (found == null) {
            ends.again(exchange, steps.run(exchange).attempts(), Duration.ZERO);
        } else {
            started(exchange, found);
        }
    }

    /** Notes how a run stands. */
    public void polled(Exchange exchange) {
        note(exchange, remote(exchange));
    }

    /** Notes how a run stands that was asked to end. */
    public void cancelled(Exchange exchange) {
        Run run = steps.run(exchange);
        RemoteRun remote = remote(exchange);
        if (run.state() == State.OVER) {
            ends.cleanUp(exchange, run);
        } else if (remote.outcome() == RemoteRun.Outcome.ANSWERED) {
            note(exchange, remote);
        } else {
            steps.planner(exchange).ended(run.id(), null, false);
            ends.afterCancel(exchange, run);
        }
    }

    private void note(Exchange exchange, RemoteRun remote) {
        Run run = steps.run(exchange);
        Run polled = run.polled(run.polls() + 1, run.nextPollAt());
        RunPlanner planner = steps.planner(exchange);
        if (remote.outcome() == RemoteRun.Outcome.GOES_ON) {
            planner.goesOn(run.id(), ApiCall.pollAfter(exchange));
            store.update(polled.polled(polled.polls(), clock.instant().plus(planner.untilPoll(run.id()))));
            return;
        }
        planner.ended(run.id(), remote.took(), remote.outcome() == RemoteRun.Outcome.ANSWERED);
        switch (remote.outcome()) {
            case ANSWERED -> answered(exchange, polled, remote);
            case AGAIN ->
                ends.failedAttempt(exchange, remote.code().isEmpty() ? remote.status() : remote.code(), told(remote));
            case REFUSED -> ends.fail(exchange, 200, remote.code(), told(remote));
            case CANCELLED ->
                ends.fail(exchange, 200, "run_cancelled", "the run was cancelled at the provider, not by Sluice");
            case WANTS_A_TOOL -> {
                ends.fail(
                        exchange,
                        200,
                        "requires_action",
                        "the run wants the result of a tool, which nobody brings: take the tool out of the assistant");
                ends.cancelToo(exchange);
            }
            case GOES_ON -> {}
        }
    }

    private static String told(RemoteRun remote) {
        return remote.message().isEmpty() ? "the run has ended as " + remote.status() : remote.message();
    }

    private void answered(Exchange exchange, Run run, RemoteRun remote) {
        if (run.isOfAssistant()) {
            answered.put(run.id(), remote.node());
            store.update(run.in(State.ANSWERED));
            steps.take(exchange, Action.FETCH_ANSWER, null, Duration.ZERO);
        } else {
            settle(exchange, RunAnswer.of(run, remote.node()));
        }
    }

    /** Makes the answer of the messages of a run. */
    public void fetched(Exchange exchange) {
        Run run = steps.run(exchange);
        JsonNode messages = exchange.getMessage().getBody(JsonNode.class);
        JsonNode remote = answered.remove(run.id());
        if (remote == null) {
            throw new IllegalStateException("nobody knows how the run has ended: run=" + run.id());
        }
        settle(exchange, RunAnswer.of(run, RunAnswer.asResponse(remote, messages)));
    }

    private void settle(Exchange exchange, MatchedReply reply) {
        Run run = steps.run(exchange);
        jobs.count(
                run.job(),
                JobCounts.tokens(reply.usage().promptTokens(), reply.usage().completionTokens()));
        uses.answered(exchange, run, reply);
        if (reply.answered().isEmpty()) {
            Unanswered none = reply.unanswered().get(0);
            ends.failedAttempt(exchange, none.code(), none.reason());
            return;
        }
        PromptAnswer answer = reply.answered().get(0);
        expected.learn(answer);
        ends.result(
                exchange,
                new Result.Answered(run.job(), run.content().index(), run.attempts() + 1, "", answer.bodyJson()));
    }

    /** Goes on deleting what a run leaves behind. */
    public void threadDeleted(Exchange exchange) {
        Run run = steps.run(exchange);
        ends.cleanUp(exchange, store.update(run.with(run.remote().withThread(null))));
    }

    /** Forgets a run that leaves nothing behind. */
    public void promptDeleted(Exchange exchange) {
        store.delete(RunSteps.runId(exchange));
    }

    private static RemoteRun remote(Exchange exchange) {
        return RemoteRun.of(exchange.getMessage().getBody(JsonNode.class))
                .orElseThrow(() ->
                        new ProviderException.Unavailable(200, "malformed_reply", "the reply describes no run", null));
    }

    private static String idOf(Exchange exchange, String what) {
        String id = exchange.getMessage().getBody(JsonNode.class).path("id").asText("");
        if (id.isEmpty()) {
            throw new ProviderException.Unavailable(200, "malformed_reply", "the " + what + " has no id", null);
        }
        return id;
    }
}
