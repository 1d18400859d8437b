package io.langsong.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets for the database with AES-256-GCM (NIST SP 800-38D). A sealed value is one octet for the form (1), eight
 * for the key's id, twelve of random nonce, then the cipher text with its 128-bit tag. The place where it lies is
 * authenticated with it, so that a value moved to another row or column does not open. With random nonces of 96 bits one
 * key is good for 2^32 values (section 8.3), more than we will ever write. Any thread.
 */
public final class SecretBox {
    static final int KEY_OCTETS = 32;

    private static final byte FORM = 1;
    private static final int KEY_ID_OCTETS = 8;
    private static final int NONCE_OCTETS = 12;
    private static final int HEAD_OCTETS = 1 + KEY_ID_OCTETS;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final byte[] keyId;
    private final String origin;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param key 32 octets
     * @param origin where the key comes from, for messages
     */
    public SecretBox(byte[] key, String origin) {
        if (key.length != KEY_OCTETS) {
            throw new IllegalArgumentException("A secret key has 32 octets, not " + key.length);
        }
        this.key = new SecretKeySpec(key, "AES");
        this.keyId = keyId(key);
        this.origin = origin;
    }

    /** Tells keys apart and tells nothing about them: the start of a hash over 256 random bits. */
    public String keyId() {
        return HexFormat.of().formatHex(keyId);
    }

    /** @param place table, column and row; the same is needed to open it */
    public byte[] seal(String secret, String place) {
        byte[] nonce = new byte[NONCE_OCTETS];
        random.nextBytes(nonce);
        try {
            byte[] closed = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(HEAD_OCTETS + NONCE_OCTETS + closed.length)
                    .put(FORM)
                    .put(keyId)
                    .put(nonce)
                    .put(closed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has AES/GCM/NoPadding", e);
        }
    }

    /** @throws IllegalStateException when it was sealed with another key, for another place, or was changed since */
    public String open(byte[] sealed, String place) {
        if (sealed.length < HEAD_OCTETS + NONCE_OCTETS + TAG_BITS / 8 || sealed[0] != FORM) {
            throw new IllegalStateException("The secret in %s is damaged; enter it again".formatted(place));
        }
        if (!Arrays.equals(sealed, 1, HEAD_OCTETS, keyId, 0, KEY_ID_OCTETS)) {
            throw new IllegalStateException(
                    ("The database holds secrets sealed with the key %s, but the key of %s is %s;"
                                    + " put back the key that belongs to this database, from its backup")
                            .formatted(HexFormat.of().formatHex(sealed, 1, HEAD_OCTETS), origin, keyId()));
        }
        byte[] nonce = Arrays.copyOfRange(sealed, HEAD_OCTETS, HEAD_OCTETS + NONCE_OCTETS);
        try {
            int from = HEAD_OCTETS + NONCE_OCTETS;
            byte[] secret = cipher(Cipher.DECRYPT_MODE, nonce, place).doFinal(sealed, from, sealed.length - from);
            return new String(secret, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException changed) {
            throw new IllegalStateException(
                    "The secret in %s was changed or moved after it was sealed; enter it again".formatted(place),
                    changed);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] keyId(byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("langsong key id".getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest.digest(key), KEY_ID_OCTETS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "SecretBox[key " + keyId() + " of " + origin + "]";
    }
}
