package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Supplier;

/** {@code /assistants}: creates, shows, lists and deletes assistants. Thread-safe. */
final class AssistantsOperation {
    /** How many items a page of a list has where the request names no limit. */
    static final int USUAL_IN_LIST = 20;

    /** The most items of a page of a list. */
    static final int MOST_IN_LIST = 100;

    private final AssistantStore assistants;
    private final ObjectIds ids;

    AssistantsOperation(AssistantStore assistants, ObjectIds ids) {
        this.assistants = assistants;
        this.ids = ids;
    }

    /** Creates an assistant. */
    Work create(Call call) {
        ObjectNode body = call.body();
        String model = call.model(body);
        Fields.metadata(body);
        return Work.request(model, () -> {
            Assistant assistant = new Assistant(ids.next("asst", call), call.createdSeconds(), model, body);
            assistants.add(assistant);
            return assistant.json();
        });
    }

    /** Shows an assistant. */
    Work get(Call call) {
        return request(() -> assistants.get(id(call)).json());
    }

    /** Lists assistants, newest first unless told otherwise. */
    Work list(Call call) {
        Address address = call.request().address();
        return request(() -> Page.of(
                Page.ordered(assistants.oldestFirst(), address),
                address,
                USUAL_IN_LIST,
                MOST_IN_LIST,
                Assistant::id,
                Assistant::json));
    }

    /** Deletes an assistant. */
    Work delete(Call call) {
        return request(() -> {
            assistants.delete(id(call));
            return Json.object()
                    .put("id", id(call))
                    .put("object", "assistant.deleted")
                    .put("deleted", true);
        });
    }

    private static Work request(Supplier<ObjectNode> answer) {
        return Work.request(SimulatorOptions.ALL_MODELS, answer);
    }

    private static String id(Call call) {
        return call.variable("assistant");
    }
}
