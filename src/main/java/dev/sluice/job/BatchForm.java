package dev.sluice.job;

import dev.sluice.prompt.InputLine;

/** Output lines of OpenAI's Batch API. */
final class BatchForm implements AnswerForm {
    @Override
    public String answered(InputLine line, Result.Answered result, AnswerMembers members) {
        StringBuilder out = start(line, result, result.body().length());
        startResponse(out, 200, result.requestId()).append(RawJson.onOneLine(result.body()));
        return out.append("},\"error\":null}").toString();
    }

    @Override
    public String failed(InputLine line, Result.Failed result) {
        StringBuilder out = start(line, result, result.message().length());
        if (result.status() == 0) {
            RawJson.appendString(out.append(",\"response\":null,\"error\":{\"code\":"), result.code());
            RawJson.appendString(out.append(",\"message\":"), result.message());
            return out.append("}}").toString();
        }
        startResponse(out, result.status(), "");
        RawJson.appendString(out.append("{\"error\":{\"message\":"), result.message());
        RawJson.appendString(out.append(",\"type\":null,\"param\":null,\"code\":"), result.code());
        return out.append("}}},\"error\":null}").toString();
    }

    private static StringBuilder start(InputLine line, Result result, int more) {
        StringBuilder out = new StringBuilder(more + 192)
                .append("{\"id\":\"batch_req_")
                .append(result.job())
                .append('_')
                .append(result.index());
        return RawJson.appendString(out.append("\",\"custom_id\":"), line.id());
    }

    private static StringBuilder startResponse(StringBuilder out, int status, String requestId) {
        out.append(",\"response\":{\"status_code\":").append(status);
        return RawJson.appendString(out.append(",\"request_id\":"), requestId).append(",\"body\":");
    }
}
