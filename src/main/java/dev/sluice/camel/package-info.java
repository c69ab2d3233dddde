/** Camel's side of Sluice: processors, aggregation strategies and the wiring of the routes. */
@NullMarked
package dev.sluice.camel;

import org.jspecify.annotations.NullMarked;
