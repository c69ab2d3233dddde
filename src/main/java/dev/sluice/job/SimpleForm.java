package dev.sluice.job;

import dev.sluice.prompt.InputLine;

/** Simple JSON lines: id, index, what was answered, and why it ended. */
final class SimpleForm implements AnswerForm {
    @Override
    public String answered(InputLine line, Result.Answered result, AnswerMembers members) {
        StringBuilder out = start(line, result.body().length());
        members.asMap()
                .forEach((name, json) ->
                        out.append(",\"").append(name).append("\":").append(json));
        return out.append('}').toString();
    }

    @Override
    public String failed(InputLine line, Result.Failed result) {
        StringBuilder out = start(line, result.message().length());
        RawJson.appendString(out.append(",\"error\":{\"code\":"), result.code());
        RawJson.appendString(out.append(",\"message\":"), result.message());
        return out.append(",\"status\":")
                .append(result.status())
                .append(",\"attempts\":")
                .append(result.attempts())
                .append("}}")
                .toString();
    }

    private static StringBuilder start(InputLine line, int more) {
        StringBuilder out = new StringBuilder(more + 128);
        return RawJson.appendString(out.append("{\"id\":"), line.id())
                .append(",\"index\":")
                .append(line.index());
    }
}
