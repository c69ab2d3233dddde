package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.limit.LearnedLimits;
import dev.sluice.limit.RateLimitConfig;
import dev.sluice.limit.RateLimitPool;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Prompt;
import dev.sluice.time.Ticker;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class LaneQueueTest {
    private final RateLimitConfig config = new RateLimitConfig("p", List.of("*"), null, null, 4);
    private final RateLimitPool pool =
            new RateLimitPool(config, LearnedLimits.NONE, Ticker.system(), Clock.systemUTC());
    private final LaneQueue queue = new LaneQueue(pool, new Backlog(() -> false));

    @Test
    void twoJobs_takeTurns() {
        assertThat(queue.offer(request(1, 0, 0))).isTrue();
        assertThat(queue.offer(request(1, 1, 0))).isTrue();
        assertThat(queue.offer(request(2, 0, 0))).isTrue();

        assertThat(rest()).containsExactly("1:0", "2:0", "1:1");
    }

    @Test
    void manyOfAJob_neverBlock() {
        for (int index = 0; index < 1_000; index++) {
            queue.put(request(1, index, 0));
        }
        queue.put(request(2, 0, 0));

        assertThat(queue).hasSize(1_001);
        assertThat(rest()).startsWith("1:0", "2:0", "1:1");
    }

    @Test
    void higherPriority_goesFirst() {
        queue.offer(request(1, 0, 0));
        queue.offer(request(2, 0, 5));

        assertThat(rest()).containsExactly("2:0", "1:0");
    }

    @Test
    void cleared_isEmptyAndTakesMore() throws InterruptedException {
        queue.offer(request(1, 0, 0));
        queue.offer(request(1, 1, 0));
        queue.clear();

        assertThat(queue).isEmpty();
        assertThat(queue.poll(1, TimeUnit.NANOSECONDS)).isNull();
        assertThat(queue.offer(request(1, 2, 0))).isTrue();
    }

    private List<String> rest() {
        List<String> order = new ArrayList<>();
        for (Exchange next = queue.poll(); next != null; next = queue.poll()) {
            Prompt first = next.getIn().getBody(PromptGroup.class).first();
            order.add(first.job() + ":" + first.index());
        }
        return order;
    }

    private static Exchange request(long job, long index, int priority) {
        Prompt prompt = Prompt.of(job, index, "default", Endpoint.CHAT, "m", TextNode.valueOf("x"));
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(Attempt.PRIORITY, priority);
        exchange.getIn().setBody(new PromptGroup("p", List.of(prompt), 0));
        return exchange;
    }
}
