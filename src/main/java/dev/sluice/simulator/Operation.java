package dev.sluice.simulator;

/** One operation of the API, such as {@code POST /chat/completions}. */
@FunctionalInterface
interface Operation {
    /**
     * Checks a request and returns the work that it asks for.
     *
     * @throws ApiError when the request is wrong in itself
     */
    Work read(Call call);
}
