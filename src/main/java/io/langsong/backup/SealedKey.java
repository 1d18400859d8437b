package io.langsong.backup;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * The key of the secrets under a passphrase: Argon2id, then AES-256-GCM. The second recommendation of RFC 9106, section 4, since
 * whoever has the file may try for years: 64 MiB, three passes; here with one lane.
 *
 * @param salt of 16 octets, base64
 * @param nonce of 12 octets, base64
 * @param text the cipher text with its tag, base64
 */
record SealedKey(int kibibytes, int passes, String salt, String nonce, String text) {
    static final int SHORTEST = 12;

    private static final int KIBIBYTES = 64 * 1024;
    private static final int PASSES = 3;
    private static final byte[] PLACE = "langsong backup secret.key".getBytes(StandardCharsets.US_ASCII);

    SealedKey {
        // A file that somebody made must not take all memory.
        if (kibibytes < 1 || kibibytes > 1024 * 1024 || passes < 1 || passes > 100) {
            throw new IllegalArgumentException("Argon2 of %d KiB, %d passes".formatted(kibibytes, passes));
        }
    }

    static SealedKey seal(String key, String passphrase) {
        byte[] salt = random(16);
        byte[] nonce = random(12);
        try {
            byte[] closed = cipher(Cipher.ENCRYPT_MODE, passphrase, salt, nonce, KIBIBYTES, PASSES)
                    .doFinal(key.getBytes(StandardCharsets.US_ASCII));
            return new SealedKey(KIBIBYTES, PASSES, base64(salt), base64(nonce), base64(closed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has AES/GCM/NoPadding", e);
        }
    }

    /** Empty when it is another passphrase. */
    Optional<String> open(String passphrase) {
        Base64.Decoder decoder = Base64.getDecoder();
        try {
            byte[] key = cipher(
                            Cipher.DECRYPT_MODE,
                            passphrase,
                            decoder.decode(salt),
                            decoder.decode(nonce),
                            kibibytes,
                            passes)
                    .doFinal(decoder.decode(text));
            return Optional.of(new String(key, StandardCharsets.US_ASCII));
        } catch (AEADBadTagException wrong) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The sealed key is damaged", e);
        }
    }

    private static Cipher cipher(int mode, String passphrase, byte[] salt, byte[] nonce, int kibibytes, int passes)
            throws GeneralSecurityException {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(kibibytes)
                .withIterations(passes)
                .withParallelism(1)
                .withSalt(salt)
                .build());
        byte[] key = new byte[32];
        // One passphrase typed on two keyboards is one passphrase.
        argon2.generateBytes(
                Normalizer.normalize(passphrase, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8), key);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(PLACE);
        return cipher;
    }

    private static byte[] random(int octets) {
        byte[] random = new byte[octets];
        new SecureRandom().nextBytes(random);
        return random;
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    @Override
    public String toString() {
        return "SealedKey[***]";
    }
}
