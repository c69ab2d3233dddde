package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Why a batch can't be run.
 *
 * @param code the code of the API
 * @param message what is wrong, in words
 * @param param the field that is wrong, or null
 * @param line the line of the input file, from 1, or null where it is about the whole
 */
record BatchError(
        String code,
        String message,
        @Nullable String param,
        @Nullable Long line) {

    /** Returns an error of the whole batch. */
    static BatchError ofBatch(String code, String message) {
        return new BatchError(code, message, null, null);
    }

    ObjectNode json() {
        return Json.object()
                .put("code", code)
                .put("message", message)
                .put("param", param)
                .put("line", line);
    }
}
