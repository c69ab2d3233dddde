package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FreshStackTest {
    private final FreshStack stack = new FreshStack();

    @AfterEach
    void shutDown() {
        stack.shutdownNow();
    }

    @Test
    void splitterFillsThousandsOfGroups_allAreSentOff() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:job").split(body()).streaming().to("direct:group");
                    from("direct:group")
                            .aggregate(constant("one"), (group, next) -> next)
                            .executorService(stack)
                            .completionSize(1)
                            .process(exchange -> sent.incrementAndGet());
                }
            });
            context.start();
            context.createProducerTemplate()
                    .sendBody("direct:job", IntStream.range(0, 20_000).iterator());
        }
        assertThat(sent).hasValue(20_000);
    }

    @Test
    void task_isOverWhenTheCallerGoesOn() {
        AtomicInteger done = new AtomicInteger();
        Thread caller = Thread.currentThread();
        stack.execute(() -> done.set(Thread.currentThread() == caller ? -1 : 1));
        assertThat(done).hasValue(1);
    }

    @Test
    void taskAfterTheEnd_isRejected() {
        stack.shutdownNow();
        assertThatThrownBy(() -> stack.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }
}
