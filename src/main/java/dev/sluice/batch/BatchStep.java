package dev.sluice.batch;

/**
 * What is to be done next for a batch. Immutable.
 *
 * @param batch the batch
 * @param action what is to be done
 */
public record BatchStep(Batch batch, Action action) {
    /** A thing to do. */
    public enum Action {
        /** See whether its file came through before the process ended. */
        FIND_UPLOAD,
        /** Send its file. */
        UPLOAD,
        /** See whether the provider has created it before the process ended. */
        FIND_BATCH,
        /** Ask the provider to run it. */
        CREATE,
        /** Look at it by itself, since the provider doesn't list it. */
        LOOK,
        /** Ask the provider to end it. */
        CANCEL,
        /** Take it back, since it was not created yet. */
        DROP,
        /** Fetch what it brought. */
        COLLECT,
        /** Delete its files at the provider. */
        CLEAN_UP
    }

    /** Returns the name of the route that does it, without its first part. */
    public String route() {
        return switch (action) {
            case FIND_UPLOAD -> "find-upload";
            case UPLOAD -> "upload-batch";
            case FIND_BATCH -> "find-batch";
            case CREATE -> "create-batch";
            case LOOK -> "look-at-batch";
            case CANCEL -> "cancel-batch";
            case DROP -> "drop-batch";
            case COLLECT -> "collect-batch";
            case CLEAN_UP -> "clean-up-batch";
        };
    }
}
