package io.langsong.command;

import io.langsong.snmp.SnmpCredentials;
import io.langsong.snmp.SnmpCredentials.AuthProtocol;
import io.langsong.snmp.SnmpCredentials.PrivProtocol;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads how a device may be asked from texts as a person gives them; empty texts are not given. */
final class Credentials {
    private static final Map<String, AuthProtocol> AUTH = Map.of(
            "MD5", AuthProtocol.MD5,
            "SHA", AuthProtocol.SHA,
            "SHA224", AuthProtocol.SHA224,
            "SHA256", AuthProtocol.SHA256,
            "SHA384", AuthProtocol.SHA384,
            "SHA512", AuthProtocol.SHA512);
    private static final Map<String, PrivProtocol> PRIV = Map.of(
            "DES", PrivProtocol.DES,
            "AES", PrivProtocol.AES128,
            "AES128", PrivProtocol.AES128,
            "AES192", PrivProtocol.AES192,
            "AES256", PrivProtocol.AES256,
            "AES192C", PrivProtocol.AES192_CISCO,
            "AES256C", PrivProtocol.AES256_CISCO);

    private Credentials() {}

    /** @throws InputException without the secret in it */
    static SnmpCredentials of(
            String version,
            String community,
            String user,
            String auth,
            String authKey,
            String priv,
            String privKey,
            String context) {
        return switch (version) {
            case "1" -> community(SnmpCredentials.Version.V1, community);
            case "2c" -> community(SnmpCredentials.Version.V2C, community);
            case "3" -> user(user, auth, authKey, priv, privKey, context);
            default -> throw new InputException("SNMP version is 1, 2c or 3, not \"" + version + "\"");
        };
    }

    private static SnmpCredentials community(SnmpCredentials.Version version, String community) {
        if (community.isEmpty()) {
            throw new InputException("SNMP versions 1 and 2c need a community; give one");
        }
        return new SnmpCredentials.Community(version, Secrets.read("community", community));
    }

    private static SnmpCredentials user(
            String user, String auth, String authKey, String priv, String privKey, String context) {
        if (user.isEmpty()) {
            throw new InputException("SNMP version 3 needs a user; give one");
        }
        try {
            return new SnmpCredentials.User(
                    user,
                    protocol("authentication", auth, AUTH),
                    secret("authentication key", authKey),
                    protocol("privacy", priv, PRIV),
                    secret("privacy key", privKey),
                    context);
        } catch (IllegalArgumentException refused) {
            throw new InputException(String.valueOf(refused.getMessage()));
        }
    }

    private static <P> @Nullable P protocol(String what, String word, Map<String, P> known) {
        if (word.isEmpty()) {
            return null;
        }
        P protocol = known.get(word.toUpperCase(Locale.ROOT).replace("-", ""));
        if (protocol == null) {
            throw new InputException("%s protocol is one of %s, not \"%s\""
                    .formatted(what, known.keySet().stream().sorted().toList(), word));
        }
        return protocol;
    }

    private static @Nullable String secret(String what, String given) {
        return given.isEmpty() ? null : Secrets.read(what, given);
    }
}
