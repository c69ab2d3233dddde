package dev.sluice.camel;

import dev.sluice.prompt.Prompt;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Sorts the prompts of a request by their jobs. */
final class PerJob {
    private PerJob() {}

    static Map<Long, List<Prompt>> of(List<Prompt> prompts) {
        return prompts.stream().collect(Collectors.groupingBy(Prompt::job));
    }
}
