/** The wire: request bodies, reply matching and the meaning of errors of an OpenAI-compatible API. */
@NullMarked
package dev.sluice.provider;

import org.jspecify.annotations.NullMarked;
