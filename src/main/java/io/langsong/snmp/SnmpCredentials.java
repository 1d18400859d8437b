package io.langsong.snmp;

import org.jspecify.annotations.Nullable;

/** With what a device lets us read it. {@code toString} masks every secret. */
public sealed interface SnmpCredentials {

    enum Version {
        V1,
        V2C
    }

    record Community(Version version, String community) implements SnmpCredentials {
        @Override
        public String toString() {
            return "Community[" + version + ", ***]";
        }
    }

    /**
     * A user of the User-based Security Model, RFC 3414.
     *
     * @param authProtocol null for noAuthNoPriv
     * @param authKey pass phrase, at least 8 characters; null with {@code authProtocol}
     * @param privProtocol null for no privacy
     * @param privKey pass phrase, at least 8 characters; null with {@code privProtocol}
     * @param context context name, mostly empty
     */
    record User(
            String name,
            @Nullable AuthProtocol authProtocol,
            @Nullable String authKey,
            @Nullable PrivProtocol privProtocol,
            @Nullable String privKey,
            String context)
            implements SnmpCredentials {
        public User {
            if (name.isEmpty() || name.length() > 32) {
                throw new IllegalArgumentException("An SNMPv3 user name has 1 to 32 characters, not " + name.length());
            }
            if ((authProtocol == null) != (authKey == null) || (privProtocol == null) != (privKey == null)) {
                throw new IllegalArgumentException(
                        "SNMPv3 user " + name + ": a protocol and its key are given together or not at all");
            }
            if (privProtocol != null && authProtocol == null) {
                throw new IllegalArgumentException("SNMPv3 user " + name + ": privacy needs authentication");
            }
            requireLength(name, "authentication", authKey);
            requireLength(name, "privacy", privKey);
        }

        private static void requireLength(String name, String which, @Nullable String key) {
            if (key != null && key.length() < 8) {
                throw new IllegalArgumentException(
                        "SNMPv3 user %s: the %s key needs at least 8 characters (RFC 3414 11.2)"
                                .formatted(name, which));
            }
        }

        @Override
        public String toString() {
            return "User[" + name + ", " + authProtocol + ", " + privProtocol + ", ***]";
        }
    }

    /** RFC 3414 and RFC 7860. */
    enum AuthProtocol {
        MD5,
        SHA,
        SHA224,
        SHA256,
        SHA384,
        SHA512
    }

    /** RFC 3414, RFC 3826, and the two AES extensions of key length in use: Blumenthal's and Reeder's (Cisco's). */
    enum PrivProtocol {
        DES,
        AES128,
        AES192,
        AES256,
        AES192_CISCO,
        AES256_CISCO
    }
}
