package io.langsong.snmp.wire;

import io.langsong.snmp.SnmpCredentials.AuthProtocol;
import io.langsong.snmp.SnmpCredentials.PrivProtocol;
import io.langsong.snmp.SnmpCredentials.User;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snmp4j.security.AuthHMAC128SHA224;
import org.snmp4j.security.AuthHMAC192SHA256;
import org.snmp4j.security.AuthHMAC256SHA384;
import org.snmp4j.security.AuthHMAC384SHA512;
import org.snmp4j.security.AuthMD5;
import org.snmp4j.security.AuthSHA;
import org.snmp4j.security.AuthenticationProtocol;
import org.snmp4j.security.PrivAES128;
import org.snmp4j.security.PrivAES192;
import org.snmp4j.security.PrivAES256;
import org.snmp4j.security.PrivDES;
import org.snmp4j.security.PrivacyProtocol;
import org.snmp4j.security.nonstandard.PrivAES192With3DESKeyExtension;
import org.snmp4j.security.nonstandard.PrivAES256With3DESKeyExtension;
import org.snmp4j.smi.OctetString;

/**
 * Makes the keys of users (RFC 3414 section 2.6). Hashing a pass phrase takes milliseconds, so its result is kept: a
 * thousand devices with one pass phrase cost one such hash and a thousand short ones. One thread.
 */
public final class UsmKeys {
    private static final int HASHED_OCTETS = 1 << 20;
    private static final int KEPT = 10_000;

    private final Map<AuthProtocol, AuthenticationProtocol> authProtocols = new EnumMap<>(AuthProtocol.class);
    private final Map<PrivProtocol, PrivacyProtocol> privProtocols = new EnumMap<>(PrivProtocol.class);
    private final Map<Phrase, byte[]> userKeys = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Phrase, byte[]> eldest) {
            return size() > KEPT;
        }
    };

    private record Phrase(AuthProtocol protocol, String text) {
        @Override
        public String toString() {
            return "Phrase[" + protocol + ", ***]";
        }
    }

    /** A user's protocols and its keys for one engine; null and empty where the user's level needs none. */
    @SuppressWarnings("ArrayRecordComponent") // keys are never compared
    record Localised(
            @Nullable AuthenticationProtocol auth,
            byte[] authKey,
            @Nullable PrivacyProtocol priv,
            byte[] privKey) {
        static final Localised NONE = new Localised(null, new byte[0], null, new byte[0]);

        @Override
        public String toString() {
            return "Localised[***]";
        }
    }

    Localised localise(User user, byte[] engineId) {
        AuthProtocol hash = user.authProtocol();
        if (hash == null || user.authKey() == null) {
            return Localised.NONE;
        }
        AuthenticationProtocol auth = authProtocols.computeIfAbsent(hash, UsmKeys::create);
        byte[] authKey = localise(hash, auth, user.authKey(), engineId);
        if (user.privProtocol() == null || user.privKey() == null) {
            return new Localised(auth, authKey, null, new byte[0]);
        }
        PrivacyProtocol priv = privProtocols.computeIfAbsent(user.privProtocol(), UsmKeys::create);
        byte[] privKey = localise(hash, auth, user.privKey(), engineId);
        if (privKey.length < priv.getMinKeyLength()) {
            privKey = priv.extendShortKey(privKey, new OctetString(octets(user.privKey())), engineId, auth);
        } else if (privKey.length > priv.getMaxKeyLength()) {
            privKey = Arrays.copyOf(privKey, priv.getMaxKeyLength());
        }
        return new Localised(auth, authKey, priv, privKey);
    }

    /** Kul of RFC 3414 section 2.6: the hash of Ku, engine and Ku. */
    private byte[] localise(AuthProtocol hash, AuthenticationProtocol auth, String phrase, byte[] engineId) {
        byte[] userKey = userKeys.computeIfAbsent(new Phrase(hash, phrase), UsmKeys::userKey);
        byte[] joined = Arrays.copyOf(userKey, userKey.length * 2 + engineId.length);
        System.arraycopy(engineId, 0, joined, userKey.length, engineId.length);
        System.arraycopy(userKey, 0, joined, userKey.length + engineId.length, userKey.length);
        return auth.hash(joined);
    }

    /** Ku of RFC 3414 section A.2: the hash of the pass phrase repeated to 2^20 octets. */
    private static byte[] userKey(Phrase phrase) {
        byte[] text = octets(phrase.text());
        byte[] block = new byte[text.length * 64];
        for (int i = 0; i < block.length; i++) {
            block[i] = text[i % text.length];
        }
        MessageDigest digest = digest(phrase.protocol());
        int rest = HASHED_OCTETS;
        while (rest > 0) {
            digest.update(block, 0, Math.min(rest, block.length));
            rest -= block.length;
        }
        return digest.digest();
    }

    private static byte[] octets(String phrase) {
        return phrase.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest digest(AuthProtocol protocol) {
        String name = switch (protocol) {
            case MD5 -> "MD5";
            case SHA -> "SHA-1";
            case SHA224 -> "SHA-224";
            case SHA256 -> "SHA-256";
            case SHA384 -> "SHA-384";
            case SHA512 -> "SHA-512";
        };
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("This Java has no " + name + ", which SNMPv3 users need", missing);
        }
    }

    private static AuthenticationProtocol create(AuthProtocol protocol) {
        return switch (protocol) {
            case MD5 -> new AuthMD5();
            case SHA -> new AuthSHA();
            case SHA224 -> new AuthHMAC128SHA224();
            case SHA256 -> new AuthHMAC192SHA256();
            case SHA384 -> new AuthHMAC256SHA384();
            case SHA512 -> new AuthHMAC384SHA512();
        };
    }

    private static PrivacyProtocol create(PrivProtocol protocol) {
        return switch (protocol) {
            case DES -> new PrivDES();
            case AES128 -> new PrivAES128();
            case AES192 -> new PrivAES192();
            case AES256 -> new PrivAES256();
            case AES192_CISCO -> new PrivAES192With3DESKeyExtension();
            case AES256_CISCO -> new PrivAES256With3DESKeyExtension();
        };
    }
}
