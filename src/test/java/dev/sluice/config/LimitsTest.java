package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.limit.RateLimitConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {
    @TempDir
    private Path temporary;

    private UserFiles user;

    @BeforeEach
    void setUp() {
        user = new UserFiles(temporary);
    }

    @Test
    void pools_partialFile_overlayByName() {
        user.file("limits.yaml", "default: {requests-per-minute: 60}\nbig: {models: [gpt-4, 'gpt-4-*']}\n");

        assertThat(user.load().pools())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("auto")
                .containsExactlyInAnyOrder(
                        new RateLimitConfig("default", List.of("*"), 60L, null, 16),
                        new RateLimitConfig("big", List.of("gpt-4", "gpt-4-*"), null, null, 16));
    }

    @Test
    void pools_oneModelInTwo_isAProblem() {
        user.file("limits.yaml", "a: {models: [gpt-4]}\nb: {models: [gpt-4, '*']}\n");

        assertThat(user.problems())
                .containsExactlyInAnyOrder(
                        "config/limits.yaml:2:5: a model belongs to one pool only: model=gpt-4 pools=a,b",
                        "config/limits.yaml:2:5: a model belongs to one pool only: model=* pools=default,b");
    }

    @Test
    void pools_everyMistake_isNamed() {
        user.file("limits.yaml", """
                default: {models: [gpt-4], max-in-flight: null}
                none: {requests-per-minute: 0}
                empty: {models: []}
                middle: {models: ['gpt-*-mini']}
                text: {models: gpt-4, rpm: 3}
                """);

        assertThat(user.problems())
                .containsExactlyInAnyOrder(
                        "config/limits.yaml:1:28: max-in-flight must be a whole number from 1 to 10000: value=null",
                        "config/limits.yaml:1:11: pool default must hold for every model: models must contain \"*\"",
                        "config/limits.yaml:2:8: requests-per-minute must be"
                                + " a whole number from 1 to 1000000000: value=0",
                        "config/limits.yaml:2:1: pool must name its models: pool=none",
                        "config/limits.yaml:3:9: pool must name its models: pool=empty",
                        "config/limits.yaml:4:19: models must be names of models, with * only at the end:"
                                + " value=\"gpt-*-mini\"",
                        "config/limits.yaml:5:8: models must be a list: value=\"gpt-4\"",
                        "config/limits.yaml:5:23: unknown key rpm");
    }

    @Test
    void preset_named_isUsedInsteadOfTheLimitsFile() {
        user.file("limits.yaml", "default: {requests-per-minute: 9}").set("limits", "free-trial");

        assertThat(user.load().pools())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("auto")
                .contains(
                        new RateLimitConfig("default", List.of("*"), 20L, 40_000L, 16),
                        new RateLimitConfig(
                                "edit", List.of("text-davinci-edit-001", "code-davinci-edit-001"), 20L, 150_000L, 16));
        assertThat(user.warnings()).containsExactly("config/limits.yaml: file is not read: sluice.limits=free-trial");
    }

    @Test
    void preset_ofTheUsersOwn_isFoundInTheFolder() {
        user.file("limits/mine.yaml", "default: {tokens-per-minute: 5}").properties("sluice.limits=mine");

        assertThat(user.load().pools())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("auto")
                .containsExactly(new RateLimitConfig("default", List.of("*"), null, 5L, 16));
    }

    @Test
    void preset_unknown_namesTheNearest() {
        assertThat(user.set("limits", "free-trail").problems())
                .containsExactly("--set: no such limits file: sluice.limits=free-trail; did you mean free-trial?");
    }

    @Test
    void preset_pathOutOfTheFolder_isNoPreset() {
        user.file("secret.yaml", "{}");

        assertThat(user.set("limits", "../secret").problems())
                .containsExactly("--set: no such limits file: sluice.limits=../secret");
    }

    @Test
    void quickStart_limits_goToThePoolOfTheDefaultProfile() {
        user.file("limits.yaml", "small: {models: ['gpt-5-*'], requests-per-minute: 3, tokens-per-minute: 4}")
                .quickStart(new QuickStart(null, null, null, null, null, null, 600L, null, null, 64));

        assertThat(user.load().pools())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("auto")
                .containsExactlyInAnyOrder(
                        new RateLimitConfig("default", List.of("*"), null, null, 16),
                        new RateLimitConfig("small", List.of("gpt-5-*"), 600L, 4L, 64));
    }

    @Test
    void imagesAMinute_ofFileAndCommandLine_areRead() {
        user.file("limits.yaml", "images: {models: ['dall-e-*'], images-per-minute: 5}")
                .quickStart(new QuickStart(null, null, null, null, null, null, null, null, 7L, null));

        assertThat(user.load().pools())
                .extracting(RateLimitConfig::name, RateLimitConfig::imagesPerMinute, RateLimitConfig::auto)
                .containsExactlyInAnyOrder(tuple("default", 7L, true), tuple("images", 5L, false));
    }

    @Test
    void limitsToLearn_defaultAndPoolsWithoutLimits_unlessTheySayNone() {
        user.file(
                "limits.yaml",
                "default: {requests-per-minute: 60}\nknown: {models: [a], tokens-per-minute: 5}\n"
                        + "open: {models: [b]}\nown: {models: [c], limits: none}\n");

        assertThat(user.load().pools().stream().filter(RateLimitConfig::auto).map(RateLimitConfig::name))
                .containsExactlyInAnyOrder("default", "open");
    }
}
