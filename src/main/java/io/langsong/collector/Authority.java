package io.langsong.collector;

import io.langsong.secret.LateSecretBox;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Vouches for this server to its collectors and for them to it: an authority of our own, with keys on the curve P-256. It is made when it
 * is first asked for; servers on one database share it. Any thread.
 */
@Component
final class Authority {
    private static final Logger log = LoggerFactory.getLogger(Authority.class);
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final String PLACE = "collector_authority.private_key";
    /**
     * From the beginning of time to what RFC 5280 section 4.1.2.5 has for "no end": a board without a clock of its own wakes up in 1970,
     * and must be able to call all the same.
     */
    private static final Instant FROM = Instant.EPOCH;

    private static final Instant UNTIL = Instant.parse("9999-12-31T23:59:59Z");

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final LateSecretBox box;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private @Nullable Signer signer;

    Authority(JdbcClient jdbc, PlatformTransactionManager transactions, Environment environment, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        // What is remembered here must not be undone by whoever asked first.
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.box = new LateSecretBox(
                environment,
                () -> jdbc.sql("SELECT EXISTS (SELECT FROM collector_authority)")
                        .query(Boolean.class)
                        .single());
        this.clock = clock;
    }

    /** A certificate with the key that belongs to it. */
    record Signer(X509Certificate certificate, PrivateKey key) {
        @Override
        public String toString() {
            return "Signer[" + certificate.getSubjectX500Principal() + ", ***]";
        }
    }

    /** @throws IllegalStateException with the remedy, when its key can not be opened */
    X509Certificate certificate() {
        return signer().certificate();
    }

    /** By which a collector knows the authority that its token is of: the first 16 octets of SHA-256 over its certificate. */
    byte[] fingerprint() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(certificate().getEncoded());
            return Arrays.copyOf(digest, 16);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    /** For the port of the collectors: a new key each time, which is never written down. */
    Signer server() {
        KeyPair pair = pair();
        X509Certificate certificate =
                issue("CN=LangSong", pair.getPublic(), FROM, UNTIL, KeyPurposeId.id_kp_serverAuth, signer());
        return new Signer(certificate, pair.getPrivate());
    }

    X509Certificate issue(CollectorId id, PublicKey key, Instant from, Instant until) {
        return issue("CN=" + id, key, from, until, KeyPurposeId.id_kp_clientAuth, signer());
    }

    /** Whether this authority issued it, whatever became of it since. */
    boolean issued(X509Certificate certificate) {
        try {
            certificate.verify(certificate().getPublicKey());
            return true;
        } catch (GeneralSecurityException stranger) {
            return false;
        }
    }

    private synchronized Signer signer() {
        Signer known = signer;
        if (known == null) {
            known = Objects.requireNonNull(transaction.execute(status -> {
                jdbc.sql("LOCK TABLE collector_authority IN SHARE ROW EXCLUSIVE MODE")
                        .update();
                return read().orElseGet(this::make);
            }));
            signer = known;
        }
        return known;
    }

    private Optional<Signer> read() {
        return jdbc.sql("SELECT certificate, private_key FROM collector_authority")
                .query((row, number) -> open(row.getBytes(1), row.getBytes(2)))
                .optional();
    }

    private Signer open(byte[] certificate, byte[] sealed) {
        byte[] key = Base64.getDecoder().decode(box.open().open(sealed, PLACE));
        try {
            return new Signer(
                    (X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(certificate)),
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)));
        } catch (GeneralSecurityException damaged) {
            throw new IllegalStateException(
                    "The authority of the collectors in the table collector_authority is damaged; put it back from a backup",
                    damaged);
        }
    }

    private Signer make() {
        KeyPair pair = pair();
        String name = "CN=LangSong collectors";
        try {
            JcaX509v3CertificateBuilder builder = builder(name, name, pair.getPublic(), FROM, UNTIL);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            Signer made = new Signer(signed(builder, pair.getPrivate()), pair.getPrivate());
            String key = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
            jdbc.sql(
                            "INSERT INTO collector_authority (certificate, private_key, made_at) VALUES (:certificate, :key, :at)")
                    .param("certificate", made.certificate().getEncoded())
                    .param("key", box.open().seal(key, PLACE))
                    .param("at", CollectorTable.utc(clock.instant()))
                    .update();
            log.info("authority of the collectors made");
            return made;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("No certificate could be made", impossible);
        }
    }

    private X509Certificate issue(
            String subject, PublicKey key, Instant from, Instant until, KeyPurposeId purpose, Signer by) {
        try {
            String issuer = by.certificate().getSubjectX500Principal().getName();
            JcaX509v3CertificateBuilder builder = builder(issuer, subject, key, from, until);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose));
            return signed(builder, by.key());
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("No certificate could be made", impossible);
        }
    }

    private JcaX509v3CertificateBuilder builder(
            String issuer, String subject, PublicKey key, Instant from, Instant until) {
        return new JcaX509v3CertificateBuilder(
                new X500Name(issuer),
                new BigInteger(127, random).setBit(126),
                Date.from(from),
                Date.from(until),
                new X500Name(subject),
                key);
    }

    private static X509Certificate signed(JcaX509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
        } catch (OperatorCreationException impossible) {
            throw new GeneralSecurityException("Every Java platform has " + SIGNATURE, impossible);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has the curve P-256", impossible);
        }
    }
}
