package io.langsong.outage;

import io.langsong.outage.TurnRecord.OpenRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The outage record's tables. Writers are inside the recorder's transaction, readers need none. */
@Component
class OutageTable {
    private static final TypeReference<List<Evidence>> EVIDENCE = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final ApplicationEventPublisher events;
    private final PlannedTime plans;

    OutageTable(JdbcClient jdbc, JsonMapper json, ApplicationEventPublisher events, PlannedTime plans) {
        this.plans = plans;
        this.jdbc = jdbc;
        this.json = json;
        this.events = events;
    }

    void apply(Turn turn) {
        if (turn instanceof Turn.Began began) {
            begin(began);
        } else if (turn instanceof Turn.Ended ended) {
            end(ended);
        } else if (turn instanceof Turn.Explained explained) {
            explain(explained);
        } else if (turn instanceof Turn.Watched watched) {
            watch(watched);
        } else if (turn instanceof Turn.Unwatched unwatched) {
            unwatch(unwatched);
        } else if (turn instanceof Turn.Blinded blinded) {
            goBlind(blinded);
        } else if (turn instanceof Turn.Sighted sighted) {
            see(sighted);
        } else if (turn instanceof Turn.ClockWasAhead ahead) {
            cut(ahead);
        } else if (turn instanceof Turn.Late late) {
            late.writing().run();
        }
    }

    private void begin(Turn.Began judged) {
        Turn.Began began = planned(judged);
        String object = began.object().toString();
        Timestamp from = Timestamp.from(began.from().best());
        // A lesser condition that lasts gives way; one that would have begun only afterwards never was.
        jdbc.sql(
                        "DELETE FROM outage_record WHERE object = :object AND ended IS NULL AND condition = 'DEGRADED' AND began >= :from")
                .param("object", object)
                .param("from", from)
                .update();
        jdbc.sql("""
                UPDATE outage_record SET ended_earliest = :from, ended = :from, ended_latest = :from
                 WHERE object = :object AND ended IS NULL AND condition = 'DEGRADED'
                """).param("object", object).param("from", from).update();
        Optional<Outage> row = jdbc.sql("""
                WITH before AS (SELECT max(ended) AS ended FROM outage_record WHERE object = :object)
                INSERT INTO outage_record (object, condition, root, fault, began_earliest, began, began_latest, cause, confidence, evidence)
                SELECT :object, :condition, :root, :fault,
                       least(:earliest::timestamptz, greatest(:from::timestamptz, before.ended)),
                       greatest(:from::timestamptz, before.ended),
                       greatest(:latest::timestamptz, before.ended), :cause, :confidence, :evidence::jsonb
                  FROM before
                 WHERE NOT EXISTS (SELECT 1 FROM outage_record WHERE object = :object AND ended IS NULL)
                RETURNING *
                """)
                .param("object", object)
                .param("condition", began.condition().name())
                .param("root", began.root().toString())
                .param("fault", began.fault())
                .param("earliest", Timestamp.from(began.from().earliest()))
                .param("from", from)
                .param("latest", Timestamp.from(began.from().latest()))
                .param("cause", began.guess().cause().name())
                .param("confidence", confidence(began.guess()))
                .param("evidence", json.writeValueAsString(began.evidence()))
                .query(this::outage)
                .optional();
        if (row.isPresent() && began.condition() != Condition.DEGRADED) {
            events.publishEvent(new OutageStarted(row.get()));
        }
    }

    private void end(Turn.Ended ended) {
        Optional<Outage> row = jdbc.sql("""
                UPDATE outage_record
                   SET ended_earliest = least(greatest(:earliest::timestamptz, began), greatest(:to::timestamptz, began + interval '1 ms')),
                       ended = greatest(:to::timestamptz, began + interval '1 ms'),
                       ended_latest = greatest(:latest::timestamptz, began + interval '1 ms'),
                       cause = CASE WHEN :cause = 'UNKNOWN' OR cause = 'PLANNED' OR guess IS NOT NULL THEN cause ELSE :cause END,
                       guess = CASE WHEN :cause = 'UNKNOWN' OR guess = 'PLANNED' OR guess IS NULL THEN guess ELSE :cause END,
                       confidence = CASE WHEN :cause = 'UNKNOWN' OR coalesce(guess, cause) = 'PLANNED' THEN confidence ELSE :confidence END,
                       evidence = evidence || :evidence::jsonb
                 WHERE object = :object AND ended IS NULL
                RETURNING *
                """)
                .param("object", ended.object().toString())
                .param("earliest", Timestamp.from(ended.to().earliest()))
                .param("to", Timestamp.from(ended.to().best()))
                .param("latest", Timestamp.from(ended.to().latest()))
                .param("cause", ended.guess().cause().name())
                .param("confidence", confidence(ended.guess()))
                .param("evidence", json.writeValueAsString(ended.evidence()))
                .query(this::outage)
                .optional()
                .map(this::plannedMeanwhile);
        if (row.isPresent() && row.get().condition() != Condition.DEGRADED) {
            events.publishEvent(new OutageEnded(row.get()));
        }
    }

    /** The same, with a plan that covers its beginning as its cause. */
    Turn.Began planned(Turn.Began began) {
        if (began.condition() != Condition.DOWN) {
            return began;
        }
        return plans.planOf(began.object(), began.from())
                .map(plan -> {
                    List<Evidence> evidence = new ArrayList<>(began.evidence());
                    evidence.add(evidence(plan, began.from()));
                    return new Turn.Began(
                            began.object(),
                            began.condition(),
                            began.fault(),
                            began.root(),
                            began.from(),
                            Guess.likely(Outage.Cause.PLANNED),
                            evidence);
                })
                .orElse(began);
    }

    private static Evidence evidence(long plan, Bound from) {
        return new Evidence(Evidence.PLANNED, from.best(), Long.toString(plan));
    }

    /** The plan may have been entered, and even made, only after the outage had begun. */
    private Outage plannedMeanwhile(Outage outage) {
        if (outage.condition() != Condition.DOWN || outage.cause() == Outage.Cause.PLANNED) {
            return outage;
        }
        return plans.planOf(outage.object(), outage.from())
                .map(plan -> jdbc.sql("""
                                UPDATE outage_record
                                   SET cause = CASE WHEN guess IS NULL THEN 'PLANNED' ELSE cause END,
                                       guess = CASE WHEN guess IS NULL THEN NULL ELSE 'PLANNED' END,
                                       confidence = 'LIKELY',
                                       evidence = evidence || :evidence::jsonb
                                 WHERE id = :id RETURNING *
                                """)
                        .param("id", outage.id())
                        .param("evidence", json.writeValueAsString(List.of(evidence(plan, outage.from()))))
                        .query(this::outage)
                        .single())
                .orElse(outage);
    }

    private void explain(Turn.Explained explained) {
        jdbc.sql("""
                UPDATE outage_record
                   SET cause = CASE WHEN cause = 'PLANNED' OR guess IS NOT NULL THEN cause ELSE :cause END,
                       guess = CASE WHEN guess = 'PLANNED' OR guess IS NULL THEN guess ELSE :cause END,
                       confidence = CASE WHEN coalesce(guess, cause) = 'PLANNED' THEN confidence ELSE :confidence END,
                       evidence = evidence || :evidence::jsonb
                 WHERE id = (SELECT max(id) FROM outage_record
                              WHERE object = :object AND condition = 'DOWN'
                                AND ended BETWEEN :earliest AND :latest::timestamptz + interval '1 ms')
                RETURNING *
                """)
                .param("object", explained.object().toString())
                .param("earliest", Timestamp.from(explained.to().earliest()))
                .param("latest", Timestamp.from(explained.to().latest()))
                .param("cause", explained.guess().cause().name())
                .param("confidence", confidence(explained.guess()))
                .param("evidence", json.writeValueAsString(explained.evidence()))
                .query(this::outage)
                .optional()
                .ifPresent(outage -> events.publishEvent(new OutageExplained(outage)));
    }

    private void watch(Turn.Watched watched) {
        jdbc.sql("""
                INSERT INTO outage_watch (object, during)
                SELECT :object, tstzrange(greatest(:at::timestamptz, max(upper(during))), NULL)
                  FROM outage_watch WHERE object = :object
                ON CONFLICT DO NOTHING
                """)
                .param("object", watched.object().toString())
                .param("at", Timestamp.from(watched.at()))
                .update();
    }

    private void unwatch(Turn.Unwatched unwatched) {
        // What lasts can have begun after anybody looked only by a clock that was ahead.
        jdbc.sql("""
                UPDATE outage_record
                   SET (began_earliest, began, began_latest) = (
                       SELECT least(outage_record.began_earliest, greatest(:at::timestamptz, max(before.ended))),
                              greatest(:at::timestamptz, max(before.ended)), greatest(:at::timestamptz, max(before.ended))
                         FROM outage_record before WHERE before.object = :object)
                 WHERE object = :object AND ended IS NULL AND began > :at
                """)
                .param("object", unwatched.object().toString())
                .param("at", Timestamp.from(unwatched.at()))
                .update();
        jdbc.sql("""
                UPDATE outage_watch SET during = tstzrange(lower(during), greatest(:at::timestamptz, lower(during)))
                 WHERE object = :object AND upper_inf(during)
                """)
                .param("object", unwatched.object().toString())
                .param("at", Timestamp.from(unwatched.at()))
                .update();
        jdbc.sql("DELETE FROM outage_watch WHERE object = :object AND isempty(during)")
                .param("object", unwatched.object().toString())
                .update();
    }

    void endAllWatches(Instant at) {
        jdbc.sql("""
                UPDATE outage_watch SET during = tstzrange(lower(during), greatest(:at::timestamptz, lower(during)))
                 WHERE upper_inf(during)
                """).param("at", Timestamp.from(at)).update();
        jdbc.sql("DELETE FROM outage_watch WHERE isempty(during)").update();
    }

    /** Only if anybody can have looked before now: else it is behind now. */
    private void cut(Turn.ClockWasAhead ahead) {
        jdbc.sql("""
                WITH ended AS (DELETE FROM outage_watch
                                WHERE upper(during) = :until AND EXISTS (SELECT 1 FROM outage_watch WHERE lower(during) < :now)
                               RETURNING object, lower(during) AS since)
                INSERT INTO outage_watch (object, during) SELECT object, tstzrange(since, :now) FROM ended WHERE since < :now
                """)
                .param("until", Timestamp.from(ahead.until()))
                .param("now", Timestamp.from(ahead.now()))
                .update();
    }

    private void goBlind(Turn.Blinded blinded) {
        int fresh = jdbc.sql("INSERT INTO outage_blindness (since) VALUES (:since) ON CONFLICT DO NOTHING")
                .param("since", Timestamp.from(blinded.since()))
                .update();
        if (fresh > 0) {
            events.publishEvent(new MonitoringPathLost(blinded.since()));
        }
    }

    private void see(Turn.Sighted sighted) {
        jdbc.sql("DELETE FROM outage_blindness RETURNING since")
                .query(OffsetDateTime.class)
                .optional()
                .ifPresent(since -> events.publishEvent(new MonitoringPathFound(since.toInstant(), sighted.at())));
    }

    /** Since when our own line is gone; empty while it is there. */
    Optional<Instant> blindSince() {
        return jdbc.sql("SELECT since FROM outage_blindness")
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    void beat(Instant at) {
        jdbc.sql("INSERT INTO outage_heartbeat (at) VALUES (:at) ON CONFLICT (one) DO UPDATE SET at = :at")
                .param("at", Timestamp.from(at))
                .update();
    }

    Optional<Instant> lastBeat() {
        return jdbc.sql("SELECT at FROM outage_heartbeat")
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    Outage find(long id) {
        return jdbc.sql("SELECT * FROM outage_record WHERE id = :id")
                .param("id", id)
                .query(this::outage)
                .single();
    }

    /** While nothing is watched. */
    List<OpenRow> open() {
        return jdbc.sql("""
                SELECT record.*, greatest(began, (SELECT max(upper(during)) FROM outage_watch watch
                                                   WHERE watch.object = record.object)) AS seen_until
                  FROM outage_record record WHERE ended IS NULL ORDER BY id
                """)
                .query((row, number) -> new OpenRow(
                        ObjectRef.parse(row.getString("object")),
                        Condition.valueOf(row.getString("condition")),
                        ObjectRef.parse(row.getString("root")),
                        bound(row, "began"),
                        row.getObject("seen_until", OffsetDateTime.class).toInstant()))
                .list();
    }

    static @Nullable String confidence(Guess guess) {
        return guess.isKnown() ? guess.confidence().name() : null;
    }

    /** How sure the machine is of what it thinks, whatever people say. */
    static Outage.Confidence confidence(ResultSet row) throws SQLException {
        String confidence = row.getString("confidence");
        return confidence == null ? Outage.Confidence.NONE : Outage.Confidence.valueOf(confidence);
    }

    Outage outage(ResultSet row, int number) throws SQLException {
        return new Outage(
                row.getLong("id"),
                ObjectRef.parse(row.getString("object")),
                Condition.valueOf(row.getString("condition")),
                ObjectRef.parse(row.getString("root")),
                bound(row, "began"),
                instant(row, "ended") == null ? null : bound(row, "ended"),
                Outage.Cause.valueOf(row.getString("cause")),
                row.getString("guess") == null ? confidence(row) : Outage.Confidence.SAID,
                json.readValue(row.getString("evidence"), EVIDENCE));
    }

    static Bound bound(ResultSet row, String name) throws SQLException {
        return new Bound(
                row.getObject(name + "_earliest", OffsetDateTime.class).toInstant(),
                row.getObject(name, OffsetDateTime.class).toInstant(),
                row.getObject(name + "_latest", OffsetDateTime.class).toInstant());
    }

    static @Nullable Instant instant(ResultSet row, String name) throws SQLException {
        OffsetDateTime at = row.getObject(name, OffsetDateTime.class);
        return at == null ? null : at.withOffsetSameInstant(ZoneOffset.UTC).toInstant();
    }
}
