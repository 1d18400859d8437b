package io.langsong.access;

import io.langsong.access.ApiToken.Scope;
import io.langsong.access.AuditTrail.Change;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The keys of programs. Each change is in the audit trail. Any thread. */
@Component
public class ApiTokens {
    private static final String TOKEN = """
            SELECT t.id, t.name, t.role, t.scope, t.issued_by, t.created_at, t.expires_at, t.last_used_at,
              ARRAY(SELECT v.village FROM access_token_village v WHERE v.token = t.id) AS villages
            FROM access_token t
            """;
    private static final Duration USE_IS_NOTED_EVERY = Duration.ofHours(1);
    private static final int LONGEST_NAME = 80;
    private static final int MOST_DAYS = 3650;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final AuditTrail audit;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    ApiTokens(JdbcClient jdbc, PlatformTransactionManager transactions, AuditTrail audit, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A token and its secret: 256 random bits in hex, which can not be shown again.
     */
    public record Issued(ApiToken token, String secret) {
        @Override
        public String toString() {
            return "Issued[" + token + ", ***]";
        }
    }

    /**
     * @param issuedBy name of the person who wants it
     * @throws Refused also when a token of that name is there
     */
    public Issued issue(TokenWish wish, @Nullable String issuedBy) {
        String name = Typed.text("name", wish.name(), LONGEST_NAME);
        Role role = Typed.choice("role", wish.role(), Role.class);
        Scope scope = Typed.choice("scope", wish.scope(), Scope.class);
        Set<String> villages = Fields.villages(wish.villages());
        Duration lifetime = lifetime(wish.days());
        return issue(name, role, scope, lifetime, villages, issuedBy);
    }

    private static @Nullable Duration lifetime(@Nullable Integer days) {
        if (days != null && (days < 1 || days > MOST_DAYS)) {
            throw Refused.invalid(
                    "days",
                    days.toString(),
                    "access.refused.days",
                    List.of(String.valueOf(MOST_DAYS)),
                    "is not a number of days",
                    "give 1 to " + MOST_DAYS + ", or none for one that does not expire");
        }
        return days == null ? null : Duration.ofDays(days);
    }

    /**
     * One that may whatever its role may.
     *
     * @param lifetime null: does not expire
     * @return the secret, which can not be shown again
     * @throws Refused when a token of that name is there
     */
    public String issue(String name, Role role, @Nullable Duration lifetime) {
        return issue(name, role, Scope.ALL, lifetime, Set.of(), null).secret();
    }

    private Issued issue(
            String name,
            Role role,
            Scope scope,
            @Nullable Duration lifetime,
            Set<String> villages,
            @Nullable String issuedBy) {
        byte[] bits = new byte[32];
        random.nextBytes(bits);
        String secret = HexFormat.of().formatHex(bits);
        Instant now = clock.instant();
        return Objects.requireNonNull(transaction.execute(status -> {
            Long id = jdbc.sql("""
                            INSERT INTO access_token (name, digest, role, scope, issued_by, created_at, expires_at)
                            VALUES (:name, :digest, :role, :scope, :issuedBy, :now, :expires)
                            ON CONFLICT (name) DO NOTHING RETURNING id
                            """)
                    .param("name", name)
                    .param("digest", digest(secret))
                    .param("role", role.name())
                    .param("scope", scope.name())
                    .param("issuedBy", issuedBy)
                    .param("now", utc(now))
                    .param("expires", lifetime == null ? null : utc(now.plus(lifetime)))
                    .query(Long.class)
                    .optional()
                    .orElseThrow(() -> Refused.conflict(
                            "name",
                            name,
                            "access.refused.token-taken",
                            List.of(),
                            "is taken",
                            "choose another name, or revoke that token first"));
            villages.forEach(
                    village -> jdbc.sql("INSERT INTO access_token_village (token, village) VALUES (:id, :village)")
                            .param("id", id)
                            .param("village", village)
                            .update());
            audit.record("access.token.issue", subject(name), issued(role, scope, lifetime, villages));
            return new Issued(find(id).orElseThrow(), secret);
        }));
    }

    private static List<Change> issued(Role role, Scope scope, @Nullable Duration lifetime, Set<String> villages) {
        return Stream.of(
                        new Change("role", null, role.name().toLowerCase(Locale.ROOT)),
                        new Change("scope", null, scope.name().toLowerCase(Locale.ROOT)),
                        new Change("days", null, lifetime == null ? null : Long.toString(lifetime.toDays())),
                        new Change("villages", null, CheckedPerson.all(villages)))
                .filter(change -> change.now() != null)
                .toList();
    }

    /** The token of a secret, when there is one and it has not expired. */
    public Optional<ApiToken> recognise(String secret) {
        Instant now = clock.instant();
        Optional<ApiToken> token = jdbc.sql(
                        TOKEN + " WHERE t.digest = :digest AND (t.expires_at IS NULL OR t.expires_at > :now)")
                .param("digest", digest(secret))
                .param("now", utc(now))
                .query(ApiTokens::token)
                .optional();
        token.filter(used -> used.lastUsedAt() == null || used.lastUsedAt().isBefore(now.minus(USE_IS_NOTED_EVERY)))
                .ifPresent(used -> jdbc.sql("UPDATE access_token SET last_used_at = :now WHERE id = :id")
                        .param("now", utc(now))
                        .param("id", used.id())
                        .update());
        return token;
    }

    public Optional<ApiToken> find(long id) {
        return jdbc.sql(TOKEN + " WHERE t.id = :id")
                .param("id", id)
                .query(ApiTokens::token)
                .optional();
    }

    /** By name. */
    public List<ApiToken> all() {
        return jdbc.sql(TOKEN + " ORDER BY t.name").query(ApiTokens::token).list();
    }

    private static ApiToken token(ResultSet row, int number) throws SQLException {
        return new ApiToken(
                row.getLong("id"),
                row.getString("name"),
                Role.valueOf(row.getString("role")),
                Scope.valueOf(row.getString("scope")),
                People.texts(row.getArray("villages")),
                row.getString("issued_by"),
                Objects.requireNonNull(People.instant(row, "created_at")),
                People.instant(row, "expires_at"),
                People.instant(row, "last_used_at"));
    }

    /** @return false when there was none */
    public boolean revoke(long id) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            Optional<String> name = jdbc.sql("DELETE FROM access_token WHERE id = :id RETURNING name")
                    .param("id", id)
                    .query(String.class)
                    .optional();
            name.ifPresent(gone -> audit.record("access.token.revoke", subject(gone), List.of()));
            return name.isPresent();
        }));
    }

    /** Sets the token of that name to this secret, whatever it was before. */
    void put(String name, Role role, String secret) {
        transaction.executeWithoutResult(status -> {
            int changed = jdbc.sql("""
                            INSERT INTO access_token (name, digest, role, created_at)
                            VALUES (:name, :digest, :role, :now)
                            ON CONFLICT (name) DO UPDATE SET digest = excluded.digest, role = excluded.role
                            WHERE access_token.digest <> excluded.digest OR access_token.role <> excluded.role
                            """)
                    .param("name", name)
                    .param("digest", digest(secret))
                    .param("role", role.name())
                    .param("now", utc(clock.instant()))
                    .update();
            if (changed == 1) {
                audit.record(
                        "access.token.put",
                        subject(name),
                        List.of(new Change("role", null, role.name().toLowerCase(Locale.ROOT))));
            }
        });
    }

    private static String subject(String name) {
        return "token:" + name;
    }

    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
