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
