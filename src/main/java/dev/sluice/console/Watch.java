package dev.sluice.console;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks at a running Sluice a few times a second, shows its progress, and tells when to end. */
final class Watch {
    private static final Duration TICK = Duration.ofMillis(250);
    private final Engine engine;
    private final Progress progress;
    private final Pause stop;
    private Set<String> waits = Set.of();

    /** Why a watch ended. */
    enum End {
        /** Nothing is left to do. */
        IDLE,
        /** Somebody asked to stop. */
        STOPPED,
        /** Nothing can be sent at all. */
        BLOCKED
    }

    Watch(Engine engine, Progress progress, Pause stop) {
        this.engine = engine;
        this.progress = progress;
        this.stop = stop;
    }

    /** Watches until nothing is left to do, a stop is asked for, or nothing can be sent. */
    End untilIdle() {
        while (true) {
            boolean idle = engine.idle();
            show();
            if (idle) {
                return End.IDLE;
            }
            if (engine.blocked().isPresent()) {
                return End.BLOCKED;
            }
            if (stop.await(TICK)) {
                return End.STOPPED;
            }
        }
    }

    /** Watches until a stop is asked for; says when nothing can be sent, and when it can again. */
    End untilStopped() {
        Optional<String> blocked = Optional.empty();
        do {
            show();
            Optional<String> now = engine.blocked();
            if (!now.equals(blocked)) {
                progress.say(now.map(reason -> "nothing can be sent: " + reason).orElse("sending again"));
                blocked = now;
            }
        } while (!stop.await(TICK));
        return End.STOPPED;
    }

    /** Shows the progress; says once what sends nothing for a while, and when it goes on. */
    private void show() {
        List<String> sentences = engine.longWaits();
        progress.waits(sentences);
        progress.update(engine.jobs());
        Set<String> now = Set.copyOf(sentences);
        now.stream().filter(wait -> !waits.contains(wait)).forEach(progress::say);
        if (now.isEmpty() && !waits.isEmpty()) {
            progress.say("sending again");
        }
        waits = now;
    }
}
