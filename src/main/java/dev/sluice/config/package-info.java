/** Configuration: settings, profiles, limits and models, read, overlaid and checked as a whole. */
@NullMarked
package dev.sluice.config;

import org.jspecify.annotations.NullMarked;
