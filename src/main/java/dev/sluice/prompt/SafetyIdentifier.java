package dev.sluice.prompt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The parameter by which a provider tells the users of an application apart, without knowing who they are. */
final class SafetyIdentifier {
    private static final String FIELD = "safety_identifier";
    private static final int BYTES = 16;

    private SafetyIdentifier() {}

    /** Returns the fields of a line with the identifier of its user, unless line or profile have one or the endpoint knows none. */
    static ObjectNode added(ObjectNode line, Endpoint endpoint, Profile profile, String user) {
        boolean known = endpoint == Endpoint.CHAT || endpoint == Endpoint.RESPONSES;
        return !known || line.has(FIELD) || profile.parameters().has(FIELD)
                ? line
                : line.deepCopy().put(FIELD, of(user));
    }

    /** Returns the first 128 bits of the SHA-256 of a name, in 32 hexadecimal digits. */
    static String of(String user) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(user.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(hash, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
