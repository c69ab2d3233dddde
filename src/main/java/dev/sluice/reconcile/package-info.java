/** Whether the ledger and the provider's own figures agree: usage by UTC day and model, costs by UTC day. */
@NullMarked
package dev.sluice.reconcile;

import org.jspecify.annotations.NullMarked;
