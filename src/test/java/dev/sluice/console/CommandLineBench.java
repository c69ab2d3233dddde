package dev.sluice.console;

import dev.sluice.config.ConfigurationSource;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the command line on a fake engine and keeps what it says. */
final class CommandLineBench {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final FakeTime time = new FakeTime();
    private final List<ConfigurationSource> sources = new ArrayList<>();
    private final Launcher launcher;
    private final FakeEngine engine;
    private final Map<String, String> environment = new HashMap<>(Map.of("PATH", "/bin"));
    private boolean stopAfterLastStep;

    CommandLineBench(FakeEngine engine) {
        this.engine = engine;
        launcher = source -> engine;
    }

    CommandLineBench(Launcher launcher) {
        this.engine = new FakeEngine();
        this.launcher = launcher;
    }

    /** Sets an environment variable. */
    CommandLineBench with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Returns how long was waited. */
    Duration waited() {
        return Duration.ofNanos(time.nanos());
    }

    /** Asks for a stop when the engine has taken its last step. */
    CommandLineBench stopAfterLastStep() {
        stopAfterLastStep = true;
        return this;
    }

    int run(String... arguments) {
        Terminal terminal = new Terminal(printTo(out), printTo(err), false, false);
        Surroundings around =
                new Surroundings(terminal, time, time, Map.copyOf(environment), this::launch, code -> this::pause);
        return SluiceCommand.commandLine(around).execute(arguments);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    ConfigurationSource source() {
        return sources.get(0);
    }

    private Engine launch(ConfigurationSource source) {
        sources.add(source);
        return launcher.launch(source);
    }

    private boolean pause(Duration atMost) {
        time.pass(atMost);
        return !engine.step() && stopAfterLastStep;
    }

    private static PrintStream printTo(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
