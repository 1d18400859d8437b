package io.langsong.collector;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.collector.Collector.Certificate;
import io.langsong.collector.wire.Message.Enrolled;
import io.langsong.inventory.Ids;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Who may be a collector: tokens, certificates, and their end. Each change is in the audit trail. Any thread. */
@Component
public class Enrolment {
    private static final Logger log = LoggerFactory.getLogger(Enrolment.class);
    static final Duration CERTIFICATE_LASTS = Duration.ofDays(365);
    /** Whatever our clock is set back by, the certificate holds at once. */
    private static final Duration BACKDATED = Duration.ofHours(1);

    private static final int CURVE_BITS = 256;
    private static final String ENROL_AGAIN =
            "issue a new token, and enrol again by install.sh with --re-enrol, which keeps what was collected";

    private final CollectorTable table;
    private final TokenTable tokens;
    private final Authority authority;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Enrolment(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Authority authority,
            AuditTrail audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.table = new CollectorTable(jdbc);
        this.tokens = new TokenTable(jdbc);
        this.authority = authority;
        this.audit = audit;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** How somebody who wants to come in is answered. */
    sealed interface Answer {
        /** @param certificates its own, then that of the authority */
        record Certified(CollectorId collector, List<X509Certificate> certificates) implements Answer {
            Enrolled message() {
                List<byte[]> chain = new ArrayList<>();
                try {
                    for (X509Certificate one : certificates) {
                        chain.add(one.getEncoded());
                    }
                } catch (CertificateEncodingException impossible) {
                    throw new IllegalStateException("We encoded it before", impossible);
                }
                return new Enrolled(collector.value(), chain);
            }
        }

        record Admitted(Collector collector) implements Answer {}

        /** @param code for programs @param text in English, what and the remedy */
        record Denied(String code, String text) implements Answer {}
    }

    /** A token and until when it may be used; it can not be shown again. */
    public record Issued(String token, Instant expiresAt) {
        @Override
        public String toString() {
            return "Issued[***, " + expiresAt + "]";
        }
    }

    /**
     * A token for this collector; those before it that were not used are void.
     *
     * @param by name of the person who wants it
     * @throws io.langsong.access.Refused when there is no such collector
     */
    public Issued issueToken(CollectorId id, String by) {
        EnrolmentToken token = EnrolmentToken.random(authority.fingerprint());
        return Objects.requireNonNull(transaction.execute(status -> {
            var unused = table.lock(id).orElseThrow(() -> Collectors.missing(id.value()));
            Instant now = clock.instant();
            Instant until = now.plus(EnrolmentToken.LASTS);
            tokens.issue(token.digest(), id, by, now, until);
            audit.record(
                    "collector.token.issue",
                    Collectors.subject(id),
                    List.of(new Change("token", null, "***"), new Change("expiresAt", null, until.toString())));
            return new Issued(token.text(), until);
        }));
    }

    /** Tokens that wait to be used. */
    public Map<CollectorId, WaitingToken> waitingTokens() {
        return tokens.waiting(clock.instant());
    }

    /**
     * Its certificate and its tokens hold no more.
     *
     * @throws io.langsong.access.Refused when there is no such collector
     */
    public void revoke(CollectorId id) {
        transaction.executeWithoutResult(status -> {
            Collector collector = table.lock(id).orElseThrow(() -> Collectors.missing(id.value()));
            table.certify(id, null);
            tokens.voidAll(id);
            events.publishEvent(new CollectorRevoked(id));
            Certificate held = collector.certificate();
            audit.record(
                    "collector.revoke",
                    Collectors.subject(id),
                    List.of(new Change("serial", held == null ? null : held.serial(), null)));
        });
    }

    /**
     * Takes a token for a certificate. Whoever used it may use it again for the same key, until it came in with the certificate: the answer
     * may have been lost.
     *
     * @param request PKCS#10 (RFC 2986), DER
     */
    Answer enrol(@Nullable String token, byte @Nullable [] request) {
        EnrolmentToken given = EnrolmentToken.parse(token);
        PublicKey key = keyOf(request);
        if (given == null) {
            return denied(
                    "token-malformed",
                    "This is no token of a collector; copy the whole command line from the page of the collector");
        }
        if (key == null) {
            return badRequest();
        }
        return Objects.requireNonNull(transaction.execute(status -> {
            // Whoever changes a collector or its tokens holds the collector first.
            Collector collector = tokens.find(given.digest())
                    .flatMap(row -> table.lock(row.collector()))
                    .orElse(null);
            TokenTable.Row row = tokens.find(given.digest()).orElse(null);
            if (collector == null || row == null) {
                return denied(
                        "token-unknown",
                        "The server does not know this token, or has issued a newer one; issue a new token");
            }
            byte[] fingerprint = EnrolmentToken.sha256(key.getEncoded());
            if (row.usedFor() != null && !mayAskAgain(row, fingerprint, collector)) {
                return denied("token-used", "This token was used before; issue a new token");
            }
            if (!clock.instant().isBefore(row.expiresAt())) {
                return denied("token-expired", "This token has expired; issue a new token");
            }
            tokens.use(given.digest(), fingerprint, clock.instant());
            return certify(collector, key, null, "collector.enrol");
        }));
    }

    private static boolean mayAskAgain(TokenTable.Row row, byte[] fingerprint, Collector collector) {
        Certificate made = collector.certificate();
        return Arrays.equals(row.usedFor(), fingerprint) && made != null && !made.used();
    }

    private Answer certify(Collector collector, PublicKey key, @Nullable String before, String action) {
        Instant from = clock.instant().minus(BACKDATED);
        X509Certificate made =
                authority.issue(collector.id(), key, from, clock.instant().plus(CERTIFICATE_LASTS));
        Certificate certificate = new Certificate(
                serial(made),
                made.getNotBefore().toInstant(),
                made.getNotAfter().toInstant(),
                false,
                before);
        table.certify(collector.id(), certificate);
        Certificate held = collector.certificate();
        audit.recordAs(
                Collectors.subject(collector.id()),
                action,
                Collectors.subject(collector.id()),
                List.of(new Change("serial", held == null ? null : held.serial(), certificate.serial())));
        return new Answer.Certified(collector.id(), List.of(made, authority.certificate()));
    }

    /**
     * A new certificate in place of one whose half is over; that one holds until the new one was used. Also for one that is over altogether, as of
     * a collector that was away for long, as long as the record has it.
     */
    Answer renew(X509Certificate shown, byte @Nullable [] request) {
        PublicKey key = keyOf(request);
        if (key == null) {
            return badRequest();
        }
        return Objects.requireNonNull(transaction.execute(status -> {
            Answer known = known(shown);
            if (!(known instanceof Answer.Admitted admitted)) {
                return known;
            }
            Instant from = shown.getNotBefore().toInstant();
            Instant half = from.plus(
                    Duration.between(from, shown.getNotAfter().toInstant()).dividedBy(2));
            if (clock.instant().isBefore(half)) {
                return denied("too-early", "This certificate is good for long; renew it from %s on".formatted(half));
            }
            return certify(admitted.collector(), key, serial(shown), "collector.renew");
        }));
    }

    /**
     * Whether whoever shows this certificate, which is one of our authority, may come in. The one before the newest holds no more once the
     * newest was shown.
     */
    Answer admit(X509Certificate shown) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Answer known = known(shown);
            if (known instanceof Answer.Admitted admitted) {
                if (isOver(shown)) {
                    return denied(
                            "certificate-expired",
                            "This certificate ended on %s; a collector of this version renews it by itself, else %s"
                                    .formatted(shown.getNotAfter().toInstant(), ENROL_AGAIN));
                }
                noteUsed(admitted.collector(), shown);
            }
            return known;
        }));
    }

    /** Whether the certificate of one that was admitted was not revoked since, and its collector not removed. */
    boolean holds(X509Certificate shown, CollectorId id) {
        String serial = serial(shown);
        return table.find(id)
                .map(Collector::certificate)
                .filter(held -> serial.equals(held.serial()) || serial.equals(held.before()))
                .isPresent();
    }

    private boolean isOver(X509Certificate one) {
        return !clock.instant().isBefore(one.getNotAfter().toInstant());
    }

    private void noteUsed(Collector collector, X509Certificate shown) {
        Certificate held = collector.certificate();
        String serial = serial(shown);
        if (held != null && serial.equals(held.serial()) && !held.used()) {
            table.certify(collector.id(), new Certificate(serial, held.from(), held.until(), true, null));
        }
    }

    /** Whose it is, over or not. In the caller's transaction. */
    private Answer known(X509Certificate shown) {
        String name = shown.getSubjectX500Principal().getName().replaceFirst("^CN=", "");
        if (!Ids.isOne(name)) {
            return denied("certificate-unknown", "This certificate is not that of a collector; " + ENROL_AGAIN);
        }
        Collector collector = table.lock(new CollectorId(name)).orElse(null);
        Certificate held = collector == null ? null : collector.certificate();
        if (collector == null || held == null) {
            return revoked();
        }
        String serial = serial(shown);
        if (serial.equals(held.serial()) || serial.equals(held.before())) {
            return new Answer.Admitted(collector);
        }
        if (isNewer(shown, held)) {
            adopt(collector, held, shown);
            return new Answer.Admitted(collector);
        }
        return denied(
                "certificate-replaced",
                "This certificate was replaced by a newer one; if that one is lost, " + ENROL_AGAIN);
    }

    static Answer.Denied revoked() {
        return new Answer.Denied(
                "certificate-revoked", "This collector was removed or revoked at the server; " + ENROL_AGAIN);
    }

    /** Whether we issued it after the one of the record, which is from before then, as after a restore. Of whom was revoked there is none in the record. */
    private boolean isNewer(X509Certificate shown, Certificate held) {
        Instant from = shown.getNotBefore().toInstant();
        return from.isAfter(held.from()) && !from.isAfter(clock.instant()) && !isOver(shown);
    }

    private void adopt(Collector collector, Certificate held, X509Certificate shown) {
        Certificate adopted = new Certificate(
                serial(shown),
                shown.getNotBefore().toInstant(),
                shown.getNotAfter().toInstant(),
                true,
                null);
        table.certify(collector.id(), adopted);
        log.warn(
                "certificate of a collector is newer than the record, as after a restore, and is taken into it collector={} serial={}",
                collector.id(),
                adopted.serial());
        audit.recordAs(
                Collectors.subject(collector.id()),
                "collector.renew",
                Collectors.subject(collector.id()),
                List.of(new Change("serial", held.serial(), adopted.serial())));
    }

    private static Answer denied(String code, String text) {
        return new Answer.Denied(code, text);
    }

    private static Answer badRequest() {
        return denied(
                "request-damaged",
                "This is no certificate request with a key on P-256, signed with that key; update the collector");
    }

    static String serial(X509Certificate of) {
        return of.getSerialNumber().toString(16);
    }

    /** Null when it is no request of the form that we take, or is not signed with its own key. */
    private static @Nullable PublicKey keyOf(byte @Nullable [] request) {
        if (request == null) {
            return null;
        }
        try {
            JcaPKCS10CertificationRequest read = new JcaPKCS10CertificationRequest(request);
            PublicKey key = read.getPublicKey();
            boolean fits = key instanceof ECPublicKey curve
                    && curve.getParams().getCurve().getField().getFieldSize() == CURVE_BITS
                    && read.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key));
            return fits ? key : null;
        } catch (IOException
                | GeneralSecurityException
                | PKCSException
                | OperatorCreationException
                | RuntimeException damaged) {
            // Whatever a decoder of ASN.1 throws at octets of a stranger.
            return null;
        }
    }
}
