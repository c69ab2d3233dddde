package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** What was really served, for the usage and costs endpoints: sums by UTC day, endpoint, project and model. Thread-safe. */
final class ServedUsage {
    static final long SECONDS_OF_DAY = 86_400;
    private static final int MOST_SUMS = 100_000;
    private final Map<Key, Sums> sums = new ConcurrentHashMap<>();

    /** The endpoints that usage is told of apart. */
    enum Kind {
        COMPLETIONS,
        EMBEDDINGS,
        MODERATIONS,
        IMAGES;

        /** Returns what requests to a path, such as {@code /chat/completions}, count as. */
        static Kind ofPath(String path) {
            return switch (path) {
                case "/embeddings" -> EMBEDDINGS;
                case "/moderations" -> MODERATIONS;
                case "/images/generations" -> IMAGES;
                default -> COMPLETIONS;
            };
        }
    }

    /** Whose sums they are. */
    record Account(Kind kind, String project, String model, boolean halfPrice) {
        /** Returns that of a request; the project is the one that its header names. */
        static Account of(ApiRequest request, String model, boolean halfPrice) {
            String project = request.headers().getFirst("OpenAI-Project");
            return new Account(Kind.ofPath(request.address().path()), project == null ? "" : project, model, halfPrice);
        }
    }

    private record Key(long day, Account account) {}

    /** Sums of requests, images and tokens; cached tokens are among the input. */
    record Sums(long requests, long images, long input, long cached, long output) {
        static final Sums NONE = new Sums(0, 0, 0, 0, 0);

        /** Returns what one answer counts for, by the {@code usage} in it. */
        static Sums of(ObjectNode answer, long images) {
            JsonNode usage = answer.path("usage");
            long input = usage.path("prompt_tokens")
                    .asLong(usage.path("input_tokens").asLong());
            JsonNode details = usage.has("prompt_tokens_details")
                    ? usage.path("prompt_tokens_details")
                    : usage.path("input_tokens_details");
            long output = usage.path("completion_tokens")
                    .asLong(usage.path("output_tokens").asLong());
            return new Sums(1, images, input, details.path("cached_tokens").asLong(), output);
        }

        Sums plus(Sums other) {
            return new Sums(
                    requests + other.requests,
                    images + other.images,
                    input + other.input,
                    cached + other.cached,
                    output + other.output);
        }
    }

    /** Adds what was served at a time, in seconds since 1970. */
    void add(long seconds, Account account, Sums served) {
        Key key = new Key(Math.floorDiv(seconds, SECONDS_OF_DAY), account);
        if (sums.size() < MOST_SUMS || sums.containsKey(key)) {
            sums.merge(key, served, Sums::plus);
        }
    }

    /** Returns the sums of the accounts that are wanted on a day since 1970, in their order. */
    Map<Account, Sums> on(long day, Predicate<Account> wanted) {
        Map<Account, Sums> found = new TreeMap<>(Comparator.comparing(Account::model)
                .thenComparing(Account::kind)
                .thenComparing(Account::project)
                .thenComparing(Account::halfPrice));
        sums.forEach((key, sum) -> {
            if (key.day() == day && wanted.test(key.account())) {
                found.put(key.account(), sum);
            }
        });
        return found;
    }
}
