package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code /responses}: answers at once or in the background, shows, cancels and deletes responses. Thread-safe. */
final class StoredResponsesOperation {
    private final ResponseStore responses = new ResponseStore();
    private final RunStarter starter;

    StoredResponsesOperation(RunStarter starter) {
        this.starter = starter;
    }

    /** Answers a request, or starts to where it is to be done in the background. */
    Work create(Call call) {
        ResponseRequest request = ResponseRequest.of(call);
        if (!request.isBackground()) {
            return request.work(() -> answer(request));
        }
        if (!request.isStored()) {
            throw ApiError.badRequest(
                    "invalid_value",
                    "store",
                    "Background responses are stored: 'background' needs 'store' to be true.");
        }
        Fields.metadata(request.body());
        return request.start(() -> start(request));
    }

    /** Shows a response. */
    Work get(Call call) {
        return request(call, response -> {
            StartedRun run = response.run();
            if (run != null) {
                starter.stats().polled(run.progress());
                run.putPollAfter(call);
            }
            return response.json();
        });
    }

    /** Cancels a response in the background; one that has ended is shown as it is. */
    Work cancel(Call call) {
        return request(call, response -> {
            StartedRun run = response.run();
            if (run == null) {
                throw ApiError.badRequest(null, null, "Cannot cancel a synchronous response.");
            }
            cancel(run);
            return response.json();
        });
    }

    /** Deletes a response; one that has not ended is cancelled. */
    Work delete(Call call) {
        String id = call.variable("response");
        return request(call, response -> {
            StartedRun run = responses.delete(id).run();
            if (run != null) {
                cancel(run);
            }
            starter.stats().responseDeleted();
            return Json.object().put("id", id).put("object", "response.deleted").put("deleted", true);
        });
    }

    /** What is done with a response. */
    private interface Action {
        ObjectNode on(StoredResponse response);
    }

    /** Returns work that counts toward the limits of the response's model, of all others where there is no response. */
    private Work request(Call call, Action action) {
        String id = call.variable("response");
        String model = responses.find(id).map(StoredResponse::model).orElse(SimulatorOptions.ALL_MODELS);
        return Work.request(model, () -> action.on(responses.get(id)));
    }

    private ObjectNode answer(ResponseRequest request) {
        ObjectNode json = request.json(request.answer());
        if (request.isStored() && request.call().options().recording()) {
            responses.add(request.id(), StoredResponse.answered(request.model(), json));
        }
        return json;
    }

    private ObjectNode start(ResponseRequest request) {
        Call call = request.call();
        Conversation asked = request.conversation();
        StartedRun run = starter.start(
                call, new RunStarter.Question(asked.prompt(), request.model(), asked.tokens(), true), request.answer());
        StoredResponse response = StoredResponse.started(request, run);
        responses.add(request.id(), response);
        run.putPollAfter(call);
        return response.queued();
    }

    private void cancel(StartedRun run) {
        if (run.progress().tryCancel()) {
            starter.stats().cancelled();
        }
    }
}
