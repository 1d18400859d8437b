package io.langsong.calendar;

import java.sql.Date;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Publishes {@link PeriodEnded}: the table says which months are done, so neither a restart nor a moved clock repeats one. */
final class PeriodEnds {
    static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

    private static final Logger log = LoggerFactory.getLogger(PeriodEnds.class);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    PeriodEnds(JdbcClient jdbc, TransactionTemplate transaction, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.events = events;
        this.clock = clock;
    }

    /** Months that were over before the first start are nobody's: remembers the last of them, without an event. */
    void rememberBeginning() {
        YearMonth before = currentMonth().minusMonths(1);
        jdbc.sql("""
                        INSERT INTO calendar_period (first_day, published_at)
                        SELECT :first, NULL WHERE NOT EXISTS (SELECT FROM calendar_period)
                        """).param("first", Date.valueOf(before.atDay(1))).update();
    }

    /** Publishes each month that is over and was not published yet. */
    void publishEnded() {
        rememberBeginning();
        YearMonth current = currentMonth();
        for (YearMonth month = lastDone().plusMonths(1); month.isBefore(current); month = month.plusMonths(1)) {
            publish(month);
        }
    }

    private void publish(YearMonth month) {
        PeriodEnded ended = new PeriodEnded(
                month,
                month.atDay(1).atStartOfDay(ZONE).toInstant(),
                month.plusMonths(1).atDay(1).atStartOfDay(ZONE).toInstant());
        transaction.executeWithoutResult(status -> {
            int remembered = jdbc.sql("""
                            INSERT INTO calendar_period (first_day, published_at) VALUES (:first, :at)
                            ON CONFLICT (first_day) DO NOTHING
                            """)
                    .param("first", Date.valueOf(month.atDay(1)))
                    .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
            if (remembered == 1) {
                log.info("period ended month={}", month);
                events.publishEvent(ended);
            }
        });
    }

    private YearMonth lastDone() {
        return YearMonth.from(jdbc.sql("SELECT max(first_day) FROM calendar_period")
                .query(LocalDate.class)
                .single());
    }

    private YearMonth currentMonth() {
        return YearMonth.from(clock.instant().atZone(ZONE));
    }
}
