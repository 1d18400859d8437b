package io.langsong.collector.site;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** An authority as a server has one. */
final class TestAuthority {
    private static final SecureRandom RANDOM = new SecureRandom();

    final X509Certificate certificate;
    final KeyPair server = pair();
    private final KeyPair own = pair();

    TestAuthority() throws Exception {
        JcaX509v3CertificateBuilder builder =
                builder("CN=authority", own.getPublic(), Instant.EPOCH, Instant.parse("9999-12-31T00:00:00Z"));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        certificate = signed(builder);
    }

    static KeyPair pair() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static JcaX509v3CertificateBuilder builder(String subject, PublicKey key, Instant from, Instant until) {
        return new JcaX509v3CertificateBuilder(
                new X500Name("CN=authority"),
                new BigInteger(120, RANDOM).setBit(119),
                Date.from(from),
                Date.from(until),
                new X500Name(subject),
                key);
    }

    private X509Certificate signed(JcaX509v3CertificateBuilder builder) throws Exception {
        PrivateKey key = own.getPrivate();
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    }

    X509Certificate issue(String name, PublicKey key, KeyPurposeId purpose, Instant from, Instant until)
            throws Exception {
        JcaX509v3CertificateBuilder builder = builder("CN=" + name, key, from, until);
        builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose));
        return signed(builder);
    }

    /** For a request that is signed with its own key. */
    List<byte[]> answer(byte[] request, Instant from, Instant until) throws Exception {
        JcaPKCS10CertificationRequest read = new JcaPKCS10CertificationRequest(request);
        if (!read.isSignatureValid(new JcaContentVerifierProviderBuilder().build(read.getPublicKey()))) {
            throw new IllegalArgumentException("The request is not signed with its own key");
        }
        X509Certificate made = issue("tram-1", read.getPublicKey(), KeyPurposeId.id_kp_clientAuth, from, until);
        return List.of(made.getEncoded(), certificate.getEncoded());
    }

    String token() throws Exception {
        byte[] secret = new byte[16];
        RANDOM.nextBytes(secret);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        Base64.Encoder text = Base64.getUrlEncoder().withoutPadding();
        return "ls1." + text.encodeToString(secret) + "." + text.encodeToString(Arrays.copyOf(digest, 16));
    }
}
