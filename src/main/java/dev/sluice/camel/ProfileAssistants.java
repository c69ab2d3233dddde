package dev.sluice.camel;

import dev.sluice.polled.AssistantDefinition;
import dev.sluice.polled.Run;
import dev.sluice.polled.RunStep.Action;
import dev.sluice.polled.RunStore;
import dev.sluice.prompt.Profile;
import dev.sluice.prompt.Prompt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.apache.camel.Exchange;

/** The assistants of profiles that name none: each is made once, and whoever needs it meanwhile waits for it. Thread-safe. */
final class ProfileAssistants {
    private final RunSteps steps;
    private final RunStore store;
    private final Map<String, List<Exchange>> beingMade = new HashMap<>();

    ProfileAssistants(RunSteps steps, RunStore store) {
        this.steps = steps;
        this.store = store;
    }

    /** Has the run of the exchange started next, or first the assistant made. */
    synchronized void startOrMake(Exchange exchange) {
        Profile profile = profile(exchange);
        String hash = AssistantDefinition.hash(profile);
        if (profile.runs().assistant() != null || store.assistant(hash).isPresent()) {
            start(exchange);
        } else if (beingMade.containsKey(hash)) {
            beingMade.computeIfAbsent(hash, name -> new ArrayList<>()).add(exchange);
        } else {
            beingMade.put(hash, new ArrayList<>());
            steps.take(exchange, Action.MAKE_ASSISTANT, RunSteps.step(exchange).prompt(), Duration.ZERO);
        }
    }

    /** Notes the assistant that was made, and has those started that waited for it. */
    synchronized void made(Exchange exchange, String id) {
        String hash = AssistantDefinition.hash(profile(exchange));
        store.noteAssistant(hash, id);
        start(exchange);
        waiting(hash).forEach(this::start);
    }

    /** Hears that it could not be made and is given up; the next of those who wait tries. */
    synchronized void failed(Exchange exchange) {
        waiting(AssistantDefinition.hash(profile(exchange))).forEach(this::startOrMake);
    }

    /** Forgets the assistant of a profile that the provider has no more by its own words, unless those are about an earlier one. */
    synchronized void forget(Profile profile, String told) {
        String hash = AssistantDefinition.hash(profile);
        Optional<String> known = store.assistant(hash);
        boolean another = told.contains("asst_") && known.isPresent() && !told.contains(known.get());
        if (!another) {
            store.noteAssistant(hash, null);
        }
    }

    /** Lets go of runs that wait for an assistant, and whose jobs are over. */
    synchronized void dropUnwanted(LongPredicate isOver, RunEnds ends) {
        for (List<Exchange> waiting : beingMade.values()) {
            waiting.removeIf(exchange -> {
                Run run = steps.run(exchange);
                boolean over = isOver.test(run.job());
                if (over) {
                    ends.drop(exchange, run);
                }
                return over;
            });
        }
    }

    private List<Exchange> waiting(String hash) {
        List<Exchange> waiting = beingMade.remove(hash);
        return waiting == null ? List.of() : waiting;
    }

    private void start(Exchange exchange) {
        steps.take(exchange, Action.START_RUN, RunSteps.step(exchange).prompt(), Duration.ZERO);
    }

    private Profile profile(Exchange exchange) {
        Prompt prompt = RunSteps.prompt(RunSteps.step(exchange));
        return steps.profile(prompt.profile());
    }
}
