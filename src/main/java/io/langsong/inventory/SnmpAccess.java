package io.langsong.inventory;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a device may be read over SNMP, as entered. Secrets are encrypted where they are stored and masked in
 * {@code toString}; no page or API gives them out.
 *
 * @param version {@code 1}, {@code 2c} or {@code 3}
 * @param community for versions 1 and 2c
 * @param user for version 3, with the protocols {@code MD5 SHA SHA224 SHA256 SHA384 SHA512} and
 *     {@code DES AES128 AES192 AES256 AES192C AES256C}; keys are pass phrases of at least 8 characters
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

    public SnmpAccess {
        if (!Set.of("1", "2c", "3").contains(version)) {
            throw new IllegalArgumentException("SNMP version is 1, 2c or 3, not \"" + version + "\"");
        }
        if (version.equals("3")) {
            requireUser(user, authProtocol, authKey, privProtocol, privKey);
        } else if (community == null || community.isEmpty() || community.length() > 255) {
            throw new IllegalArgumentException("SNMP version " + version + " needs a community of 1 to 255 characters");
        }
    }

    public static SnmpAccess community(String version, String community) {
        return new SnmpAccess(version, community, null, null, null, null, null, null);
    }

    private static void requireUser(
            @Nullable String user,
            @Nullable String authProtocol,
            @Nullable String authKey,
            @Nullable String privProtocol,
            @Nullable String privKey) {
        if (user == null || user.isEmpty() || user.length() > 32) {
            throw new IllegalArgumentException("SNMP version 3 needs a user name of 1 to 32 characters");
        }
        requirePair("authentication", authProtocol, authKey, AUTH_PROTOCOLS);
        requirePair("privacy", privProtocol, privKey, PRIV_PROTOCOLS);
        if (privProtocol != null && authProtocol == null) {
            throw new IllegalArgumentException("SNMP version 3: privacy needs authentication");
        }
    }

    private static void requirePair(String what, @Nullable String protocol, @Nullable String key, Set<String> known) {
        if ((protocol == null) != (key == null)) {
            throw new IllegalArgumentException(
                    "SNMP version 3: the " + what + " protocol and its key are given together");
        }
        if (protocol != null && !known.contains(protocol)) {
            throw new IllegalArgumentException("SNMP version 3: " + what + " protocol \"" + protocol
                    + "\" is not one of " + known.stream().sorted().toList());
        }
        if (key != null && key.length() < 8) {
            throw new IllegalArgumentException("SNMP version 3: the " + what + " key needs at least 8 characters");
        }
    }

    @Override
    public String toString() {
        return version.equals("3") ? "SnmpAccess[3, " + user + ", ***]" : "SnmpAccess[" + version + ", ***]";
    }
}
