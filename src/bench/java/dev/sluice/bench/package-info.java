/** The benchmarks: Sluice and its simulated provider in processes of their own, timed from outside. */
@NullMarked
package dev.sluice.bench;

import org.jspecify.annotations.NullMarked;
