package dev.sluice.config;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Every {@code sluice.*} key with its default, the values that it takes and its meaning: the code's own list. */
public enum Setting {
    /** The dialect of the provider. */
    PROVIDER_KIND(
            "sluice.provider.kind",
            "auto",
            "auto|openai|azure|simulated",
            "dialect of the provider; `auto` tells it from URL and environment, `simulated` never leaves the machine"),
    /** The URL that endpoint paths are appended to. */
    PROVIDER_BASE_URL(
            "sluice.provider.base-url",
            "",
            Kind.TEXT,
            "URL that endpoint paths such as `/chat/completions` are appended to, else `OPENAI_BASE_URL`"),
    /** The key, which no message, log line or map ever shows. */
    PROVIDER_API_KEY(
            "sluice.provider.api-key", "", Kind.SECRET, "key, else `OPENAI_API_KEY`; without any, none is sent"),
    /** The value of the {@code OpenAI-Organization} header. */
    PROVIDER_ORGANIZATION(
            "sluice.provider.organization", "", Kind.TEXT, "organisation that pays, else `OPENAI_ORG_ID`"),
    /** The value of the {@code OpenAI-Project} header. */
    PROVIDER_PROJECT("sluice.provider.project", "", Kind.TEXT, "project that pays, else `OPENAI_PROJECT_ID`"),
    /** Azure's {@code api-version}. */
    PROVIDER_API_VERSION(
            "sluice.provider.api-version",
            "",
            Kind.TEXT,
            "`api-version` that Azure asks for, else `OPENAI_API_VERSION`"),
    /** How long a connection may take. */
    PROVIDER_CONNECT_TIMEOUT_MILLIS(
            "sluice.provider.connect-timeout-millis",
            "10000",
            Kind.MILLIS,
            1,
            600_000,
            "longest wait for a connection"),
    /** How long a reply may take. */
    PROVIDER_RESPONSE_TIMEOUT_MILLIS(
            "sluice.provider.response-timeout-millis",
            "300000",
            Kind.MILLIS,
            1,
            86_400_000,
            "longest wait for a reply, or for its next bytes"),
    /** How long a request may take in all. */
    PROVIDER_TOTAL_TIMEOUT_MILLIS(
            "sluice.provider.total-timeout-millis",
            "900000",
            Kind.MILLIS,
            1,
            86_400_000,
            "longest time of a request until its reply is whole, however slowly that trickles in"),
    /** Whether the provider counts the stated maximum of an answer. */
    PROVIDER_RESERVES_MAX_TOKENS(
            "sluice.provider.reserves-max-tokens",
            "false",
            Kind.FLAG,
            "whether the provider counts the stated maximum of an answer against its limit, whatever the answer has"),
    /** The limits file that stands in for {@code limits.yaml}. */
    LIMITS(
            "sluice.limits",
            "",
            Kind.TEXT,
            "name of a file in `limits/`, such as `free-trial`, that is used instead of `limits.yaml`"),
    /** The folder of the database. */
    STATE_FOLDER(
            "sluice.state.folder",
            "",
            Kind.PATH,
            "folder of the database, on a disk of this machine; else `state/` in the home folder"),
    /** How long a finished job is kept in the database. */
    STATE_KEEP_DAYS(
            "sluice.state.keep-days",
            "14",
            Kind.NUMBER,
            0,
            36_500,
            "days that a finished job is kept in the database for `status` and `retry`"),
    /** The folder that files are dropped into. */
    INBOX_FOLDER(
            "sluice.inbox.folder",
            "",
            Kind.PATH,
            "folder that files are dropped into, which may be a network share; else `inbox/` in the home folder"),
    /** Whether a file waits for its {@code .done} marker. */
    INBOX_DONE_MARKER(
            "sluice.inbox.done-marker",
            "false",
            Kind.FLAG,
            "whether a file counts as complete only when `<file>.done` stands beside it"),
    /** How long a file must stay unchanged to count as complete. */
    INBOX_STABLE_MILLIS(
            "sluice.inbox.stable-millis",
            "1000",
            Kind.MILLIS,
            0,
            3_600_000,
            "how long a file must stay unchanged to count as complete"),
    /** How often the inbox is looked at. */
    INBOX_POLL_MILLIS(
            "sluice.inbox.poll-millis", "500", Kind.MILLIS, 10, 3_600_000, "time between two looks at the inbox"),
    /** Whether nothing is sent. */
    PAUSED(
            "sluice.paused",
            "false",
            Kind.FLAG,
            "whether no file is claimed and nothing is sent; jobs whose results are all there are still written out"),
    /** How many jobs are worked on at once. */
    JOBS_CONCURRENT("sluice.jobs.concurrent", "4", Kind.NUMBER, 1, 1000, "files worked on at the same time"),
    /** How many requests may carry a prompt before it fails. */
    RETRY_ATTEMPTS(
            "sluice.retry.attempts",
            "6",
            Kind.NUMBER,
            1,
            100,
            "requests that a prompt may take before it fails; refusals by a rate limit don't count"),
    /** The wait before the second attempt. */
    RETRY_DELAY_MILLIS(
            "sluice.retry.delay-millis",
            "500",
            Kind.MILLIS,
            1,
            3_600_000,
            "wait before the second attempt; it doubles with each further one"),
    /** The longest wait between two attempts. */
    RETRY_MAX_DELAY_MILLIS(
            "sluice.retry.max-delay-millis", "60000", Kind.MILLIS, 1, 3_600_000, "longest wait between two attempts"),
    /** How many requests of a job may be sent again. */
    RETRY_JOB_PERCENT(
            "sluice.retry.job-percent",
            "100",
            Kind.NUMBER,
            0,
            10_000,
            "prompts that a job may send again though the request before may have been paid for, as a percentage of all"
                    + " its prompts, but at least 100; after that such a fault fails them"),
    /** When a run is asked after first while nothing is known of such runs. */
    POLLED_FIRST_SECONDS(
            "sluice.polled.first-poll-seconds",
            "5",
            Kind.NUMBER,
            1,
            86_400,
            "seconds after its start that a run is asked after, until it is known how long runs of its profile take"),
    /** The shortest time between two polls of a run. */
    POLLED_MIN_SECONDS(
            "sluice.polled.poll-min-seconds",
            "1",
            Kind.NUMBER,
            1,
            86_400,
            "shortest seconds between two polls of a run"),
    /** The longest time between two polls of a run. */
    POLLED_MAX_SECONDS(
            "sluice.polled.poll-max-seconds",
            "300",
            Kind.NUMBER,
            1,
            86_400,
            "longest seconds between two polls of a run"),
    /** The most runs in progress. */
    POLLED_MOST_RUNNING(
            "sluice.polled.most-running",
            "1000",
            Kind.NUMBER,
            1,
            100_000,
            "most runs in progress at once in a limit pool"),
    /** Whether a response is started again that was asked for right before a crash. */
    POLLED_START_AGAIN(
            "sluice.polled.start-again",
            "false",
            Kind.FLAG,
            "whether a background response that was asked for right before a crash, so that nobody knows its id, is started"
                    + " again; otherwise its prompt fails, for `retry`"),
    /** The path of the Batch API below the base URL. */
    BATCH_PATH(
            "sluice.batch.path",
            "",
            Kind.TEXT,
            "path between the base URL and `/files` and `/batches`, for servers that have the Batch API elsewhere"),
    /** The completion window of batches. */
    BATCH_WINDOW("sluice.batch.window", "24h", Kind.TEXT, "`completion_window` that a batch asks for"),
    /** The shortest time between two looks at the batches. */
    BATCH_POLL_MIN_SECONDS(
            "sluice.batch.poll-min-seconds",
            "30",
            Kind.NUMBER,
            1,
            86_400,
            "seconds between two looks at the batches at first"),
    /** The longest time between two looks at the batches. */
    BATCH_POLL_MAX_SECONDS(
            "sluice.batch.poll-max-seconds",
            "300",
            Kind.NUMBER,
            1,
            86_400,
            "seconds between two looks at the batches while nothing changes"),
    /** Whether the provider's files are deleted. */
    BATCH_DELETE_FILES(
            "sluice.batch.delete-files",
            "true",
            Kind.FLAG,
            "whether the files of a batch are deleted at the provider once its answers are stored"),
    /** After how many days the provider is to delete files by itself. */
    BATCH_EXPIRE_DAYS(
            "sluice.batch.expire-days",
            "30",
            Kind.NUMBER,
            0,
            30,
            "days after which the provider is to delete the files of a batch by itself; 0 asks for none of that"),
    /** How many prompts a file needs for the Batch API in the lane {@code auto}. */
    BATCH_AUTO_LEAST_PROMPTS(
            "sluice.batch.auto-least-prompts",
            "1000",
            Kind.NUMBER,
            1,
            1_000_000_000,
            "prompts that a file needs to go through the Batch API in the lane `auto`"),
    /** How late a deadline must be for the Batch API in the lane {@code auto}. */
    BATCH_AUTO_LEAST_MINUTES(
            "sluice.batch.auto-least-minutes",
            "60",
            Kind.NUMBER,
            0,
            100_000,
            "minutes that a profile's deadline must allow for its files to go through the Batch API in the lane `auto`"),
    /** The longest line of an input file. */
    INPUT_MAX_LINE_BYTES(
            "sluice.input.max-line-bytes",
            "16777216",
            Kind.BYTES,
            1024,
            1_073_741_824,
            "longest line of an input file; a longer one fails alone"),
    /** The most that a compressed input file may hold. */
    INPUT_MAX_UNPACKED_BYTES(
            "sluice.input.max-unpacked-bytes",
            "17179869184",
            Kind.BYTES,
            1024,
            1_099_511_627_776L,
            "most that a `.gz` file may hold; a larger one is rejected"),
    /** How long a stop waits for the requests under way. */
    STOP_TIMEOUT_MILLIS(
            "sluice.stop.timeout-millis",
            "25000",
            Kind.MILLIS,
            0,
            3_600_000,
            "how long a stop waits for running requests"),
    /** The limit that the built-in simulated provider holds. */
    SIMULATOR_REQUESTS_PER_MINUTE(
            "sluice.simulator.requests-per-minute",
            "0",
            Kind.NUMBER,
            0,
            100_000_000,
            "limit of the built-in simulated provider; 0 is none"),
    /** How long the built-in simulated provider takes to answer. */
    SIMULATOR_LATENCY_MILLIS(
            "sluice.simulator.latency-millis",
            "50",
            Kind.MILLIS,
            0,
            600_000,
            "how long the built-in simulated provider takes to answer"),
    /** The zone whose days count. */
    USAGE_ZONE(
            "sluice.usage.zone",
            "UTC",
            Kind.ZONE,
            "time zone whose days `usage` sums up, such as `Europe/Berlin`; what was summed up before a change stays as it is"),
    /** How long single prompts stay in the ledger. */
    USAGE_KEEP_DAYS(
            "sluice.usage.keep-days",
            "400",
            Kind.NUMBER,
            1,
            36_500,
            "days that single requests and prompts stay in the ledger; its sums stay for ever"),
    /** How long an answer may be that nothing bounds. */
    USERS_ANSWER_TOKENS(
            "sluice.users.answer-tokens",
            "4096",
            Kind.NUMBER,
            1,
            10_000_000,
            "tokens that are reserved of a user's allowance for an answer whose most is not stated"),
    /** Whether the provider can tell users apart. */
    USERS_SAFETY_IDENTIFIER(
            "sluice.users.safety-identifier",
            "false",
            Kind.FLAG,
            "whether requests of chat and responses carry `safety_identifier`, a hash of the user's name, unless they have one"),
    /** The least severe log lines that are shown. */
    LOG_LEVEL("sluice.log.level", "warn", "trace|debug|info|warn|error", "least severe log lines that are shown");

    /** How a value is read. */
    enum Kind {
        TEXT,
        PATH,
        SECRET,
        FLAG,
        CHOICE,
        NUMBER,
        MILLIS,
        BYTES,
        ZONE
    }

    private final String key;
    private final String defaultValue;
    private final Kind kind;
    private final long min;
    private final long max;
    private final String choices;
    private final String description;

    Setting(String key, String defaultValue, Kind kind, String description) {
        this(key, defaultValue, kind, 0, 0, "", description);
    }

    Setting(String key, String defaultValue, String choices, String description) {
        this(key, defaultValue, Kind.CHOICE, 0, 0, choices, description);
    }

    Setting(String key, String defaultValue, Kind kind, long min, long max, String description) {
        this(key, defaultValue, kind, min, max, "", description);
    }

    Setting(String key, String defaultValue, Kind kind, long min, long max, String choices, String description) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.kind = kind;
        this.min = min;
        this.max = max;
        this.choices = choices;
        this.description = description;
    }

    /** Returns the key, such as {@code sluice.jobs.concurrent}. */
    public String key() {
        return key;
    }

    /** Returns the value in force where none is given; an empty text stands for none. */
    public String defaultValue() {
        return defaultValue;
    }

    /** Returns what the setting does, in one phrase of Markdown. */
    public String description() {
        return description;
    }

    /** Returns whether the value must never be shown. */
    public boolean secret() {
        return kind == Kind.SECRET;
    }

    /** Returns which values it takes, such as {@code a whole number from 1 to 100}. */
    public String accepts() {
        return switch (kind) {
            case TEXT, SECRET -> "printable ASCII without spaces";
            case PATH -> "a path";
            case FLAG -> "true or false";
            case CHOICE -> "one of " + String.join(", ", choiceList());
            case NUMBER -> "a whole number from " + min + " to " + max;
            case MILLIS -> "milliseconds from " + min + " to " + max;
            case BYTES -> "bytes from " + min + " to " + max;
            case ZONE -> "a time zone such as UTC or Europe/Berlin";
        };
    }

    /** Returns the setting with this key, or empty. */
    public static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values()).filter(s -> s.key.equals(key)).findFirst();
    }

    /** Returns all keys in the order of this list. */
    static List<String> keys() {
        return Arrays.stream(values()).map(Setting::key).toList();
    }

    Kind kind() {
        return kind;
    }

    /** Returns the text in the one form that getters read, or empty where the setting doesn't take it. */
    Optional<String> normalize(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        return switch (kind) {
            case TEXT, SECRET -> Optional.of(text).filter(Setting::printable);
            case PATH -> Optional.of(text).filter(path -> path.chars().noneMatch(Character::isISOControl));
            case FLAG -> Optional.of(word).filter(w -> w.equals("true") || w.equals("false"));
            case CHOICE -> Optional.of(word).filter(choiceList()::contains);
            case NUMBER, MILLIS, BYTES -> wholeNumber(text);
            case ZONE -> Optional.of(text).filter(Setting::isZone);
        };
    }

    private static boolean isZone(String text) {
        try {
            return ZoneId.of(text).getRules() != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private List<String> choiceList() {
        return Arrays.asList(choices.split("\\|", -1));
    }

    private Optional<String> wholeNumber(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(text);
        return number < min || number > max ? Optional.empty() : Optional.of(Long.toString(number));
    }

    private static boolean printable(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
