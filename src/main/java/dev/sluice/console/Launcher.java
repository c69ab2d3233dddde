package dev.sluice.console;

import dev.sluice.config.ConfigurationSource;

/** Starts a Sluice. */
@FunctionalInterface
interface Launcher {
    /**
     * Starts on a configuration and returns when the routes run.
     *
     * @throws RuntimeException when it can't be started; its message says why, one problem a line
     */
    Engine launch(ConfigurationSource source);
}
