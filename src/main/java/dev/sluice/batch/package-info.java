/** The lifecycle of batches of the Batch API: what goes into one, what becomes of it. No HTTP, no Camel. */
@NullMarked
package dev.sluice.batch;

import org.jspecify.annotations.NullMarked;
