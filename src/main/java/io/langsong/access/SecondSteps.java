package io.langsong.access;

import io.langsong.secret.LateSecretBox;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Two-factor authentication: codes of a person's telephone, and recovery codes for when it is lost. The secrets lie sealed in
 * the database, of the recovery codes only hashes. Any thread.
 */
@Component
public class SecondSteps {
    private static final int RECOVERY_CODES = 10;
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final AuditTrail audit;
    private final People people;
    private final SignIn signIn;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final LateSecretBox box;

    SecondSteps(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            AuditTrail audit,
            People people,
            SignIn signIn,
            Environment environment,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.audit = audit;
        this.people = people;
        this.signIn = signIn;
        this.box = new LateSecretBox(
                environment,
                () -> jdbc.sql("SELECT EXISTS (SELECT FROM access_totp)")
                        .query(Boolean.class)
                        .single());
        this.clock = clock;
    }

    private record Kept(byte[] secret, long lastStep, boolean confirmed) {}

    /** Makes a secret that counts once a code of it was given; one that was not confirmed is replaced. */
    public void begin(String name) {
        byte[] secret = new byte[Totp.SECRET_OCTETS];
        random.nextBytes(secret);
        jdbc.sql("""
                        INSERT INTO access_totp (person, secret, begun_at) VALUES (:name, :secret, :now)
                        ON CONFLICT (person) DO UPDATE SET secret = excluded.secret, begun_at = excluded.begun_at, last_step = 0
                        WHERE access_totp.confirmed_at IS NULL
                        """)
                .param("name", name)
                .param("secret", box.open().seal(Totp.base32(secret), place(name)))
                .param("now", People.utc(clock.instant()))
                .update();
    }

    /**
     * The secret that waits for its first code.
     *
     * @param secret in base 32, to be typed where no code can be photographed
     * @param address {@code otpauth://totp/…}, which authenticator apps read from a QR code
     */
    public record Enrolment(String secret, String address) {
        @Override
        public String toString() {
            return "Enrolment[***]";
        }
    }

    public Optional<Enrolment> pending(String name) {
        return kept(name).filter(kept -> !kept.confirmed()).map(kept -> {
            String secret = box.open().open(kept.secret(), place(name));
            return new Enrolment(
                    secret,
                    "otpauth://totp/LangSong:%s?secret=%s&issuer=LangSong&algorithm=SHA1&digits=%d&period=%d"
                            .formatted(
                                    URLEncoder.encode(name, StandardCharsets.UTF_8),
                                    secret,
                                    Totp.DIGITS,
                                    Totp.STEP_SECONDS));
        });
    }

    /** @return the recovery codes, which can not be shown again; empty when the code is not right */
    public Optional<List<String>> confirm(String name, String code) {
        return transaction.execute(status -> {
            Optional<Kept> kept = kept(name).filter(found -> !found.confirmed());
            if (kept.isEmpty() || !takes(name, kept.get(), code)) {
                return Optional.<List<String>>empty();
            }
            jdbc.sql("UPDATE access_totp SET confirmed_at = :now WHERE person = :name")
                    .param("now", People.utc(clock.instant()))
                    .param("name", name)
                    .update();
            audit.record("access.totp.add", People.subject(name), List.of());
            return Optional.of(newRecoveryCodes(name));
        });
    }

    /**
     * Judges a code of the telephone, or a recovery code, which is used up by that. Wrong ones count as wrong passwords do,
     * and lock like these.
     */
    public boolean passes(String name, String typed) {
        if (!signIn.mayTrySecondStep(name)) {
            return false;
        }
        boolean right = Boolean.TRUE.equals(transaction.execute(status -> {
            Optional<Kept> kept = kept(name).filter(Kept::confirmed);
            return kept.isPresent() && (takes(name, kept.get(), typed) || takesRecoveryCode(name, typed));
        }));
        if (right) {
            signIn.passedSecondStep(name);
        }
        return right;
    }

    private boolean takes(String name, Kept kept, String typed) {
        String code = typed.length() > 20 ? "" : typed.replaceAll("[\\s-]", "");
        byte[] secret = Totp.octets(box.open().open(kept.secret(), place(name)));
        OptionalLong step = Totp.matching(secret, code, clock.instant(), kept.lastStep());
        // Of two at once with the same code one is first.
        return step.isPresent()
                && jdbc.sql("UPDATE access_totp SET last_step = :step WHERE person = :name AND last_step < :step")
                                .param("step", step.getAsLong())
                                .param("name", name)
                                .update()
                        == 1;
    }

    private boolean takesRecoveryCode(String name, String typed) {
        int used = jdbc.sql("DELETE FROM access_recovery_code WHERE person = :name AND digest = :digest")
                .param("name", name)
                .param("digest", digest(typed))
                .update();
        if (used == 1) {
            audit.recordAs(
                    name,
                    "access.totp.recovery",
                    People.subject(name),
                    List.of(new AuditTrail.Change("left", null, Integer.toString(recoveryCodesLeft(name)))));
        }
        return used == 1;
    }

    public int recoveryCodesLeft(String name) {
        return jdbc.sql("SELECT count(*) FROM access_recovery_code WHERE person = :name")
                .param("name", name)
                .query(Integer.class)
                .single();
    }

    /** @return new ones in the place of all others; they can not be shown again */
    public List<String> renewRecoveryCodes(String name) {
        return Objects.requireNonNull(transaction.execute(status -> {
            audit.record("access.totp.renew", People.subject(name), List.of());
            return newRecoveryCodes(name);
        }));
    }

    private List<String> newRecoveryCodes(String name) {
        jdbc.sql("DELETE FROM access_recovery_code WHERE person = :name")
                .param("name", name)
                .update();
        List<String> codes =
                IntStream.range(0, RECOVERY_CODES).mapToObj(i -> recoveryCode()).toList();
        codes.forEach(code -> jdbc.sql("INSERT INTO access_recovery_code (person, digest) VALUES (:name, :digest)")
                .param("name", name)
                .param("digest", digest(code))
                .update());
        return codes;
    }

    /** Four groups of four of 31 letters, 79 bits: a plain hash keeps it safe enough. */
    private String recoveryCode() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            if (i > 0 && i % 4 == 0) {
                code.append('-');
            }
            code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }

    /** Turns it off; who must have it is led to turn it on again. Ends the person's sessions. */
    public void remove(String name) {
        Person person = people.find(name).orElseThrow(() -> Refused.missing("access.refused.missing", "name", name));
        boolean removed = Boolean.TRUE.equals(transaction.execute(status -> {
            boolean confirmed = kept(person.name()).filter(Kept::confirmed).isPresent();
            jdbc.sql("DELETE FROM access_totp WHERE person = :name")
                    .param("name", person.name())
                    .update();
            if (confirmed) {
                audit.record("access.totp.remove", People.subject(person.name()), List.of());
            }
            return confirmed;
        }));
        if (removed) {
            people.ended(person.name());
        }
    }

    private Optional<Kept> kept(String name) {
        return jdbc.sql("SELECT secret, last_step, confirmed_at IS NOT NULL FROM access_totp WHERE person = :name")
                .param("name", name)
                .query((row, number) -> new Kept(row.getBytes(1), row.getLong(2), row.getBoolean(3)))
                .optional();
    }

    private static String place(String name) {
        return "access_totp.secret of " + name;
    }

    private static byte[] digest(String typed) {
        String code = typed.length() > 100 ? "" : typed.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
        try {
            return MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
