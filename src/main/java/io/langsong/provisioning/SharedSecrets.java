package io.langsong.provisioning;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.Refused;
import io.langsong.inventory.DeviceId;
import io.langsong.secret.LateSecretBox;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Secrets by which boxes come in: those of the commune are good for any box until they are revoked, one of a place brings one box to it, once.
 * They are made here, never typed, and sealed. Any thread.
 */
@Component
public class SharedSecrets {
    /** Letters and digits that are not mistaken for one another on paper. */
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
    /** 24 of 31 are 119 bits; the agent takes 32 characters. */
    private static final int LENGTH = 24;

    private final JdbcClient jdbc;
    private final LateSecretBox box;
    private final TransactionTemplate transaction;
    private final AuditTrail audit;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public SharedSecrets(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Environment environment,
            AuditTrail audit,
            Clock clock) {
        this.jdbc = jdbc;
        this.box = new LateSecretBox(
                environment,
                () -> jdbc.sql("SELECT EXISTS (SELECT FROM provisioning_shared_secret)")
                        .query(Boolean.class)
                        .single());
        this.transaction = new TransactionTemplate(transactions);
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * One secret, without itself.
     *
     * @param id tells it from others, and tells nothing about it
     * @param place null: the commune's
     */
    public record Issued(
            String id,
            @Nullable DeviceId place,
            Instant made,
            String who,
            @Nullable Instant used,
            @Nullable Instant revoked) {

        /** Whether a new box may come in by it. */
        public boolean isGood() {
            return revoked == null && (place == null || used == null);
        }
    }

    /** The last made first. */
    public List<Issued> all() {
        return jdbc.sql("SELECT * FROM provisioning_shared_secret ORDER BY made DESC, hash")
                .query((row, number) -> issued(row))
                .list();
    }

    private static Issued issued(ResultSet row) throws SQLException {
        String place = row.getString("place");
        return new Issued(
                id(row.getBytes("hash")),
                place == null ? null : new DeviceId(place),
                Objects.requireNonNull(AccessPointTable.instant(row, "made")),
                row.getString("who"),
                AccessPointTable.instant(row, "used"),
                AccessPointTable.instant(row, "revoked"));
    }

    private static String id(byte[] hash) {
        return java.util.HexFormat.of().formatHex(hash, 0, 6);
    }

    /**
     * Makes a secret. One of a place takes the place of those that were made for it before and not used.
     *
     * @param place null: for the commune
     * @return the secret itself
     */
    public String make(@Nullable DeviceId place, String who) {
        StringBuilder made = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            made.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        String secret = made.toString();
        transaction.executeWithoutResult(status -> {
            if (place != null) {
                jdbc.sql("DELETE FROM provisioning_shared_secret WHERE place = :place AND used IS NULL")
                        .param("place", place.value())
                        .update();
            }
            byte[] hash = hash(secret);
            jdbc.sql("""
                            INSERT INTO provisioning_shared_secret (hash, sealed, place, made, who)
                            VALUES (:hash, :sealed, :place, :made, :who)
                            """)
                    .param("hash", hash)
                    .param("sealed", box.open().seal(secret, seal(hash)))
                    .param("place", place == null ? null : place.value())
                    .param("made", AccessPointTable.utc(clock.instant()))
                    .param("who", who)
                    .update();
            audit.record(
                    "provisioning.secret.make",
                    "secret:" + id(hash),
                    List.of(new Change("accessPoint", null, place == null ? null : place.value())));
        });
        return secret;
    }

    /** Whoever has it gets no new box in by it any more; boxes that are in stay. */
    public void revoke(String id, String who) {
        transaction.executeWithoutResult(status -> {
            int revoked = jdbc.sql("""
                            UPDATE provisioning_shared_secret SET revoked = :now
                            WHERE encode(substring(hash FROM 1 FOR 6), 'hex') = :id AND revoked IS NULL
                            """)
                    .param("now", AccessPointTable.utc(clock.instant()))
                    .param("id", id)
                    .update();
            if (revoked == 0) {
                throw Refused.missing("provisioning.refused.no-secret", "id", id);
            }
            audit.record("provisioning.secret.revoke", "secret:" + id, List.of());
        });
    }

    /** The secret itself, for whoever makes a bootstrap file; that it was read is in the audit trail. */
    public Optional<String> reveal(String id) {
        Optional<String> secret = jdbc.sql("""
                        SELECT hash, sealed FROM provisioning_shared_secret
                        WHERE encode(substring(hash FROM 1 FOR 6), 'hex') = :id AND revoked IS NULL
                        """)
                .param("id", id)
                .query((row, number) -> box.open().open(row.getBytes("sealed"), seal(row.getBytes("hash"))))
                .optional();
        secret.ifPresent(any -> audit.record("provisioning.secret.reveal", "secret:" + id, List.of()));
        return secret;
    }

    /** The one that was sent, if it was ever ours and is not revoked; locked until the transaction ends. */
    Optional<Issued> find(String sent) {
        return jdbc.sql("SELECT * FROM provisioning_shared_secret WHERE hash = :hash AND revoked IS NULL FOR UPDATE")
                .param("hash", hash(sent))
                .query((row, number) -> issued(row))
                .optional();
    }

    void used(String sent, Instant at) {
        jdbc.sql("UPDATE provisioning_shared_secret SET used = coalesce(used, :at) WHERE hash = :hash")
                .param("at", AccessPointTable.utc(at))
                .param("hash", hash(sent))
                .update();
    }

    /** A secret of this strength needs no slow hash. */
    static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static String seal(byte[] hash) {
        return "provisioning_shared_secret.sealed:" + id(hash);
    }
}
