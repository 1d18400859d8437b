package io.langsong.alert;

import io.langsong.inventory.DeviceId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The record of alerts, for reading. Any thread. */
@Component
public class Alerts {
    /** More are not counted: nobody reads on. */
    public static final int MOST_COUNTED = 10_000;

    private static final String MATCHES = """
             WHERE during && tstzrange(:from, :until)
               AND (:device::text IS NULL OR device = :device)
               AND (:rule::text IS NULL OR rule = :rule)
               AND (:severity::text IS NULL OR severity = :severity)
               AND (NOT :lasting OR ended IS NULL)
               AND (:everywhere OR device = ANY(:devices))
            """;

    private final JdbcClient jdbc;

    Alerts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Which alerts somebody wants to see: those that touch {@code [from, until)}.
     *
     * @param device null for all
     * @param rule null for all
     * @param severity null for all
     * @param lasting only those that last
     * @param seen devices that may be seen; null for all, also those that have left the inventory
     */
    public record Wish(
            Instant from,
            Instant until,
            @Nullable DeviceId device,
            @Nullable String rule,
            @Nullable Severity severity,
            boolean lasting,
            @Nullable Collection<DeviceId> seen) {}

    /** Those that last first, then the newest. @param skip so many of them. @param most at most so many */
    public List<Alert> find(Wish wish, int skip, int most) {
        return matching("SELECT * FROM alert_record" + MATCHES + """
                 ORDER BY ended IS NULL DESC, began DESC, id DESC OFFSET :skip LIMIT :most
                """, wish)
                .param("skip", skip)
                .param("most", most)
                .query(AlertTable::alert)
                .list();
    }

    /** How many there are, at most {@link #MOST_COUNTED}. */
    public int count(Wish wish) {
        return matching("SELECT count(*) FROM (SELECT FROM alert_record" + MATCHES + " LIMIT :most) AS found", wish)
                .param("most", MOST_COUNTED)
                .query(Integer.class)
                .single();
    }

    public Optional<Alert> find(long id) {
        return jdbc.sql("SELECT * FROM alert_record WHERE id = :id")
                .param("id", id)
                .query(AlertTable::alert)
                .optional();
    }

    private JdbcClient.StatementSpec matching(String sql, Wish wish) {
        Collection<DeviceId> seen = wish.seen();
        return jdbc.sql(sql)
                .param("from", Timestamp.from(wish.from()))
                .param("until", Timestamp.from(wish.until()))
                .param("device", wish.device() == null ? null : wish.device().value())
                .param("rule", wish.rule())
                .param(
                        "severity",
                        wish.severity() == null ? null : wish.severity().code())
                .param("lasting", wish.lasting())
                .param("everywhere", seen == null)
                .param(
                        "devices",
                        seen == null
                                ? new String[0]
                                : seen.stream().map(DeviceId::value).toArray(String[]::new));
    }
}
