package dev.sluice.simulator;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads options from text, for the command line and {@code POST /simulator/options}. */
final class OptionText {
    private static final Map<String, Setter> SETTERS = setters();
    private static final Map<String, LimitSetter> LIMITS = limits();

    private OptionText() {}

    /** Sets one option. */
    private interface Setter {
        void set(SimulatorOptionsBuilder builder, String value);
    }

    /** Sets one limit. */
    private interface LimitSetter {
        Limits set(Limits limits, @Nullable Long value);
    }

    static List<String> names() {
        return Stream.concat(SETTERS.keySet().stream(), LIMITS.keySet().stream())
                .toList();
    }

    /** Sets one option; a limit's name may end in a dot and the model, or prefix with a star, that it holds for. */
    static void set(SimulatorOptionsBuilder builder, String name, String value) {
        try {
            Setter setter = SETTERS.get(name);
            if (setter != null) {
                setter.set(builder, value);
            } else {
                setLimit(builder, name, value);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is not a number: value=" + value, e);
        }
    }

    private static void setLimit(SimulatorOptionsBuilder builder, String name, String value) {
        int dot = name.indexOf('.');
        LimitSetter setter = LIMITS.get(dot < 0 ? name : name.substring(0, dot));
        if (setter == null) {
            throw new IllegalArgumentException(
                    "unknown simulator option: name=" + name + " known=" + String.join(", ", names()));
        }
        String models = dot < 0 ? SimulatorOptions.ALL_MODELS : name.substring(dot + 1);
        Long limit = isNone(value) ? null : Long.valueOf(value.replace("_", ""));
        builder.changeLimits(models, limits -> setter.set(limits, limit));
    }

    private static Map<String, Setter> setters() {
        Map<String, Setter> all = new LinkedHashMap<>();
        all.put("port", (b, v) -> b.port(Integer.parseInt(v)));
        all.put("seed", (b, v) -> b.seed(Long.parseLong(v)));
        all.put("latency", (b, v) -> b.latency(Latency.parse(v)));
        all.put("enforcement", (b, v) -> b.mode(choice(Enforcement.Mode.class, v)));
        all.put("burst", (b, v) -> b.changeEnforcement(e -> e.withBurst(DurationText.parse(v))));
        all.put("strict", (b, v) -> b.changeEnforcement(e -> e.withStrict(yesOrNo(v))));
        all.put(
                "admission",
                (b, v) -> b.changeEnforcement(e -> e.withAdmission(choice(Enforcement.Admission.class, v))));
        all.put(
                "other-client-share",
                (b, v) -> b.changeEnforcement(e -> e.withOtherClientShare(Double.parseDouble(v))));
        all.put("headers", (b, v) -> b.headers(choice(HeaderForm.class, v)));
        all.put("errors", (b, v) -> b.errors(choice(ErrorForm.class, v)));
        all.put("retry-after", (b, v) -> b.retryAfter(choice(RetryAfterForm.class, v)));
        all.put("models", (b, v) -> b.models(list(v)));
        all.put("keys", (b, v) -> b.keys(list(v)));
        all.put("faults", (b, v) -> b.faults(FaultText.parseAll(v)));
        all.put("poison", (b, v) -> b.poison(v.isEmpty() ? null : v));
        all.put("context-tokens", (b, v) -> b.contextTokens(Integer.parseInt(v)));
        all.put("max-list", (b, v) -> b.maxList(Integer.parseInt(v)));
        all.put("embedding-dimensions", (b, v) -> b.embeddingDimensions(Integer.parseInt(v)));
        all.putAll(batchSetters());
        all.put("run-duration", (b, v) -> b.runs(o -> o.duration(Latency.parse(v))));
        all.put("run-outcome", (b, v) -> b.runs(o -> o.outcomes(isNone(v) ? List.of() : RunOutcomeText.parseAll(v))));
        all.put("run-poll-after", (b, v) -> b.runs(o -> o.pollAfter(isNone(v) ? null : RunPollAfter.parse(v))));
        all.put("admin-keys", (b, v) -> b.organization(o -> o.withAdminKeys(Set.copyOf(list(v)))));
        all.put("usage-snapshot", (b, v) -> b.organization(o -> o.withSnapshot(isNone(v) ? null : date(v))));
        all.put("prices", (b, v) -> list(v).forEach(price -> setPrice(b, price)));
        all.put("recording", (b, v) -> b.recording(yesOrNo(v)));
        return all;
    }

    private static Map<String, Setter> batchSetters() {
        Map<String, Setter> all = new LinkedHashMap<>();
        all.put("batch-latency", (b, v) -> b.batch(o -> o.latency(Latency.parse(v))));
        all.put("batch-expire", (b, v) -> b.batch(o -> o.expire(isNone(v) ? null : BatchExpiry.parse(v))));
        all.put("batch-line-faults", (b, v) -> b.batch(o -> o.lineFaults(Double.parseDouble(v))));
        all.put("batch-lost-lines", (b, v) -> b.batch(o -> o.lostLines(Double.parseDouble(v))));
        all.put("batch-doubled-lines", (b, v) -> b.batch(o -> o.doubledLines(Double.parseDouble(v))));
        all.put("batch-late-output", (b, v) -> b.batch(o -> o.lateOutput(DurationText.parse(v))));
        all.put("batch-poll-after", (b, v) -> b.batch(o -> o.pollAfter(isNone(v) ? null : DurationText.parse(v))));
        all.put("batch-queue-full", (b, v) -> b.batch(o -> o.queueFull(QueueFull.parse(v))));
        all.put("batch-max-lines", (b, v) -> b.batch(o -> o.maxLines(Integer.parseInt(v))));
        all.put("batch-max-bytes", (b, v) -> b.batch(o -> o.maxBytes(Long.parseLong(v))));
        all.put("batch-max-inputs", (b, v) -> b.batch(o -> o.maxInputs(Integer.parseInt(v))));
        return all;
    }

    private static boolean isNone(String value) {
        return value.equals("none");
    }

    private static Map<String, LimitSetter> limits() {
        Map<String, LimitSetter> all = new LinkedHashMap<>();
        all.put("requests-per-minute", Limits::withRequestsPerMinute);
        all.put("tokens-per-minute", Limits::withTokensPerMinute);
        all.put("images-per-minute", Limits::withImagesPerMinute);
        all.put("requests-per-day", Limits::withRequestsPerDay);
        all.put("tokens-per-day", Limits::withTokensPerDay);
        all.put("max-concurrent", Limits::withMaxConcurrent);
        all.put("enqueued-tokens", Limits::withEnqueuedTokens);
        return all;
    }

    private static List<String> list(String value) {
        return Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
    }

    private static void setPrice(SimulatorOptionsBuilder builder, String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("prices are such as gpt-5-mini:0.25/0.025/2: value=" + text);
        }
        TokenPrice price = TokenPrice.parse(text.substring(colon + 1));
        builder.organization(o -> o.withPrice(text.substring(0, colon), price));
    }

    private static LocalDate date(String value) {
        try {
            return LocalDate.parse(value);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("expected a date such as 2026-08-07: value=" + value, e);
        }
    }

    private static boolean yesOrNo(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("expected true or false: value=" + value);
        };
    }

    private static <E extends Enum<E>> E choice(Class<E> type, String value) {
        Function<E, String> name = e -> e.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return Arrays.stream(type.getEnumConstants())
                .filter(e -> name.apply(e).equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of "
                        + Arrays.stream(type.getEnumConstants()).map(name).collect(Collectors.joining(", "))
                        + ": value=" + value));
    }
}
