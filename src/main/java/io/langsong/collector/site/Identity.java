package io.langsong.collector.site;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Who a collector is, as it lies on its disk.
 *
 * @param publicKey X.509, DER
 * @param privateKey PKCS#8, DER; secret
 * @param certificates X.509, DER: its own, then that of who issued it; none before it was enrolled
 */
@SuppressWarnings("ArrayRecordComponent")
record Identity(byte[] publicKey, byte[] privateKey, List<byte[]> certificates) {
    /** With a key of its own on the curve P-256, and no certificate yet. */
    static Identity fresh() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            return new Identity(pair.getPublic().getEncoded(), pair.getPrivate().getEncoded(), List.of());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has the curve P-256", impossible);
        }
    }

    boolean isEnrolled() {
        return certificates.size() >= 2;
    }

    PrivateKey key() throws GeneralSecurityException {
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(privateKey));
    }

    /** PKCS#10 (RFC 2986), DER. The server names the collector, whatever stands in it. */
    byte[] request() {
        try {
            PublicKey open = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(publicKey));
            return new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=collector"), open)
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key()))
                    .getEncoded();
        } catch (GeneralSecurityException | OperatorCreationException | java.io.IOException impossible) {
            throw new IllegalStateException("No request for a certificate could be made", impossible);
        }
    }

    /**
     * With what the server gave.
     *
     * @throws SiteException when that is for another key, or of another authority
     * @param authority by whose certificate it has to be issued, DER; null for any
     */
    Identity certified(List<byte[]> given, byte @Nullable [] authority) {
        Identity certified = new Identity(publicKey, privateKey, given);
        try {
            boolean isOurs = given.size() == 2
                    && java.util.Arrays.equals(certified.own().getPublicKey().getEncoded(), publicKey)
                    && (authority == null || java.util.Arrays.equals(given.get(1), authority));
            if (isOurs) {
                certified.own().verify(certified.issuer().getPublicKey());
                return certified;
            }
        } catch (GeneralSecurityException wrong) {
            throw new SiteException("The server sent a certificate that it did not issue; update the server", wrong);
        }
        throw new SiteException("The server sent a certificate that was not asked for; update the server");
    }

    X509Certificate own() throws CertificateException {
        return read(certificates.get(0));
    }

    X509Certificate issuer() throws CertificateException {
        return read(certificates.get(1));
    }

    private static X509Certificate read(byte[] octets) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(octets));
    }

    /** From when on the server gives another. */
    Instant renewableFrom() throws CertificateException {
        X509Certificate own = own();
        Instant from = own.getNotBefore().toInstant();
        return from.plus(Duration.between(from, own.getNotAfter().toInstant()).dividedBy(2));
    }

    @Override
    public String toString() {
        return "Identity[***]";
    }
}
