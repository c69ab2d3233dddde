package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a batch is to do, as it was created.
 *
 * @param number counts the batches from 1
 * @param input the input file
 * @param endpoint the endpoint as it was named
 * @param completionWindow the time that the batch has
 * @param metadata what the creator noted, or a null node
 * @param outputSeconds how long the files that it makes are kept, or null for ever
 * @param project the project that its creator named, or empty
 * @param azure whether it was created by one of Azure's paths
 * @param expiryShare how much is done when it expires, or null where it doesn't
 * @param options the options that held when it was created
 * @param createdSeconds when it was created, in seconds since 1970
 */
record BatchOrder(
        long number,
        StoredFile input,
        String endpoint,
        String completionWindow,
        JsonNode metadata,
        @Nullable Long outputSeconds,
        String project,
        boolean azure,
        @Nullable Double expiryShare,
        SimulatorOptions options,
        long createdSeconds) {}
