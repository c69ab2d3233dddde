package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationLoaderTest {
    @TempDir
    private Path temporary;

    private UserFiles user;

    @BeforeEach
    void setUp() {
        user = new UserFiles(temporary);
    }

    @Test
    void load_nothingGiven_packedDefaultsHold() {
        Configuration configuration = ConfigurationLoader.load(ConfigurationSource.of(temporary.resolve("home")));

        assertThat(configuration.provider()).isEmpty();
        assertThat(configuration.profiles()).containsOnlyKeys("default");
        assertThat(configuration.pools()).singleElement().satisfies(pool -> {
            assertThat(pool.name()).isEqualTo("default");
            assertThat(pool.models()).containsExactly("*");
        });
        assertThat(configuration.models().find("text-ada-001").contextTokens()).isEqualTo(2048);
        assertThat(configuration.warnings()).isEmpty();
    }

    @Test
    void load_partialProperties_otherKeysKeepTheirDefaults() {
        Settings settings = user.properties("sluice.jobs.concurrent=8").load().settings();

        assertThat(settings.number(Setting.JOBS_CONCURRENT)).isEqualTo(8);
        assertThat(settings.millis(Setting.INBOX_POLL_MILLIS)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void load_emptyValue_isTheDefault() {
        Settings settings = user.properties("sluice.jobs.concurrent=").load().settings();

        assertThat(settings.number(Setting.JOBS_CONCURRENT)).isEqualTo(4);
    }

    @Test
    void set_keyWithAndWithoutPrefix_beatsTheFile() {
        Settings settings = user.properties("sluice.jobs.concurrent=8\nsluice.retry.attempts=2")
                .set("jobs.concurrent", "9")
                .set("sluice.retry.attempts", " 3 ")
                .load()
                .settings();

        assertThat(settings.number(Setting.JOBS_CONCURRENT)).isEqualTo(9);
        assertThat(settings.number(Setting.RETRY_ATTEMPTS)).isEqualTo(3);
    }

    @Test
    void load_manyProblems_saysAllAtOnceEachWithItsPlace() {
        user.properties("""
                        sluice.inbx.poll-millis=5
                        sluice.jobs.concurrent=many
                        # a comment
                        sluice.inbox.done-marker=maybe
                        sluice.log.level=loud
                        """)
                .file("profiles.yaml", "default:\n  modle: gpt-4\n  max-prompts: 0\n")
                .file("limits.yaml", "fast:\n  models: [gpt-4]\n  requests-per-minute: lots\n")
                .file("models.yaml", "gpt-9:\n  encoding: o300k_base\n")
                .set("jobs.concurent", "3");

        assertThat(user.problems())
                .containsExactly(
                        "config/application.properties:1: unknown key sluice.inbx.poll-millis;"
                                + " did you mean sluice.inbox.poll-millis?",
                        "config/application.properties:2: sluice.jobs.concurrent must be"
                                + " a whole number from 1 to 1000: value=many",
                        "config/application.properties:4: sluice.inbox.done-marker must be true or false: value=maybe",
                        "config/application.properties:5: sluice.log.level must be"
                                + " one of trace, debug, info, warn, error: value=loud",
                        "--set: unknown key sluice.jobs.concurent; did you mean sluice.jobs.concurrent?",
                        "config/profiles.yaml:2:3: unknown key modle; did you mean model?",
                        "config/profiles.yaml:3:3: max-prompts must be auto or a whole number from 1 to 2048: value=0",
                        "config/limits.yaml:3:3: requests-per-minute must be"
                                + " a whole number from 1 to 1000000000: value=\"lots\"",
                        "config/models.yaml:2:3: encoding must be"
                                + " one of o200k_base, cl100k_base, p50k_base, r50k_base: value=\"o300k_base\"");
    }

    @Test
    void load_problems_messageHasOneLineForEach() {
        user.properties("a=1\nb=2");

        assertThatThrownBy(user::load)
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageMatching(".*1: unknown key a\n.*2: unknown key b");
    }

    @Test
    void properties_repeatedKey_isAProblemThatNamesBothLines() {
        user.properties("sluice.jobs.concurrent=1\n\nsluice.jobs.concurrent=2");

        assertThat(user.problems())
                .containsExactly("config/application.properties:3: key stands twice: key=sluice.jobs.concurrent"
                        + " first=config/application.properties:1");
    }

    @Test
    void retryDelays_firstAboveLongest_isAProblem() {
        user.set("retry.delay-millis", "70000");

        assertThat(user.problems())
                .containsExactly("--set: sluice.retry.delay-millis must be at most sluice.retry.max-delay-millis:"
                        + " value=70000 max=60000");
    }

    @Test
    void numbers_justOutsideTheirRange_areProblems() {
        user.set("jobs.concurrent", "0").set("retry.attempts", "101").set("inbox.poll-millis", "99999999999999999999");

        assertThat(user.problems()).hasSize(3).allMatch(problem -> problem.startsWith("--set: sluice."));
    }

    @Test
    void folder_missing_isAProblem() {
        ConfigurationSource source = user.source().withFolder(temporary.resolve("nowhere"));

        assertThatThrownBy(() -> ConfigurationLoader.load(source))
                .hasMessage("--config: no such folder: path=" + temporary.resolve("nowhere"));
    }

    @Test
    void home_isAFile_isAProblem() throws IOException {
        Files.writeString(temporary.resolve("home"), "");

        assertThat(user.problems()).containsExactly("--home: not a folder: path=" + temporary.resolve("home"));
    }

    @Test
    void settings_unknownKey_isRefused() {
        Settings settings = user.load().settings();

        assertThatThrownBy(() -> settings.text("sluice.nothing")).hasMessage("no such setting: key=sluice.nothing");
    }

    @Test
    void settings_asMap_holdsEveryKeyWithItsValueInForce() {
        Settings settings = user.set("log.level", "DEBUG").load().settings();

        assertThat(settings.asMap()).containsOnlyKeys(Setting.keys()).containsEntry("sluice.log.level", "debug");
        assertThat(settings.flag("sluice.inbox.done-marker")).isFalse();
        assertThat(settings.bytes(Setting.INPUT_MAX_UNPACKED_BYTES)).isEqualTo(16L << 30);
    }
}
