package io.langsong.agent;

import io.langsong.inventory.DeviceId;
import io.langsong.secret.LateSecretBox;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How many different clients an access point has had today. A client is known again by an HMAC-SHA-256 of its MAC address under a key of the day, cut to 16
 * octets; key and codes are destroyed when the day is over, so nobody can tell whether somebody of today was there yesterday. What is left is a number. Any thread.
 */
@Component
class DailyClients {
    static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

    /** Of one device: what makes up ever new addresses fills no database. */
    private static final int MOST_A_DAY = 10_000;

    private static final int KEY_OCTETS = 32;
    private static final int CODE_OCTETS = 16;

    private final JdbcClient jdbc;
    private final LateSecretBox secrets;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    private record Key(LocalDate day, byte[] octets) {}

    private @Nullable Key key;

    DailyClients(JdbcClient jdbc, PlatformTransactionManager transactions, Environment environment, Clock clock) {
        this.jdbc = jdbc;
        this.secrets = new LateSecretBox(
                environment,
                () -> jdbc.sql("SELECT EXISTS (SELECT FROM agent_day)")
                        .query(Boolean.class)
                        .single());
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * Counts who was there.
     *
     * @param at when; of a day that is over nobody is counted any more
     * @param macs of clients
     * @return different ones of today, those before included; empty when it is not of today
     */
    OptionalLong count(DeviceId device, Instant at, Set<String> macs) {
        LocalDate today = today();
        if (!at.atZone(ZONE).toLocalDate().equals(today)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Objects.requireNonNull(transaction.execute(status -> count(device, today, macs))));
        } catch (RuntimeException failed) {
            // A key that was not kept opens nothing later.
            forgetKey();
            throw failed;
        }
    }

    private synchronized void forgetKey() {
        key = null;
    }

    private LocalDate today() {
        return clock.instant().atZone(ZONE).toLocalDate();
    }

    private long count(DeviceId device, LocalDate day, Set<String> macs) {
        byte[] octets = keyOf(day);
        if (counted(device, day) >= MOST_A_DAY) {
            return MOST_A_DAY;
        }
        for (String mac : macs) {
            jdbc.sql("""
                            INSERT INTO agent_day_client (day, device, code) VALUES (:day, :device, :code)
                            ON CONFLICT DO NOTHING
                            """)
                    .param("day", day)
                    .param("device", device.value())
                    .param("code", code(octets, mac))
                    .update();
        }
        return Math.min(MOST_A_DAY, counted(device, day));
    }

    private long counted(DeviceId device, LocalDate day) {
        return jdbc.sql("SELECT count(*) FROM agent_day_client WHERE day = :day AND device = :device")
                .param("day", day)
                .param("device", device.value())
                .query(Long.class)
                .single();
    }

    private synchronized byte[] keyOf(LocalDate day) {
        Key known = key;
        if (known != null && known.day().equals(day)) {
            return known.octets();
        }
        byte[] fresh = new byte[KEY_OCTETS];
        random.nextBytes(fresh);
        String place = "agent_day.key:" + day;
        jdbc.sql("INSERT INTO agent_day (day, key) VALUES (:day, :key) ON CONFLICT DO NOTHING")
                .param("day", day)
                .param("key", secrets.open().seal(Base64.getEncoder().encodeToString(fresh), place))
                .update();
        byte[] sealed = jdbc.sql("SELECT key FROM agent_day WHERE day = :day")
                .param("day", day)
                .query((row, number) -> row.getBytes(1))
                .single();
        byte[] octets = Base64.getDecoder().decode(secrets.open().open(sealed, place));
        key = new Key(day, octets);
        return octets;
    }

    private static byte[] code(byte[] key, String mac) {
        try {
            Mac hmac = Mac.getInstance("HmacSHA256");
            hmac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Arrays.copyOf(hmac.doFinal(mac.getBytes(StandardCharsets.US_ASCII)), CODE_OCTETS);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("HMAC-SHA-256 is part of every Java", missing);
        }
    }

    /** Destroys the keys and codes of days that are over. */
    void endDays() {
        LocalDate today = today();
        synchronized (this) {
            Key known = key;
            if (known != null && known.day().isBefore(today)) {
                key = null;
            }
        }
        transaction.executeWithoutResult(status -> {
            jdbc.sql("DELETE FROM agent_day_client WHERE day < :today")
                    .param("today", today)
                    .update();
            jdbc.sql("DELETE FROM agent_day WHERE day < :today")
                    .param("today", today)
                    .update();
        });
    }
}
