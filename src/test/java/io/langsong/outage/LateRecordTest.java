package io.langsong.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.outage.LateFinding.Row;
import io.langsong.outage.Ledger.Span;
import io.langsong.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Who keeps something of an outage hears when late results find that it was at another time. */
class LateRecordTest {
    private static final Instant NOON = Instant.parse("2026-12-01T05:00:00Z");
    private static final ObjectRef AP = ObjectRef.parse("device:ap1");

    private final DataSource database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final List<Object> events = new ArrayList<>();
    private final LateRecord record = record();

    private LateRecord record() {
        ApplicationEventPublisher publisher = events::add;
        JsonMapper json = JsonMapper.builder().build();
        return new LateRecord(jdbc, json, new OutageTable(jdbc, json, publisher, null), publisher);
    }

    private void kept(Instant began, @Nullable Instant ended) {
        jdbc.sql("""
                        INSERT INTO outage_record (object, condition, root, fault, began_earliest, began, began_latest,
                          ended_earliest, ended, ended_latest, cause, evidence)
                        VALUES (:object, 'DOWN', :object, '', :began, :began, :began,
                          :ended::timestamptz, :ended::timestamptz, :ended::timestamptz, 'UNKNOWN', '[]')
                        """)
                .param("object", AP.toString())
                .param("began", began.atOffset(ZoneOffset.UTC))
                .param("ended", ended == null ? null : ended.toString())
                .update();
    }

    private void watched(Instant from, @Nullable Instant until) {
        jdbc.sql(
                        "INSERT INTO outage_watch (object, during) VALUES (:object, tstzrange(:from::timestamptz, :until::timestamptz))")
                .param("object", AP.toString())
                .param("from", from.toString())
                .param("until", until == null ? null : until.toString())
                .update();
    }

    private void write(Instant from, Instant until, Row row) {
        new TransactionTemplate(new JdbcTransactionManager(database))
                .executeWithoutResult(status -> record.write(
                        new LateFinding(AP, List.of(row), List.of(new Span(from, until)), until),
                        from.minus(Duration.ofHours(1))));
    }

    @Test
    void anOutageThatIsOverHadEndedBefore() {
        Instant back = NOON.plus(Duration.ofHours(36));
        watched(NOON.minus(Duration.ofDays(1)), NOON);
        watched(back, null);
        kept(NOON.minusSeconds(60), back);
        Instant end = NOON.plusSeconds(240);

        write(
                NOON,
                back,
                new Row(Condition.DOWN, "", AP, true, Bound.exactly(NOON), Bound.exactly(end), Guess.NONE, List.of()));

        assertThat(events).singleElement().isInstanceOfSatisfying(OutageCorrected.class, corrected -> {
            assertThat(corrected.outage().from().best()).isEqualTo(NOON.minusSeconds(60));
            assertThat(corrected.outage().to().best()).isEqualTo(end);
        });
    }

    @Test
    void anOutageHadBegunBefore() {
        Instant back = NOON.plus(Duration.ofHours(36));
        watched(NOON.minus(Duration.ofDays(1)), NOON);
        watched(back, null);
        kept(back, back.plusSeconds(600));
        Instant begin = NOON.plus(Duration.ofHours(30));

        write(NOON, back, new Row(Condition.DOWN, "", AP, false, Bound.exactly(begin), null, Guess.NONE, List.of()));

        assertThat(events)
                .singleElement()
                .isInstanceOfSatisfying(
                        OutageCorrected.class,
                        corrected ->
                                assertThat(corrected.outage().from().best()).isEqualTo(begin));
    }
}
