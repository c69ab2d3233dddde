/** Time and stopping: what reads the clock, and what waits. */
@NullMarked
package dev.sluice.time;

import org.jspecify.annotations.NullMarked;
