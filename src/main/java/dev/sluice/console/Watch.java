package dev.sluice.console;

import java.time.Duration;
import java.util.Optional;

/** Looks at a running Sluice a few times a second, shows its progress, and tells when to end. */
final class Watch {
    private static final Duration TICK = Duration.ofMillis(250);
    private final Engine engine;
    private final Progress progress;
    private final Pause stop;

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
            progress.update(engine.jobs());
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
            progress.update(engine.jobs());
            Optional<String> now = engine.blocked();
            if (!now.equals(blocked)) {
                progress.say(now.map(reason -> "nothing can be sent: " + reason).orElse("sending again"));
                blocked = now;
            }
        } while (!stop.await(TICK));
        return End.STOPPED;
    }
}
