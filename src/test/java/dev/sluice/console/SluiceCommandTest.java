package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class SluiceCommandTest {
    private final CommandLineBench bench = new CommandLineBench(new FakeEngine());

    static Stream<String> commands() {
        return SluiceCommand.commandLine(Surroundings.ofProcess()).getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void help_ofEachCommand_namesEveryOptionAndWhatItDoes(String command) {
        CommandLine line = SluiceCommand.commandLine(Surroundings.ofProcess())
                .getSubcommands()
                .get(command);

        int code = bench.run(command, "--help");

        assertThat(code).isZero();
        for (OptionSpec option : line.getCommandSpec().options()) {
            assertThat(bench.out()).contains(option.names());
            assertThat(option.description()).as(option.longestName()).isNotEmpty();
        }
        assertThat(bench.out()).doesNotContain("\u001b").doesNotContain("${");
        assertThat(bench.err()).isEmpty();
    }

    @Test
    void help_ofAll_namesEveryCommand() {
        bench.run("--help");

        assertThat(bench.out())
                .contains("demo", "run", "simulate", "limits", "completion", "help")
                .containsPattern("Exit codes:\\s+0 +done as asked");
    }

    @Test
    void nothingAsked_help_isShown() {
        assertThat(bench.run()).isZero();

        assertThat(bench.out()).contains("Usage: sluice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "run", "simulate", "limits", "completion"})
    void version_ofEachCommand_isTold(String command) {
        assertThat(bench.run(command, "--version")).isZero();

        assertThat(bench.out()).isEqualToNormalizingNewlines("sluice development\n");
    }

    @Test
    void unknownOption_isRefused_withTheNearestKnownOne() {
        assertThat(bench.run("run", "--hom")).isEqualTo(1);

        assertThat(bench.err())
                .isEqualToNormalizingNewlines(
                        "sluice: Unknown option: '--hom'; did you mean --home? (see sluice run --help)\n");
        assertThat(bench.out()).isEmpty();
    }

    @Test
    void unknownCommand_isRefused_withTheKnownOnes() {
        assertThat(bench.run("rnu")).isEqualTo(1);

        assertThat(bench.err())
                .contains(
                        "'rnu'",
                        "commands are demo, run, simulate, status, retry, cancel, review, limits, estimate, usage, evidence, batch, completion, help");
    }

    @Test
    void numberThatIsNone_isRefused_inOneSentence() {
        assertThat(bench.run("run", "--rpm", "many")).isEqualTo(1);

        assertThat(bench.err()).contains("--rpm", "many").hasLineCount(1);
    }

    @Test
    void folderThatTheLocaleCantDecode_isRefused_withWhatHelps() {
        assertThat(bench.run("run", "--home", "Pr\ufffd\ufffdfung")).isEqualTo(1);

        assertThat(bench.err()).contains("LC_ALL=C.UTF-8").hasLineCount(1);
    }

    @Test
    void completion_printsAScript_thatKnowsCommandsAndOptions() {
        assertThat(bench.run("completion")).isZero();

        assertThat(bench.out())
                .startsWith("#!/usr/bin/env bash")
                .contains("complete -F _complete_sluice", "simulate", "--max-in-flight", "embeddings");
    }
}
