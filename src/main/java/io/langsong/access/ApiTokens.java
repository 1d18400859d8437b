package io.langsong.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The keys of programs. Any thread. */
@Component
public class ApiTokens {
    private static final String COLUMNS = "id, name, role, created_at, expires_at, last_used_at";
    private static final Duration USE_IS_NOTED_EVERY = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    ApiTokens(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * @param lifetime null: does not expire
     * @return the secret: 256 random bits in hex, which can not be shown again
     * @throws org.springframework.dao.DuplicateKeyException when a token of that name is there
     */
    public String issue(String name, Role role, @Nullable Duration lifetime) {
        byte[] bits = new byte[32];
        random.nextBytes(bits);
        String secret = HexFormat.of().formatHex(bits);
        Instant now = clock.instant();
        jdbc.sql("""
                        INSERT INTO access_token (name, digest, role, created_at, expires_at)
                        VALUES (:name, :digest, :role, :now, :expires)
                        """)
                .param("name", name)
                .param("digest", digest(secret))
                .param("role", role.name())
                .param("now", utc(now))
                .param("expires", lifetime == null ? null : utc(now.plus(lifetime)))
                .update();
        return secret;
    }

    /** The token of a secret, when there is one and it has not expired. */
    public Optional<ApiToken> recognise(String secret) {
        Instant now = clock.instant();
        Optional<ApiToken> token = jdbc.sql("SELECT " + COLUMNS
                        + " FROM access_token WHERE digest = :digest AND (expires_at IS NULL OR expires_at > :now)")
                .param("digest", digest(secret))
                .param("now", utc(now))
                .query(ApiToken.class)
                .optional();
        token.filter(used -> used.lastUsedAt() == null || used.lastUsedAt().isBefore(now.minus(USE_IS_NOTED_EVERY)))
                .ifPresent(used -> jdbc.sql("UPDATE access_token SET last_used_at = :now WHERE id = :id")
                        .param("now", utc(now))
                        .param("id", used.id())
                        .update());
        return token;
    }

    /** By name. */
    public List<ApiToken> all() {
        return jdbc.sql("SELECT " + COLUMNS + " FROM access_token ORDER BY name")
                .query(ApiToken.class)
                .list();
    }

    /** @return false when there was none */
    public boolean revoke(long id) {
        return jdbc.sql("DELETE FROM access_token WHERE id = :id")
                        .param("id", id)
                        .update()
                == 1;
    }

    /** Sets the token of that name to this secret, whatever it was before. */
    void put(String name, Role role, String secret) {
        jdbc.sql("""
                        INSERT INTO access_token (name, digest, role, created_at)
                        VALUES (:name, :digest, :role, :now)
                        ON CONFLICT (name) DO UPDATE SET digest = excluded.digest, role = excluded.role
                        """)
                .param("name", name)
                .param("digest", digest(secret))
                .param("role", role.name())
                .param("now", utc(clock.instant()))
                .update();
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
