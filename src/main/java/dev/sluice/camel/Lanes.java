package dev.sluice.camel;

import dev.sluice.limit.RateLimitPools;
import dev.sluice.prompt.InputLine;
import org.apache.camel.Exchange;

/** Which lane a line goes to, and how many requests a lane may send. Thread-safe. */
public final class Lanes {
    private final RateLimitPools pools;

    Lanes(RateLimitPools pools) {
        this.pools = pools;
    }

    /** Returns whether the line is no prompt; else makes the prompt the message and notes its pool. */
    public boolean isUnreadable(Exchange exchange) {
        InputLine line = exchange.getIn().getBody(InputLine.class);
        if (line.prompt() == null) {
            return true;
        }
        exchange.getIn().setBody(line.prompt());
        exchange.setProperty(Attempt.POOL, pools.poolOf(line.prompt().model()));
        return false;
    }

    /** Returns the most requests that the pool of this request may send in any second. */
    public long permitsPerSecond(Exchange exchange) {
        return pools.permitsPerSecond(exchange.getProperty(Attempt.POOL, String.class));
    }
}
