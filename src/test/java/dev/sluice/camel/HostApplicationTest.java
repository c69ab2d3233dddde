package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Configuration;
import dev.sluice.simulator.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.builder.DeadLetterChannelBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pack in somebody else's context: it works, and neither side feels the other. */
class HostApplicationTest {
    @TempDir
    Path folder;

    private final List<String> hostErrors = Collections.synchronizedList(new ArrayList<>());

    @Test
    void packAndHost_workSideBySide() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (SluiceFixture sluice = SluiceFixture.in(folder).profiles("""
                        default: {max-wait: 20ms}
                        list: {endpoint: completions, model: m, max-wait: 20ms}
                        """)) {
            Configuration configuration = sluice.configuration();
            CamelContext host = host(sluice);
            try (SluicePack pack =
                    SluicePack.open(configuration, configuration.provider().orElseThrow())) {
                pack.addTo(host);
                host.start();

                assertThat(host.createProducerTemplate().requestBody("direct:price", "x", String.class))
                        .isEqualTo("x costs 7 at host");
                sluice.faults(
                        Fault.status(500).onText("unlucky"), Fault.status(400).onText("poison"));
                sluice.drop("list/a.txt", "good", "poison", "better")
                        .drop("b.txt", "unlucky")
                        .drop("c.xyz", "unreadable");
                sluice.until("the pack is done", pack::idle);

                Output refused = new Output(sluice.path("outbox"), "list/a");
                assertThat(refused.texts()).containsExactly("echo: good", null, "echo: better");
                Output failed = new Output(sluice.path("outbox"), "b");
                assertThat(failed.results()
                                .get(0)
                                .path("error")
                                .path("attempts")
                                .asInt())
                        .isEqualTo(3);
                assertThat(sluice.stats().timesSent("unlucky")).isEqualTo(3);
                assertThat(sluice.exists("rejected/c.xyz.why.txt")).isTrue();
                assertThat(hostErrors).isEmpty();

                host.createProducerTemplate()
                        .send("direct:broken", exchange -> exchange.getIn().setBody("y"));
                assertThat(hostErrors).containsExactly("host-broken: broken in the host");
                assertThat(pack.jobs().progress()).hasSize(2);
                assertThat(foreign(host)).containsExactlyInAnyOrder("host-price", "host-broken", "host-web");

                host.stop();
            }
        }
        SluiceFixture.eventually()
                .untilAsserted(() -> assertThat(started(before)).isEmpty());
    }

    @Test
    void hostThatStops_leavesTheRestForTheNextStart() throws Exception {
        try (SluiceFixture sluice = SluiceFixture.in(folder)) {
            Configuration configuration = sluice.configuration();
            sluice.faults(Fault.status(401)).drop("a.txt", "one");
            try (SluicePack pack =
                    SluicePack.open(configuration, configuration.provider().orElseThrow())) {
                CamelContext host = host(sluice);
                pack.addTo(host);
                host.start();
                sluice.until(
                        "it is blocked", () -> pack.pools().blockedBecause().isPresent());
                host.stop();
            }

            sluice.faults().start();
            assertThat(sluice.output("a").texts()).containsExactly("echo: one");
        }
    }

    private CamelContext host(SluiceFixture sluice) throws Exception {
        CamelContext host = new DefaultCamelContext();
        Properties properties = new Properties();
        properties.setProperty("host.name", "host");
        properties.setProperty("sluice.retry.attempts", "99");
        host.getPropertiesComponent().setInitialProperties(properties);
        host.getRegistry().bind("prices", new Prices());
        host.setStreamCaching(true);
        host.setTracing(false);
        DeadLetterChannelBuilder errors = new DeadLetterChannelBuilder("direct:host-errors");
        errors.maximumRedeliveries(2).redeliveryDelay(1);
        host.getCamelContextExtension().setErrorHandlerFactory(errors);
        HttpComponent http = host.getComponent("http", HttpComponent.class);
        http.setResponseTimeout(1);
        http.setFollowRedirects(true);
        host.addRoutes(new RouteConfigurationBuilder() {
            @Override
            public void configuration() {
                routeConfiguration().onException(Exception.class).handled(true).process(noteError());
            }
        });
        host.addRoutes(routes(sluice));
        return host;
    }

    private RouteBuilder routes(SluiceFixture sluice) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:price").routeId("host-price").bean("prices").transform(simple("${body} at {{host.name}}"));
                from("direct:broken")
                        .routeId("host-broken")
                        .throwException(new IllegalStateException("broken in the host"));
                from("timer:host-web?repeatCount=1&delay=0")
                        .routeId("host-web")
                        .to(sluice.provider().root() + "/v1/models?httpMethod=GET&responseTimeout=10000")
                        .convertBodyTo(String.class);
            }
        };
    }

    private Processor noteError() {
        return exchange -> hostErrors.add(exchange.getFromRouteId() + ": "
                + exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)
                        .getMessage());
    }

    private static List<String> foreign(CamelContext context) {
        return context.getRoutes().stream()
                .map(Route::getRouteId)
                .filter(id -> !id.startsWith("sluice-"))
                .toList();
    }

    private static Set<String> started(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.matches("(?i).*(camel|sluice|hikari|http|sqlite|idle).*"))
                .collect(Collectors.toSet());
    }

    /** A bean of the host. */
    public static final class Prices {
        public String price(String thing) {
            return thing + " costs 7";
        }
    }
}
