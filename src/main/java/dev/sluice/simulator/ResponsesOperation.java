package dev.sluice.simulator;

/** {@code POST /responses}: one conversation, answered at once. */
final class ResponsesOperation implements Operation {
    @Override
    public Work read(Call call) {
        ResponseRequest request = ResponseRequest.of(call);
        return request.work(() -> request.json(request.answer()));
    }
}
