/** Jobs and their results: the store, the life of an input file, and the answer files. */
@NullMarked
package dev.sluice.job;

import org.jspecify.annotations.NullMarked;
