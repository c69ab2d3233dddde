/** What files would cost before anything is sent: prompts, tokens, requests, time under the limits, money. */
@NullMarked
package dev.sluice.estimate;

import org.jspecify.annotations.NullMarked;
