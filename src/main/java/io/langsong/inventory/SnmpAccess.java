package io.langsong.inventory;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a device may be read over SNMP, as entered. Secrets are encrypted where they are stored and masked in
 * {@code toString}; no page or API gives them out.
 *
 * @param version {@code 1}, {@code 2c} or {@code 3}
 * @param community for versions 1 and 2c, 1 to 255 characters; a secret
 * @param user for version 3, 1 to 32 octets (RFC 3414 section 5), with the protocols {@code MD5 SHA SHA224 SHA256
 *     SHA384 SHA512} and {@code DES AES128 AES192 AES256 AES192C AES256C}; keys are pass phrases of 8 to 255
 *     characters, secrets
 * @param context context name of version 3, at most 255 octets, mostly null
 */
public record SnmpAccess(
        String version,
        @Nullable String community,
        @Nullable String user,
        @Nullable String authProtocol,
        @Nullable String authKey,
        @Nullable String privProtocol,
        @Nullable String privKey,
        @Nullable String context) {
    public static final Set<String> AUTH_PROTOCOLS = Set.of("MD5", "SHA", "SHA224", "SHA256", "SHA384", "SHA512");
    public static final Set<String> PRIV_PROTOCOLS = Set.of("DES", "AES128", "AES192", "AES256", "AES192C", "AES256C");

    private static final int SHORTEST_KEY = 8;
    private static final int LONGEST_SECRET = 255;

    public SnmpAccess {
        if (!Set.of("1", "2c", "3").contains(version)) {
            throw refused("version", version, Fault.NOT_A_VERSION);
        }
        if (version.equals("3")) {
            requireNone(version, "community", community);
            requireText("user", user, 32);
            requirePair("auth", authProtocol, authKey, AUTH_PROTOCOLS);
            requirePair("priv", privProtocol, privKey, PRIV_PROTOCOLS);
            if (privProtocol != null && authProtocol == null) {
                throw refused("authProtocol", null, Fault.NO_AUTHENTICATION);
            }
            if (context != null) {
                requireText("context", context, 255);
            }
        } else {
            requireSecret("community", community, 1);
            requireNone(version, "user", user);
            requireNone(version, "authProtocol", authProtocol);
            requireNone(version, "authKey", authKey);
            requireNone(version, "privProtocol", privProtocol);
            requireNone(version, "privKey", privKey);
            requireNone(version, "context", context);
        }
    }

    public static SnmpAccess community(String version, String community) {
        return new SnmpAccess(version, community, null, null, null, null, null, null);
    }

    private static void requireNone(String version, String field, @Nullable String text) {
        if (text != null) {
            throw refused(field, null, Fault.NOT_OF_VERSION, version);
        }
    }

    private static void requireText(String field, @Nullable String text, int most) {
        if (text == null || text.isBlank()) {
            throw refused(field, null, Fault.EMPTY_OCTETS, most);
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > most || !Texts.isPlain(text)) {
            throw refused(field, text, Fault.BAD_OCTETS, most);
        }
    }

    private static void requirePair(String which, @Nullable String protocol, @Nullable String key, Set<String> known) {
        if (protocol == null && key == null) {
            return;
        }
        if (protocol == null || !known.contains(protocol)) {
            throw refused(
                    which + "Protocol",
                    protocol,
                    protocol == null ? Fault.PROTOCOL_MISSING : Fault.PROTOCOL_UNKNOWN,
                    String.join(", ", known.stream().sorted().toList()));
        }
        requireSecret(which + "Key", key, SHORTEST_KEY);
    }

    /** Never names the value. */
    private static void requireSecret(String field, @Nullable String secret, int least) {
        if (secret == null) {
            throw refused(field, null, Fault.SECRET_MISSING, least, LONGEST_SECRET);
        }
        if (secret.length() < least || secret.length() > LONGEST_SECRET || !Texts.isPlain(secret)) {
            throw refused(field, null, Fault.BAD_SECRET, secret.length(), least, LONGEST_SECRET);
        }
    }

    private static InventoryRefused refused(String field, @Nullable String value, Fault fault, Object... arguments) {
        return InventoryRefused.invalid(null, "snmp." + field, value, fault, arguments);
    }

    @Override
    public String toString() {
        return version.equals("3") ? "SnmpAccess[3, " + user + ", ***]" : "SnmpAccess[" + version + ", ***]";
    }
}
