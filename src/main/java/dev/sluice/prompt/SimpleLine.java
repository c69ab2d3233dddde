package dev.sluice.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.prompt.ParameterCache.Base;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line with {@code prompt}, {@code input} or {@code messages}; all else in it are API parameters. */
final class SimpleLine {
    static final String ID = "id";
    private static final String PROMPT = "prompt";
    private static final String INPUT = "input";
    private static final String MESSAGES = "messages";
    private static final List<String> CARRIERS = List.of(PROMPT, INPUT, MESSAGES);

    private final PromptBuilder builder;
    private final @Nullable Template template;

    SimpleLine(PromptBuilder builder) {
        this.builder = builder;
        this.template = Template.of(builder.profile());
    }

    /** Returns the prompt of a line's object, which is used up. */
    Prompt prompt(long index, ObjectNode fields) {
        // The template may use the field up, so that it is no parameter.
        String user = builder.user(fields.get(PromptBuilder.USER));
        String text = template != null && isText(fields) ? render(template, fields) : null;
        fields.remove(ID);
        Endpoint named = takeEndpoint(fields);
        String model = takeModel(fields, builder.profile());
        if (text != null) {
            refuseCarriers(fields);
            return builder.ofText(index, orProfile(named), model, text, fields, user);
        }
        String carrier = carrier(fields);
        JsonNode value = fields.remove(carrier);
        if (carrier.equals(MESSAGES)) {
            PromptInput input = messages(conversationEndpoint(named), value);
            return builder.of(index, conversationEndpoint(named), model, input, fields, Base.PROFILE, user);
        }
        if (value.isTextual()) {
            return builder.ofText(index, orProfile(named), model, value.textValue(), fields, user);
        }
        PromptInput input = list(orProfile(named), carrier, value);
        return builder.of(index, orProfile(named), model, input, fields, Base.PROFILE, user);
    }

    /** Removes and returns the model of a body, else returns the profile's. */
    static String takeModel(ObjectNode body, Profile profile) {
        JsonNode model = body.remove("model");
        if (model == null) {
            return profile.model();
        }
        if (!model.isTextual() || model.textValue().isBlank()) {
            throw new UnusableLineException("model must be a text");
        }
        return model.textValue();
    }

    private static PromptInput messages(Endpoint endpoint, JsonNode messages) {
        if (endpoint != Endpoint.CHAT && endpoint != Endpoint.RESPONSES) {
            throw new UnusableLineException("messages can't go to endpoint " + endpoint.label());
        }
        if (!messages.isArray()) {
            throw new UnusableLineException("messages must be a list");
        }
        return PromptInput.of(endpoint, MESSAGES, messages);
    }

    private static PromptInput list(Endpoint endpoint, String carrier, JsonNode value) {
        if (endpoint == Endpoint.CHAT || (endpoint == Endpoint.RESPONSES && carrier.equals(PROMPT))) {
            throw new UnusableLineException(carrier + " must be a text for endpoint " + endpoint.label());
        }
        return PromptInput.of(endpoint, carrier, value);
    }

    private static String carrier(ObjectNode fields) {
        List<String> present = CARRIERS.stream().filter(fields::has).toList();
        if (present.isEmpty()) {
            throw new UnusableLineException("has none of prompt, input, messages");
        }
        if (present.size() > 1) {
            throw new UnusableLineException("has more than one of prompt, input, messages");
        }
        return present.get(0);
    }

    private static boolean isText(ObjectNode fields) {
        return !fields.path(MESSAGES).isArray()
                && !fields.path(PROMPT).isContainerNode()
                && !fields.path(INPUT).isContainerNode();
    }

    /** Fills the template from the line's fields and removes those that it names; empty where all of them are. */
    private String render(Template places, ObjectNode fields) {
        String text = places.render(name -> value(fields, name));
        boolean blank = !places.names().isEmpty()
                && places.names().stream().allMatch(name -> value(fields, name).isBlank());
        places.names().forEach(name -> fields.remove(fieldFor(fields, name)));
        return blank ? "" : text;
    }

    private static String value(ObjectNode fields, String name) {
        JsonNode value = fields.path(fieldFor(fields, name));
        if (!value.isValueNode() || value.isNull()) {
            throw new UnusableLineException("the template names {{" + name + "}}, which the line lacks");
        }
        return value.asText();
    }

    private static String fieldFor(ObjectNode fields, String name) {
        return name.equals(PROMPT) && !fields.has(PROMPT) ? INPUT : name;
    }

    private static void refuseCarriers(ObjectNode fields) {
        CARRIERS.stream().filter(fields::has).findFirst().ifPresent(carrier -> {
            throw new UnusableLineException("the template has no place for " + carrier);
        });
    }

    private static @Nullable Endpoint takeEndpoint(ObjectNode fields) {
        JsonNode label = fields.remove("endpoint");
        if (label == null) {
            return null;
        }
        return Endpoint.ofLabel(label.asText())
                .orElseThrow(() -> new UnusableLineException(
                        "endpoint must be one of chat, responses, completions, embeddings, moderations, images"));
    }

    private Endpoint orProfile(@Nullable Endpoint named) {
        return named == null ? builder.profile().endpoint() : named;
    }

    private Endpoint conversationEndpoint(@Nullable Endpoint named) {
        if (named != null) {
            return named;
        }
        return builder.profile().endpoint() == Endpoint.RESPONSES ? Endpoint.RESPONSES : Endpoint.CHAT;
    }
}
