package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Prompt;
import dev.sluice.provider.ProviderException;
import dev.sluice.time.Ticker;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class HalveTest {
    private final Halve halve = new Halve(new RefusedForGood(Ticker.system()));
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void contentIsRefused_halvesKeepTheirAttempts() {
        refuse(Endpoint.COMPLETIONS, new ProviderException.Rejected(400, "invalid_prompt", "no"));

        assertThat(halve.isDivisible(exchange)).isTrue();
        halve.note(exchange);
        assertThat(exchange.getProperty(Attempt.HALVE, false, Boolean.class)).isTrue();
        assertThat(groups()).extracting(group -> group.prompts().size()).containsExactly(2, 3);
        assertThat(groups()).extracting(PromptGroup::attempts).containsOnly(1);
    }

    @Test
    void modelIsUnknown_packedPromptsFailTogether() {
        refuse(Endpoint.CHAT, new ProviderException.Rejected(404, "model_not_found", "no", true));

        assertThat(halve.isDivisible(exchange)).isFalse();
    }

    @Test
    void parameterIsRefused_packedPromptsAreAskedOneByOne() {
        refuse(Endpoint.CHAT, new ProviderException.Rejected(400, "unsupported_parameter", "no", true));

        assertThat(halve.isDivisible(exchange)).isTrue();
        halve.note(exchange);
        assertThat(groups())
                .hasSize(5)
                .allSatisfy(group -> assertThat(group.prompts()).hasSize(1));
    }

    @Test
    void parameterIsRefused_otherPromptsFailTogether() {
        refuse(Endpoint.COMPLETIONS, new ProviderException.Rejected(400, "unsupported_parameter", "no", true));

        assertThat(halve.isDivisible(exchange)).isFalse();
    }

    @Test
    void nextGroup_knowsNothingOfTheRefusal() {
        refuse(Endpoint.CHAT, new ProviderException.TooLarge(413, "request_too_large", "no"));
        assertThat(halve.isDivisible(exchange)).isTrue();
        halve.note(exchange);

        Attempt.begin(exchange, groups().get(0));

        assertThat(exchange.getProperty(Attempt.HALVE, false, Boolean.class)).isFalse();
    }

    private void refuse(Endpoint endpoint, ProviderException failure) {
        List<Prompt> prompts = LongStream.range(0, 5)
                .mapToObj(i -> Prompt.of(1, i, "p", endpoint, "m", TextNode.valueOf("x"))
                        .with(new Prompt.Sharing(false, false, 5)))
                .toList();
        Attempt.begin(exchange, new PromptGroup("default", prompts, 1));
        Attempt.countAttempt(exchange);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
    }

    private List<PromptGroup> groups() {
        return halve.halves(exchange);
    }
}
