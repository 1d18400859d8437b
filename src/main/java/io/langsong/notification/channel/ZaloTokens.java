package io.langsong.notification.channel;

import io.langsong.secret.LateSecretBox;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * The tokens of the official account. An access token lasts about a day, and a refresh token makes the next pair of both, once:
 * so a new pair is stored, sealed, before it is used. Any thread; one at a time asks Zalo.
 */
public final class ZaloTokens {
    /** So that a token does not end under a letter. */
    private static final Duration EARLY = Duration.ofMinutes(5);
    /** By the documents of Zalo, should an answer not say it. */
    private static final long USUAL_SECONDS = 90_000;

    private static final String ACCESS = "notification_zalo.access_token";
    private static final String REFRESH = "notification_zalo.refresh_token";

    private final ZaloSettings settings;
    private final JdbcClient jdbc;
    private final LateSecretBox secrets;
    private final Clock clock;
    private final HttpCaller http;
    /** That served last, for while the database is away. */
    private @Nullable Pair last;

    /** @param settings with an application */
    public ZaloTokens(ZaloSettings settings, JdbcClient jdbc, LateSecretBox secrets, Clock clock) {
        this.settings = settings;
        this.jdbc = jdbc;
        this.secrets = secrets;
        this.clock = clock;
        this.http = new HttpCaller(
                ZaloSettings.NAME, settings.timeout(), settings.allowPrivate(), HttpCaller.Plain.PRIVATE, 16_384);
    }

    /** Whether the database holds tokens already. */
    public static boolean areStored(JdbcClient jdbc) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM notification_zalo)")
                .query(Boolean.class)
                .single();
    }

    sealed interface Token {
        record Good(String access) implements Token {
            @Override
            public String toString() {
                return "Good[***]";
            }
        }

        record None(SendResult.Postponed why) implements Token {}
    }

    private record Pair(String access, String refresh, Instant expiresAt, String origin) {
        @Override
        public String toString() {
            return "Pair[***, until " + expiresAt + "]";
        }
    }

    /**
     * While the database is away none is made: the token that would make the next pair would be lost with it.
     *
     * @param refused an access token that Zalo does not take any more; null: none
     */
    synchronized Token token(@Nullable String refused) {
        try {
            return stored(refused);
        } catch (DataAccessException away) {
            Pair known = last;
            return known != null && isGood(known, refused)
                    ? new Token.Good(known.access())
                    : new Token.None(
                            SendResult.Postponed.because("the database is away, and the tokens of Zalo with it"));
        }
    }

    private Token stored(@Nullable String refused) {
        String origin = origin();
        Pair stored = stored().filter(pair -> origin.isEmpty() || pair.origin().equals(origin))
                .orElse(null);
        if (stored != null && isGood(stored, refused)) {
            last = stored;
            return new Token.Good(stored.access());
        }
        String refresh = stored == null ? settings.refreshToken() : stored.refresh();
        return refresh == null
                ? new Token.None(SendResult.Postponed.because(
                        "no token of Zalo yet; set " + ZaloSettings.NAME + ".refresh-token"))
                : renew(refresh, stored == null ? origin : stored.origin());
    }

    private boolean isGood(Pair pair, @Nullable String refused) {
        return !pair.access().equals(refused) && clock.instant().plus(EARLY).isBefore(pair.expiresAt());
    }

    /** Tells one refresh token of settings from another, and nothing about it. */
    private String origin() {
        String given = settings.refreshToken();
        if (given == null) {
            return "";
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(given.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private Token renew(String refresh, String origin) {
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("secret_key", Objects.requireNonNull(settings.appSecret()))
                .POST(HttpRequest.BodyPublishers.ofString("refresh_token=%s&app_id=%s&grant_type=refresh_token"
                        .formatted(URLEncoder.encode(refresh, StandardCharsets.UTF_8), settings.appId())));
        HttpCaller.Outcome outcome = http.call(URI.create(settings.oauthUrl()).resolve("/v4/oa/access_token"), request);
        if (outcome instanceof HttpCaller.Outcome.Answered answer) {
            JsonNode said = answer.json();
            String access = said.path("access_token").asString("");
            String next = said.path("refresh_token").asString("");
            if (!access.isEmpty() && !next.isEmpty()) {
                long seconds = said.path("expires_in").asLong(USUAL_SECONDS);
                Pair pair = new Pair(access, next, clock.instant().plusSeconds(seconds), origin);
                store(pair);
                last = pair;
                return new Token.Good(access);
            }
            return new Token.None(new SendResult.Postponed(
                    "Zalo renews no token: HTTP %d %s %s; make a new refresh token, and set %s.refresh-token"
                            .formatted(
                                    answer.status(),
                                    said.path("error").asString(""),
                                    said.path("error_name")
                                            .asString(said.path("message").asString("")),
                                    ZaloSettings.NAME),
                    Duration.ofMinutes(10)));
        }
        SendResult silent = outcome.judgedBy(never -> SendResult.Postponed.because(""));
        return new Token.None((SendResult.Postponed) silent);
    }

    private Optional<Pair> stored() {
        return jdbc.sql("SELECT access_token, refresh_token, expires_at, origin FROM notification_zalo")
                .query((row, number) -> new Pair(
                        secrets.open().open(row.getBytes("access_token"), ACCESS),
                        secrets.open().open(row.getBytes("refresh_token"), REFRESH),
                        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                        row.getString("origin")))
                .optional();
    }

    private void store(Pair pair) {
        jdbc.sql("""
                        INSERT INTO notification_zalo (one, access_token, refresh_token, expires_at, origin)
                        VALUES (true, :access, :refresh, :expires, :origin)
                        ON CONFLICT (one) DO UPDATE SET access_token = excluded.access_token,
                          refresh_token = excluded.refresh_token, expires_at = excluded.expires_at, origin = excluded.origin
                        """)
                .param("access", secrets.open().seal(pair.access(), ACCESS))
                .param("refresh", secrets.open().seal(pair.refresh(), REFRESH))
                .param("expires", pair.expiresAt().atOffset(ZoneOffset.UTC))
                .param("origin", pair.origin())
                .update();
    }
}
