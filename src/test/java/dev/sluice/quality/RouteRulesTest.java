package dev.sluice.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the rules themselves: a good file passes, and each change for the worse is named. */
class RouteRulesTest {
    private final String good = good();

    @Test
    void rules_goodFile_passes() {
        assertThat(RouteFilesTest.problems(parse(good))).isEmpty();
        assertThat(RouteRules.packProblems(List.of(parse(good)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'streaming: true'                         | 'streamin: true'             | 'streamin'
            'streaming: true'                         | 'streaming: perhaps'         | 'boolean expected'
            'timePeriodMillis: "{{sluice.period}}"'   | 'timePeriodMillis: {}'       | 'schema: '
            '- throttle:'                             | '- throtle:'                 | 'throtle'
            'maxMessagesPerPoll: "{{sluice.jobs}}"'   | 'maxMessages: 3'             | 'unknown option maxMessages'
            'maxMessagesPerPoll: "{{sluice.jobs}}"'   | 'maxMessagesPerPoll: many'   | 'option maxMessagesPerPoll can''t be many'
            'readLock: changed'                       | 'readLock: chnged'           | 'option readLock can''t be chnged'
            'uri: file:{{sluice.inbox}}'              | 'uri: fle:{{sluice.inbox}}'  | 'component is not on the class path'
            'uri: file:{{sluice.inbox}}'              | 'uri: file'                  | 'missing option directoryName'
            'uri: seda:sluice-lane-default'           | 'uri: seda:a?size=1&blockWhenFull=true&timeout=1' | 'more than two options'
            'uri: seda:sluice-lane-default'           | 'uri: seda:a?sze=1'          | 'unknown option sze'
            'id: sluice-inbox'                        | 'id: inbox'                  | 'route must have an id such as'
            'id: sluice-errors'                       | 'id: errors'                 | 'routeConfiguration must have an id'
            'id: sluice-split-lines'                  | 'id: split-lines'            | 'step must have an id such as'
            'id: sluice-split-lines'                  | 'parallelProcessing: false'  | 'step has no id: step=split'
            '- stop: {}'                              | '- to: direct:a'             | 'step has no id: step=to'
            '- stop: {}'                              | '- to: drect:a'              | 'component is not on the class path'
            'description: Sends the requests'         | 'note: Sends the requests'   | 'route has no description: id=sluice-lane-{{pool}}'
            'routeConfigurationId: sluice-errors'     | 'autoStartup: true'          | 'names neither routeConfigurationId nor'
            'errorHandlerRef: sluice-error-handler'   | 'autoStartup: true'          | 'leaves its errors to a host'
            'uri: seda:sluice-lane-{{pool}}'          | 'uri: seda:lane-{{pool}}'    | 'direct and seda names must equal'
            'simple: ${header.CamelFileName}'         | 'groovy: body.x()'           | 'no scripts in routes: language=groovy'
            '== ''online'''                           | '== ''a'' && ${body} == 1'   | 'second operator'
            'ref: sluiceLines'                        | 'ref: lines'                 | 'bean''s name must start with sluice: ref=lines'
            'readLock: changed'                       | 'filter: "#complete"'        | 'bean''s name must start with sluice: filter=#complete'
            '- routeConfiguration:'                   | '- intercept:'               | 'may stand at the top of a file'
            """)
    void rules_brokenFile_isNamed(String part, String change, String problem) {
        assertThat(good).contains(part);

        assertThat(RouteFilesTest.problems(parse(good.replace(part, change))))
                .anySatisfy(p -> assertThat(p).contains(problem));
    }

    @Test
    void rules_simpleOnSeveralLines_isNamed() {
        String broken =
                good.replace("simple: ${header.CamelFileName}", "simple: |\n              ${body}\n              x");

        assertThat(RouteFilesTest.problems(parse(broken)))
                .singleElement()
                .asString()
                .contains("one line");
    }

    @Test
    void rules_longFile_isNamed() {
        assertThat(RouteFilesTest.problems(
                        parse(good + "        # a comment\n".repeat(80) + "          - stop: {}\n".repeat(20))))
                .singleElement()
                .asString()
                .contains("screen");
    }

    @Test
    void rules_tooManyRoutes_isNamed() {
        String more = "";
        for (String id : List.of("sluice-x", "sluice-y")) {
            more += "- route:\n    id: " + id + "\n    description: x\n    routeConfigurationId: sluice-errors\n"
                    + "    errorHandlerRef: sluice-error-handler\n    from:\n      uri: direct:" + id
                    + "\n      steps: []\n";
        }

        assertThat(RouteFilesTest.problems(parse(good + more)))
                .anySatisfy(p -> assertThat(p).contains("1 to 3 routes"));
    }

    @Test
    void pack_sameIdTwice_isNamed() {
        RouteFile broken = parse(good.replace("sluice-choose-lane", "sluice-split-lines"));

        assertThat(RouteRules.packProblems(List.of(broken))).containsExactly("id is used twice: id=sluice-split-lines");
    }

    @Test
    void pack_retryPolicyBesideTheErrors_isNamed() {
        assertThat(RouteRules.packProblems(List.of(RouteFile.parse("good.camel.yaml", good))))
                .containsExactly("retry policy must stand in a file errors-*.camel.yaml: file=good.camel.yaml");
    }

    private static RouteFile parse(String text) {
        return RouteFile.parse("errors-good.camel.yaml", text);
    }

    private static String good() {
        try (InputStream in = Objects.requireNonNull(
                RouteRulesTest.class.getResourceAsStream("routes/good.camel.yaml"), "good.camel.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
