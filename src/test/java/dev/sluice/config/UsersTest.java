package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.sluice.allowance.Allowance;
import dev.sluice.allowance.Allowances;
import dev.sluice.allowance.Bound;
import dev.sluice.allowance.Period;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsersTest {
    @TempDir
    private Path temporary;

    private UserFiles files;

    @BeforeEach
    void setUp() {
        files = new UserFiles(temporary);
    }

    @Test
    void withoutTheFile_nobodyIsBounded() {
        assertThat(files.load().users().boundAnybody()).isFalse();
    }

    @Test
    void users_takeFromTheStar_whatTheyLeaveOut() {
        Allowances users = files.file("users.yaml", """
                        "*": {day: {requests: 10, cost: 0.0000019}, on-exceed: review, max-prompts: 5}
                        ana: {day: {tokens: 7}, trusted: true, when-capped: fail}
                        Ben Müller: {}
                        """).load().users();

        assertThat(users.of("anybody").bounds()).containsEntry(Period.DAY, new Bound(10L, null, 1L));
        Allowance ana = users.of("ana");
        assertThat(ana.bounds()).containsExactly(entry(Period.DAY, new Bound(10L, 7L, 1L)));
        assertThat(ana.onExceed()).isEqualTo(Allowance.OnExceed.REVIEW);
        assertThat(ana.whenCapped()).isEqualTo(Allowance.WhenCapped.FAIL);
        assertThat(ana.trusted()).isTrue();
        assertThat(users.of("Ben Müller")).isEqualTo(users.of("anybody"));
    }

    @Test
    void bounds_areTakenFromTheStar_keyByKey_andNullTakesThemAway() {
        Allowances users = files.file("users.yaml", """
                        "*": {day: {requests: 5}, week: {tokens: 9}}
                        ana: {day: {cost: 1}}
                        ben: {day: {cost: 1, requests: null}, week: null}
                        """).load().users();

        assertThat(users.of("ana").bounds())
                .containsOnly(
                        entry(Period.DAY, new Bound(5L, null, 1_000_000L)),
                        entry(Period.WEEK, new Bound(null, 9L, null)));
        assertThat(users.of("ben").bounds()).containsOnly(entry(Period.DAY, new Bound(null, null, 1_000_000L)));
    }

    @Test
    void namesThatMatchNobody_areToldAllAtOnce_withTheRemedy() {
        String rule =
                "name of a user must have 1 to 256 visible characters and no blanks around them, or it matches nobody";
        files.file("users.yaml", """
                "Ben ": {day: {cost: -1}}
                " cleo": {}
                "": {}
                %s: {}
                "*": {}
                """.formatted("x".repeat(257)));

        assertThat(files.problems())
                .containsExactlyInAnyOrder(
                        "config/users.yaml:1:1: " + rule + "; write \"Ben\": value=\"Ben \"",
                        "config/users.yaml:1:16: cost must be an amount from 0 to 1000000000: value=-1",
                        "config/users.yaml:2:1: " + rule + "; write \"cleo\": value=\" cleo\"",
                        "config/users.yaml:3:1: " + rule + ": value=\"\"",
                        "config/users.yaml:4:1: " + rule + "; write \"" + "x".repeat(57) + "...\": value=\""
                                + "x".repeat(57) + "...\"");
    }

    @Test
    void numbersBeyondAllReason_areOutOfRange() {
        files.file("users.yaml", """
                ana: {day: {cost: 1e30}, week: {cost: 1e400, requests: 1e30}, month: {tokens: 9223372036854775807}}
                """)
                .file("profiles.yaml", "a: {max-cost: 1e400}\nb: {max-cost: -0.01}\n")
                .file("models.yaml", """
                m: {prices: [{from: 2026-09-01, input: 1e30}]}
                """);

        assertThat(files.problems())
                .containsExactlyInAnyOrder(
                        "config/users.yaml:1:13: cost must be an amount from 0 to 1000000000: value=1E+30",
                        "config/users.yaml:1:33: cost must be an amount from 0 to 1000000000: value=1E+400",
                        "config/users.yaml:1:46: requests must be a whole number from 0 to 1000000000000000: value=1E+30",
                        "config/users.yaml:1:71: tokens must be a whole number from 0 to 1000000000000000:"
                                + " value=9223372036854775807",
                        "config/profiles.yaml:1:5: max-cost must be an amount from 0 to 1000000000: value=1E+400",
                        "config/profiles.yaml:2:5: max-cost must be an amount from 0 to 1000000000: value=-0.01",
                        "config/models.yaml:1:33: input must be an amount from 0 to 1000000: value=1E+30");
    }

    @Test
    void maxPrompts_inAnotherNotation_bounds() {
        assertThat(files.file("users.yaml", "ana: {max-prompts: 1e3}\n")
                        .load()
                        .users()
                        .of("ana")
                        .mostPrompts())
                .isEqualTo(1000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*: {trusted: true}|write \"*\" in quotes",
                "@ana: {trusted: true}|write what begins with @ in quotes"
            })
    void namesThatYamlTakesForItsOwn_areToldWithTheRemedy(String text, String remedy) {
        assertThat(files.file("users.yaml", text + "\n").problems())
                .singleElement()
                .asString()
                .startsWith("config/users.yaml:1:")
                .endsWith("; " + remedy);
    }

    @Test
    void mistakes_areToldAllAtOnce_withTheirPlaces() {
        assertThatThrownBy(() -> files.file("users.yaml", """
                        "*": {day: {requests: -1, token: 5}, on-exceed: stop}
                        ana: {week: lots, trusted: maybe}
                        """).load())
                .hasMessageContaining("requests must be a whole number")
                .hasMessageContaining("unknown key token; did you mean tokens?")
                .hasMessageContaining("on-exceed must be one of cap, review")
                .hasMessageContaining("week must be keys and values")
                .hasMessageContaining("trusted must be true or false");
    }
}
