/** The command line, the progress display and the demo. */
@NullMarked
package dev.sluice.console;

import org.jspecify.annotations.NullMarked;
