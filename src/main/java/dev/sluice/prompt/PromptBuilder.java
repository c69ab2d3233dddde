package dev.sluice.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.prompt.ParameterCache.Base;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Puts together the prompts of one file: input, parameters and token count. Not thread-safe. */
final class PromptBuilder {
    private static final int MAX_REMEMBERED_MODELS = 1_000;
    /** A strict schema of OpenAI may have this many properties, and a model keeps fewer apart more surely. */
    private static final int MOST_PACKED = 100;
    /** More than what is put around all packed prompts, and around each, its answer's allowance included. */
    private static final int TOKENS_TO_PACK = 200;

    private static final int TOKENS_TO_PACK_ONE = 60;
    /** The field of a line, and parameter of the API, and the column of a CSV file. */
    static final String USER = "user";

    private static final ObjectNode NOTHING = Json.newObject();

    private final Profile profile;
    private final ModelCatalog models;
    private final long job;
    private final PromptTokens tokens;
    private final ParameterCache cache = new ParameterCache();
    private final Map<String, Model> known = new HashMap<>();
    private final LongPredicate uncounted;
    private final String user;
    private final @Nullable ObjectNode systemMessage;
    private final boolean identified;

    /**
     * Creates a builder; the prompts at {@code uncounted} indexes get 0 tokens.
     *
     * @param user on whose account those prompts go whose line names nobody
     * @param identified whether the provider is told which prompts are of the same user
     */
    PromptBuilder(
            Profile profile,
            ModelCatalog models,
            long job,
            TokenCounter counter,
            LongPredicate uncounted,
            String user,
            boolean identified) {
        this.identified = identified;
        this.user = user;
        this.profile = profile;
        this.models = models;
        this.job = job;
        this.uncounted = uncounted;
        this.tokens = new PromptTokens(counter);
        this.systemMessage = profile.system() == null ? null : message("system", profile.system());
    }

    Profile profile() {
        return profile;
    }

    /** Returns on whose account those prompts go whose line names nobody. */
    String user() {
        return user;
    }

    /** Returns on whose account a line goes with this value of its field {@code user}, or null for none. */
    String user(@Nullable JsonNode named) {
        String name = named == null || named.isNull() ? null : UserName.of(named.asText());
        return name == null ? user : name;
    }

    /** Returns the prompt of a text with nothing else said about it than whose it is. */
    Prompt ofText(long index, String text, String account) {
        return ofText(index, profile.endpoint(), profile.model(), text, NOTHING, account);
    }

    /** Returns the prompt of a text; conversations get the profile's system prompt. */
    Prompt ofText(long index, Endpoint endpoint, String model, String text, ObjectNode own, String account) {
        if (text.isBlank()) {
            throw new UnusableLineException("prompt is empty");
        }
        if (endpoint != Endpoint.CHAT) {
            PromptInput input = new PromptInput(TextNode.valueOf(text), false);
            return of(index, endpoint, model, input, own, Base.PROFILE_WITH_SYSTEM, account);
        }
        ArrayNode messages = NOTHING.arrayNode(2);
        if (systemMessage != null) {
            messages.add(systemMessage);
        }
        messages.add(message("user", text));
        PromptInput input = new PromptInput(messages, false);
        return of(index, endpoint, model, input, own, Base.PROFILE_WITH_SYSTEM, account);
    }

    /**
     * Returns the prompt of a checked input.
     *
     * @param account on whose account it goes, which is what the provider may be told a hash of
     */
    Prompt of(
            long index,
            Endpoint endpoint,
            String model,
            PromptInput input,
            ObjectNode line,
            Base base,
            String account) {
        ObjectNode own = identified ? SafetyIdentifier.added(line, endpoint, profile, account) : line;
        Model found = find(model);
        String encoding = found.encoding();
        ParameterCache.Entry entry = cache.get(
                new ParameterCache.Key(endpoint, encoding, base, own), () -> entry(endpoint, encoding, own, base));
        RequestParameters parameters = entry.parameters();
        int promptTokens =
                uncounted.test(index) ? 0 : sum(tokens.count(encoding, endpoint, input.value()), entry.tokens());
        return new Prompt(
                job,
                index,
                profile.name(),
                endpoint,
                model,
                input.value(),
                parameters.json(),
                parameters.choices(),
                promptTokens,
                parameters.maxOutputTokens(),
                new Prompt.Sharing(
                        input.alone(),
                        isOnce(endpoint, parameters),
                        base == Base.PROFILE_WITH_SYSTEM ? mostPacked(endpoint, parameters, promptTokens, found) : 1),
                account);
    }

    /** Returns how many prompts like this one share a conversation, so that all of them fit the context with their answers. */
    private int mostPacked(Endpoint endpoint, RequestParameters parameters, int promptTokens, Model model) {
        boolean converses = endpoint == Endpoint.CHAT || endpoint == Endpoint.RESPONSES;
        if (!profile.pack() || !converses || !parameters.packable() || parameters.choices() > 1) {
            return 1;
        }
        Integer context = model.contextTokens();
        Integer answer = parameters.maxOutputTokens();
        if (context == null) {
            return MOST_PACKED;
        }
        long each = (long) promptTokens + (answer == null ? 0 : answer) + TOKENS_TO_PACK_ONE;
        return (int) Math.max(1, Math.min(MOST_PACKED, (context - TOKENS_TO_PACK) / each));
    }

    private boolean isOnce(Endpoint endpoint, RequestParameters parameters) {
        return switch (profile.samePromptOnce()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO ->
                endpoint == Endpoint.EMBEDDINGS || endpoint == Endpoint.MODERATIONS || parameters.temperatureZero();
        };
    }

    private ParameterCache.Entry entry(Endpoint endpoint, String encoding, ObjectNode own, Base base) {
        List<ObjectNode> layers = new ArrayList<>();
        if (base == Base.PROFILE_WITH_SYSTEM && endpoint == Endpoint.RESPONSES && profile.system() != null) {
            layers.add(Json.newObject().put("instructions", profile.system()));
        }
        if (base != Base.NONE && sharesParameters(endpoint, profile.endpoint())) {
            layers.add(profile.parameters());
        }
        layers.add(own);
        RequestParameters parameters = RequestParameters.overlaid(endpoint, layers);
        int cost = 0;
        for (String text : parameters.counted()) {
            cost = sum(cost, tokens.count(encoding, text));
        }
        return new ParameterCache.Entry(parameters, cost);
    }

    /** A profile's parameters are meant for its endpoint; chat and completions know the same ones. */
    private static boolean sharesParameters(Endpoint one, Endpoint other) {
        return one == other || (takesChoices(one) && takesChoices(other));
    }

    private static boolean takesChoices(Endpoint endpoint) {
        return endpoint == Endpoint.CHAT || endpoint == Endpoint.COMPLETIONS;
    }

    private Model find(String model) {
        if (known.size() > MAX_REMEMBERED_MODELS) {
            known.clear();
        }
        return known.computeIfAbsent(model, models::find);
    }

    private static int sum(int one, int other) {
        return (int) Math.min(Integer.MAX_VALUE, (long) one + other);
    }

    private static ObjectNode message(String role, String content) {
        return Json.newObject().put("role", role).put("content", content);
    }
}
