/** Who used what: the ledger of requests and prompts with their cost, and its sums by minute and day. */
@NullMarked
package dev.sluice.usage;

import org.jspecify.annotations.NullMarked;
