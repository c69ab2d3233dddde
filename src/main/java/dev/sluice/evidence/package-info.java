/** Evidence of need: the figures of business days, what they lead to, and the report that shows them. */
@NullMarked
package dev.sluice.evidence;

import org.jspecify.annotations.NullMarked;
