package dev.sluice.console;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns SIGINT, SIGTERM and SIGHUP into a wish to stop. Thread-safe.
 *
 * <p>Why signals and not a shutdown hook: inside a hook the exit code is fixed already (143), {@code System.exit} hangs
 * and a second Ctrl-C is not seen. So the first signal only wakes the main thread, which closes Sluice and ends with
 * its own exit code; a second one, or {@link #LONGEST_STOP} after the first, halts the process. Halting is safe at any
 * moment, as after a crash.
 */
final class StopSignal implements Pause {
    /** How long a stop may take before the process is halted; a little less than the 30 s that are promised. */
    static final Duration LONGEST_STOP = Duration.ofSeconds(29);

    private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");
    private static final int HALTED_BY_USER = 130;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final ExitCode whenHalted;

    private StopSignal(ExitCode whenHalted) {
        this.whenHalted = whenHalted;
    }

    /**
     * Starts to listen. Where the platform lacks a signal, that signal ends the process as if it had crashed.
     *
     * @param whenHalted the exit code when a stop takes too long
     */
    static StopSignal listen(ExitCode whenHalted) {
        StopSignal signal = new StopSignal(whenHalted);
        SIGNALS.forEach(signal::handle);
        return signal;
    }

    @Override
    public boolean await(Duration atMost) {
        try {
            return stop.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Registers by reflection: {@code sun.misc.Signal} is the only way, and javac's warning of it can't be silenced. */
    private void handle(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            MethodHandle request = MethodHandles.lookup().bind(this, "request", MethodType.methodType(void.class));
            Object onSignal =
                    MethodHandleProxies.asInterfaceInstance(handler, MethodHandles.dropArguments(request, 0, signal));
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), onSignal);
        } catch (ReflectiveOperationException | IllegalArgumentException notOnThisPlatform) {
            // the signal keeps its default
        }
    }

    @SuppressWarnings("unused") // called through its method handle
    private synchronized void request() {
        if (stop.getCount() == 0) {
            Runtime.getRuntime().halt(HALTED_BY_USER);
        }
        stop.countDown();
        Thread watchdog = new Thread(this::haltLater, "sluice-stop-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    private void haltLater() {
        try {
            if (!new CountDownLatch(1).await(LONGEST_STOP.toNanos(), TimeUnit.NANOSECONDS)) {
                Runtime.getRuntime().halt(whenHalted.number());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
