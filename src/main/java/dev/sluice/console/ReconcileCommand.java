package dev.sluice.console;

import dev.sluice.config.Configuration;
import dev.sluice.config.ConfigurationLoader;
import dev.sluice.config.ConfigurationSource;
import dev.sluice.config.QuickStart;
import dev.sluice.job.HomeDatabase;
import dev.sluice.provider.OrganizationClient;
import dev.sluice.provider.ProviderConfig;
import dev.sluice.provider.ProviderException;
import dev.sluice.reconcile.Period;
import dev.sluice.reconcile.ProviderFigures;
import dev.sluice.reconcile.Reconciliation;
import dev.sluice.usage.DayUse;
import dev.sluice.usage.UtcDays;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares the ledger with what the provider says was used, also while another process works on the home folder. */
@Command(
        name = "reconcile",
        description = {
            "Compare the ledger with the provider's usage and costs endpoints.",
            "They take an admin key of the organisation, from the environment variable OPENAI_ADMIN_KEY only.",
            "Days are those of UTC; a dated model such as gpt-5-mini-2026-08-07 counts for the gpt-5-mini that was asked."
        },
        exitCodeList = {
            " 0:all agree",
            " 1:could not run",
            " 2:something differs",
            " 3:the provider doesn't accept the admin key"
        })
final class ReconcileCommand implements Callable<Integer> {
    private static final String KEY = "OPENAI_ADMIN_KEY";
    private static final int USUAL_DAYS = 7;
    private static final int LONGEST_NUMBER = 20;
    private final Surroundings around;

    @Mixin
    private HomeOptions home = new HomeOptions();

    @Mixin
    private ConfigFolder config = new ConfigFolder();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrule a setting, e.g. sluice.provider.base-url=https://host/v1; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--from", paramLabel = "DATE", description = "First UTC day; default: six days before the last.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "DATE", description = "Last UTC day, included; default: yesterday.")
    private @Nullable String to;

    @Option(
            names = "--project",
            paramLabel = "ID",
            description = "Only what this project used, e.g. proj_abc; default: the whole organisation.")
    private String project = "";

    @Option(
            names = "--tolerance",
            paramLabel = "SHARE",
            description = "Difference that counts as none, as a share of the larger figure, e.g. 0.01; default: 0.")
    private String tolerance = "0";

    @Option(names = "--format", paramLabel = "FORMAT", description = "table, csv or json; default: table.")
    private String format = "table";

    @Spec
    private CommandSpec command = CommandSpec.create();

    ReconcileCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        OptionValues values = new OptionValues(command);
        UsageCommand.Format form = values.choice("--format", format, UsageCommand.Format.values());
        BigDecimal share = share(values);
        Period period = period(values);
        String key = key();
        OrganizationClient client = new OrganizationClient(provider(), key, Version.text(), around.clock());
        ReconcilePages pages = new ReconcilePages(client::get, around, this::say);
        Reconciliation found;
        try {
            ProviderFigures figures = new ProviderFigures(pages, period, project.strip());
            List<DayUse> ours = HomeDatabase.read(
                    home.existing(), List.of(), connection -> UtcDays.of(connection, period.from(), period.to()));
            found = Reconciliation.of(ours, figures, share);
        } catch (ProviderException e) {
            say("sluice: " + Sentences.sentence(e).replace(key, "[hidden]") + status(e) + advice(e));
            return isKeyRefused(e) ? ExitCode.BLOCKED.number() : ExitCode.FAILED.number();
        }
        new ReconcileReport(found, period).print(form, around.terminal());
        return (found.differing() == 0 ? ExitCode.OK : ExitCode.SOME_FAILED).number();
    }

    private Period period(OptionValues values) {
        LocalDate yesterday =
                LocalDate.ofInstant(around.clock().instant(), ZoneOffset.UTC).minusDays(1);
        LocalDate last = values.date("--to", to, yesterday);
        LocalDate first = values.date("--from", from, last.minusDays(USUAL_DAYS - 1));
        values.checkOrder(first, last);
        return new Period(first, last);
    }

    private BigDecimal share(OptionValues values) {
        try {
            if (tolerance.length() <= LONGEST_NUMBER) {
                BigDecimal share = new BigDecimal(tolerance);
                if (share.signum() >= 0 && share.compareTo(BigDecimal.ONE) <= 0) {
                    return share;
                }
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw values.wrong("--tolerance must be a number from 0 to 1: value=" + Figures.plain(tolerance));
    }

    private String key() {
        String key = around.environment().getOrDefault(KEY, "").strip();
        if (key.isEmpty()) {
            throw new IllegalStateException(KEY + " is not set: the usage and costs endpoints take an admin key of the"
                    + " organisation, no ordinary one");
        }
        if (!OrganizationClient.isKey(key)) {
            throw new IllegalStateException(KEY + " must be plain ASCII without line breaks: length=" + key.length());
        }
        return key;
    }

    private ProviderConfig provider() {
        Configuration configuration = ConfigurationLoader.load(
                new ConfigurationSource(home.home(), config.folder(), settings, QuickStart.NONE, around.environment()));
        configuration.warnings().forEach(warning -> say("warning: " + warning));
        ProviderConfig provider = configuration
                .provider()
                .orElseThrow(() -> new IllegalStateException(
                        "a reconciliation needs a provider: set OPENAI_API_KEY or OPENAI_BASE_URL"));
        if (provider.kind() == ProviderConfig.Kind.AZURE) {
            throw new IllegalStateException("Azure has no usage and costs endpoints; its portal has the figures");
        }
        return provider;
    }

    private static boolean isKeyRefused(ProviderException failure) {
        return failure.status() == 401 || failure.status() == 403;
    }

    /** Returns the status, unless the reply is told to be of no use by itself or names it. */
    private static String status(ProviderException failure) {
        String status = "HTTP " + failure.status();
        return failure.status() < 300 || Sentences.sentence(failure).contains(status) ? "" : " (" + status + ")";
    }

    private static String advice(ProviderException failure) {
        if (isKeyRefused(failure)) {
            return "; check " + KEY + ", an ordinary key is not enough";
        }
        if (OrganizationClient.isUseless(failure)) {
            return "";
        }
        if (failure instanceof ProviderException.RateLimited || failure instanceof ProviderException.Unavailable) {
            return failure.retryAfter()
                    .map(time -> "; try again in " + Figures.duration(time.plusMillis(999)))
                    .orElse("; try again later");
        }
        return failure.status() == 404 ? "; only OpenAI itself is known to have them" : "";
    }

    private void say(String line) {
        around.terminal().err().println(line);
    }
}
