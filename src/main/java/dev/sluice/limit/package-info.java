/** Rate limits: pools, their permits and token budgets, and who waits for what. */
@NullMarked
package dev.sluice.limit;

import org.jspecify.annotations.NullMarked;
