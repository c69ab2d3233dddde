package dev.sluice.config;

import dev.sluice.allowance.Allowances;
import dev.sluice.limit.RateLimitConfig;
import dev.sluice.prompt.ModelCatalog;
import dev.sluice.prompt.Profile;
import dev.sluice.provider.ProviderConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole checked configuration of one running Sluice. Immutable.
 *
 * @param home the home folder
 * @param settings every {@code sluice.*} key with its value in force, secrets hidden
 * @param provider the provider, or empty where neither URL nor key is given and the simulated provider is to answer
 * @param profiles the profiles by name; {@code default} is always there
 * @param pools the limit pools; one of them holds for {@code *}
 * @param models the model table
 * @param users what each user may use
 * @param warnings what works but is hardly meant, each one sentence for the user that begins with its place
 */
public record Configuration(
        Path home,
        Settings settings,
        Optional<ProviderConfig> provider,
        Map<String, Profile> profiles,
        List<RateLimitConfig> pools,
        ModelCatalog models,
        Allowances users,
        List<String> warnings) {

    /** Copies the collections. */
    public Configuration {
        profiles = Map.copyOf(profiles);
        pools = List.copyOf(pools);
        warnings = List.copyOf(warnings);
    }
}
