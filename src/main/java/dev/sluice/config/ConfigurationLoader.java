package dev.sluice.config;

import com.fasterxml.jackson.core.JsonPointer;
import dev.sluice.limit.RateLimitConfig;
import dev.sluice.prompt.ModelCatalog;
import dev.sluice.prompt.Profile;
import dev.sluice.provider.ProviderConfig;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the packed defaults, lays the user's files, the environment and the command line over them, and checks it all. */
public final class ConfigurationLoader {
    private static final List<String> FILES =
            List.of(SettingsReader.FILE, Profiles.FILE, Limits.FILE, Models.FILE, Users.FILE);

    private final ConfigurationSource source;
    private final Problems problems = new Problems();
    private final ConfigurationFolder folder;

    private ConfigurationLoader(ConfigurationSource source) {
        this.source = source;
        this.folder = ConfigurationFolder.open(source.folder(), problems);
    }

    /**
     * Loads a configuration. Nothing is written, moved or sent.
     *
     * @throws InvalidConfigurationException when anything is wrong with it; its message names every problem
     */
    public static Configuration load(ConfigurationSource source) {
        return new ConfigurationLoader(source).load();
    }

    private Configuration load() {
        if (Files.exists(source.home()) && !Files.isDirectory(source.home())) {
            problems.add("--home", "not a folder: path=" + source.home());
        }
        folder.warnOfOthersThan(FILES);
        ProviderReader providers = new ProviderReader(given(), source.environment(), problems);
        Optional<ProviderConfig> provider = providers.read();
        QuickStartLayer quickStart = new QuickStartLayer(source.quickStart(), problems);
        Map<String, Profile> profiles = profiles(quickStart, provider);
        List<RateLimitConfig> pools = pools(quickStart, providers.values(), profiles);
        ModelCatalog models = Models.read(layers(Models.FILE, Models.SHAPE));
        YamlDocument users = layers(Users.FILE, Users.SHAPE);
        problems.throwIfAny();
        Settings settings = new Settings(texts(providers.values()));
        return new Configuration(
                source.home(),
                settings,
                provider,
                profiles,
                pools,
                models,
                Users.read(users, settings.zone(Setting.USAGE_ZONE)),
                problems.warnings());
    }

    private Map<Setting, Value> given() {
        SettingsReader settings = new SettingsReader(problems);
        settings.readFile(folder);
        settings.readOverrides(source.overrides());
        settings.checkTogether();
        return settings.given();
    }

    private Map<String, Profile> profiles(QuickStartLayer quickStart, Optional<ProviderConfig> provider) {
        YamlDocument files = layers(Profiles.FILE, Profiles.SHAPE);
        boolean newChat =
                provider.filter(ConfigurationLoader::wantsCompletionTokens).isPresent();
        return Profiles.read(files, quickStart.profiles(files, newChat), problems);
    }

    /** OpenAI's own chat endpoint refuses {@code max_tokens} for newer models; compatible servers know little else. */
    private static boolean wantsCompletionTokens(ProviderConfig provider) {
        return provider.kind() == ProviderConfig.Kind.AZURE
                || "api.openai.com".equals(provider.baseUrl().getHost());
    }

    private List<RateLimitConfig> pools(
            QuickStartLayer quickStart, Map<Setting, Value> settings, Map<String, Profile> profiles) {
        Value preset = settings.get(Setting.LIMITS);
        YamlDocument files = preset == null ? layers(Limits.FILE, Limits.SHAPE) : preset(preset);
        List<RateLimitConfig> pools = Limits.read(files, problems);
        Profile profile = profiles.get(Profile.DEFAULT);
        if (profile == null || source.quickStart().limitsNothing()) {
            return pools;
        }
        YamlDocument layer = quickStart.limits(Limits.poolFor(profile.model(), pools));
        return Limits.read(files.overlay(layer), new Problems());
    }

    private YamlDocument preset(Value preset) {
        String name = preset.text();
        String file = "limits/" + name + ".yaml";
        YamlDocument base = packed(Limits.FILE, Limits.SHAPE);
        Optional<String> own = Limits.NAME.matcher(name).matches() ? folder.read(file) : Optional.empty();
        if (own.isEmpty() && !Limits.PRESETS.contains(name)) {
            problems.add(
                    preset.place(),
                    "no such limits file: " + Setting.LIMITS.key() + "=" + Shape.shortened(name)
                            + Spelling.hint(name, Limits.PRESETS));
            return base;
        }
        if (folder.read(Limits.FILE)
                .filter(text -> !text.equals(ConfigurationFolder.readPacked(Limits.FILE)))
                .isPresent()) {
            problems.warn(folder.nameOf(Limits.FILE), "file is not read: " + Setting.LIMITS.key() + "=" + name);
        }
        return base.overlay(own.map(text -> read(folder.nameOf(file), text, Limits.SHAPE))
                .orElseGet(() -> packed(file, Limits.SHAPE)));
    }

    /** Returns the packed file with the user's, if there is one and it differs, over it. */
    private YamlDocument layers(String file, Shape shape) {
        YamlDocument packed = packed(file, shape);
        String same = ConfigurationFolder.readPacked(file);
        return folder.read(file)
                .filter(text -> !text.equals(same))
                .map(text -> packed.overlay(read(folder.nameOf(file), text, shape)))
                .orElse(packed);
    }

    private YamlDocument packed(String file, Shape shape) {
        return read(ConfigurationFolder.packedNameOf(file), ConfigurationFolder.readPacked(file), shape);
    }

    private YamlDocument read(String name, String text, Shape shape) {
        YamlDocument document = YamlReader.read(name, text, problems);
        shape.check(document, JsonPointer.empty(), problems);
        return document;
    }

    private static Map<Setting, String> texts(Map<Setting, Value> values) {
        Map<Setting, String> texts = new EnumMap<>(Setting.class);
        values.forEach((setting, value) -> texts.put(setting, value.text()));
        return texts;
    }
}
