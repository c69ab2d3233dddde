/** The simulated provider: an OpenAI-compatible HTTP server for the demo, tests and trials. */
@NullMarked
package dev.sluice.simulator;

import org.jspecify.annotations.NullMarked;
