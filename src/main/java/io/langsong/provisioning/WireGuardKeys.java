package io.langsong.provisioning;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Base64;
import javax.crypto.KeyAgreement;

/** Keys as {@code wg} makes and writes them: Curve25519 (RFC 7748), 32 octets in Base64. */
final class WireGuardKeys {
    private static final int OCTETS = 32;
    private static final BigInteger BASE_POINT = BigInteger.valueOf(9);

    private WireGuardKeys() {}

    static String privateKey(SecureRandom random) {
        byte[] key = new byte[OCTETS];
        random.nextBytes(key);
        // As "wg genkey" clamps it (RFC 7748 section 5).
        key[0] &= (byte) 248;
        key[31] &= 127;
        key[31] |= 64;
        return Base64.getEncoder().encodeToString(key);
    }

    static String presharedKey(SecureRandom random) {
        byte[] key = new byte[OCTETS];
        random.nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    /** @param privateKey of {@link #privateKey} */
    static String publicKey(String privateKey) {
        try {
            KeyFactory keys = KeyFactory.getInstance("X25519");
            KeyAgreement agreement = KeyAgreement.getInstance("X25519");
            agreement.init(keys.generatePrivate(new XECPrivateKeySpec(
                    NamedParameterSpec.X25519, Base64.getDecoder().decode(privateKey))));
            agreement.doPhase(keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, BASE_POINT)), true);
            return Base64.getEncoder().encodeToString(agreement.generateSecret());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has X25519", e);
        }
    }
}
