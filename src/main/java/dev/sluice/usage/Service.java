package dev.sluice.usage;

/** Which service of the provider has answered. */
public enum Service {
    /** The usual one, at the full price. */
    STANDARD(0),
    /** The slow one, at half the price: the reply's {@code service_tier} says so. */
    FLEX(1),
    /** The Batch API, at half the price. */
    BATCH(2);

    private final int code;

    Service(int code) {
        this.code = code;
    }

    /**
     * Returns the service that the {@code service_tier} of a reply names. Every one but flex counts as the usual one, also
     * {@code priority}, which costs more: to have no cost at all would take it out of what a user may spend.
     */
    public static Service ofTier(String tier) {
        return tier.equals("flex") ? FLEX : STANDARD;
    }

    /** Returns whether its tokens cost half. */
    public boolean isHalfPrice() {
        return this != STANDARD;
    }

    int code() {
        return code;
    }
}
