/** Polled runs: what is started with one request and then asked after, and the planner of all that follows a start. */
@NullMarked
package dev.sluice.polled;

import org.jspecify.annotations.NullMarked;
