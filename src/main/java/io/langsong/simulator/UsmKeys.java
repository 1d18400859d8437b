package io.langsong.simulator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The cryptography of the User-based Security Model on the JDK alone, so that a poller which uses a library for it is
 * tested against something else: RFC 3414 (keys, HMAC-96), RFC 7860 (SHA-2), RFC 3826 (AES-128).
 */
final class UsmKeys {
    private static final int EXPANDED = 1 << 20;
    private static final int AES_KEY = 16;

    /** @param macLength octets of the digest that travel */
    private record Auth(String digest, String mac, int macLength) {}

    private static final Map<String, Auth> PROTOCOLS = Map.of(
            "MD5", new Auth("MD5", "HmacMD5", 12),
            "SHA", new Auth("SHA-1", "HmacSHA1", 12),
            "SHA224", new Auth("SHA-224", "HmacSHA224", 16),
            "SHA256", new Auth("SHA-256", "HmacSHA256", 24),
            "SHA384", new Auth("SHA-384", "HmacSHA384", 32),
            "SHA512", new Auth("SHA-512", "HmacSHA512", 48));

    /** The long first step of a key depends on protocol and pass phrase only; few of them serve all devices. */
    private final Map<String, byte[]> expanded = new ConcurrentHashMap<>();

    /** Keys of one user at one engine. Prepared before the sockets open; from then on any thread. */
    final class Pair {
        private final Auth auth;
        private final byte[] authKey;
        private final byte[] privKey;

        private Pair(Commune.Access access, Auth auth, byte[] engineId, String suffix) {
            this.auth = auth;
            this.authKey = localized(auth, access.authKey() + suffix, engineId);
            this.privKey = localized(auth, access.privKey() + suffix, engineId);
        }

        int macLength() {
            return auth.macLength();
        }

        /** Loads the ciphers now, so that the first question does not wait for them. */
        void prepare() {
            encrypt(sign(new byte[AES_KEY]), 0, 0, new byte[8]);
        }

        /** The first octets of the HMAC over the whole message, in which its own place is zero. */
        byte[] sign(byte[] message) {
            try {
                Mac mac = Mac.getInstance(auth.mac());
                mac.init(new SecretKeySpec(authKey, auth.mac()));
                return Arrays.copyOf(mac.doFinal(message), auth.macLength());
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        byte[] encrypt(byte[] plain, int engineBoots, int engineTime, byte[] salt) {
            return aes(Cipher.ENCRYPT_MODE, plain, engineBoots, engineTime, salt);
        }

        byte[] decrypt(byte[] secret, int engineBoots, int engineTime, byte[] salt) {
            return aes(Cipher.DECRYPT_MODE, secret, engineBoots, engineTime, salt);
        }

        /** RFC 3826 section 3.1.2.1: the vector is boots, time and salt. */
        private byte[] aes(int mode, byte[] text, int engineBoots, int engineTime, byte[] salt) {
            byte[] vector = ByteBuffer.allocate(16)
                    .putInt(engineBoots)
                    .putInt(engineTime)
                    .put(salt)
                    .array();
            try {
                Cipher cipher = Cipher.getInstance("AES/CFB/NoPadding");
                cipher.init(mode, new SecretKeySpec(privKey, 0, AES_KEY, "AES"), new IvParameterSpec(vector));
                return cipher.doFinal(text);
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    /**
     * @param suffix appended to the pass phrases; something else than nothing gives keys that nobody was told
     * @return null for a device that has no user
     */
    @Nullable
    Pair of(Commune.Access access, byte[] engineId, String suffix) {
        if (access.user() == null) {
            return null;
        }
        Auth auth = PROTOCOLS.get(String.valueOf(access.authProtocol()));
        if (auth == null || !"AES128".equals(access.privProtocol())) {
            throw new IllegalArgumentException("The simulator knows AES128 with one of " + PROTOCOLS.keySet() + ", not "
                    + access.authProtocol() + " with " + access.privProtocol());
        }
        return new Pair(access, auth, engineId, suffix);
    }

    /** RFC 3414 section 2.6. */
    private byte[] localized(Auth auth, String passPhrase, byte[] engineId) {
        byte[] key = expanded(auth, passPhrase);
        return digest(auth, key, engineId, key);
    }

    private byte[] expanded(Auth auth, String passPhrase) {
        return expanded.computeIfAbsent(auth.digest() + '/' + passPhrase, key -> expand(auth, passPhrase));
    }

    /** RFC 3414 appendix A.2: the digest of the pass phrase repeated to 2^20 octets. */
    private static byte[] expand(Auth auth, String passPhrase) {
        byte[] phrase = passPhrase.getBytes(StandardCharsets.UTF_8);
        byte[] block = new byte[EXPANDED];
        for (int place = 0; place < EXPANDED; place++) {
            block[place] = phrase[place % phrase.length];
        }
        return digest(auth, block);
    }

    private static byte[] digest(Auth auth, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(auth.digest());
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
