/** What is asked: input files read into prompts, profiles, templates and token counts. */
@NullMarked
package dev.sluice.prompt;

import org.jspecify.annotations.NullMarked;
