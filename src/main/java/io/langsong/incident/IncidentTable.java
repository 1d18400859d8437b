package io.langsong.incident;

import io.langsong.alert.Severity;
import io.langsong.incident.Standing.By;
import io.langsong.inventory.VillageId;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage.Cause;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of incidents. Writers are inside a transaction that has taken {@link #lock}. */
final class IncidentTable {
    /** Whose years numbers follow. */
    private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

    /** Any number that nobody else locks by. */
    private static final long LOCK = 0x1C1D_E275L;

    private static final String ROWS = """
            SELECT one.*, other.year AS into_year, other.serial AS into_serial,
              umbrella.year AS storm_year, umbrella.serial AS storm_serial,
              (SELECT min(unstable.since) FROM incident_unstable unstable
                WHERE unstable.incident = one.id AND unstable.calm_at IS NULL) AS unstable_since
            FROM incident_record one
              LEFT JOIN incident_record other ON other.id = one.merged_into
              LEFT JOIN incident_storm storm ON storm.id = one.storm
              LEFT JOIN incident_record umbrella ON umbrella.id = storm.incident
            """;

    private final JdbcClient jdbc;

    IncidentTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One writer at a time until its transaction ends: there are few, and none is long. Readers do not wait; a lock of the table
     * would wait for its vacuum.
     */
    void lock() {
        jdbc.sql("SELECT pg_advisory_xact_lock(:lock)").param("lock", LOCK).query(row -> {});
    }

    Optional<Incident> find(long id) {
        return jdbc.sql(ROWS + " WHERE one.id = :id")
                .param("id", id)
                .query((row, number) -> incident(row))
                .optional();
    }

    Optional<Incident> find(IncidentNumber number) {
        return jdbc.sql(ROWS + " WHERE one.year = :year AND one.serial = :serial")
                .param("year", number.year())
                .param("serial", number.serial())
                .query((row, count) -> incident(row))
                .optional();
    }

    List<Incident> find(Collection<Long> ids) {
        return jdbc.sql(ROWS + " WHERE one.id = ANY(:ids)")
                .param("ids", ids.toArray(Long[]::new))
                .query((row, number) -> incident(row))
                .list();
    }

    /** Those that are still to be worked, oldest first. */
    List<Incident> live() {
        return jdbc.sql(ROWS + " WHERE one.rank <= 1 ORDER BY one.id")
                .query((row, number) -> incident(row))
                .list();
    }

    /** What hangs under an umbrella, or hung there at last, but for what goes on as another; oldest first. */
    List<Incident> under(long umbrella) {
        return jdbc.sql(ROWS + """
                         WHERE storm.incident = :umbrella AND one.id <> :umbrella AND one.merged_into IS NULL
                         ORDER BY one.id
                        """)
                .param("umbrella", umbrella)
                .query((row, number) -> incident(row))
                .list();
    }

    /** As they began; not umbrellas, and not what goes on as another. */
    List<Incident> between(Instant from, Instant until) {
        return jdbc.sql(ROWS + """
                         WHERE one.merged_into IS NULL AND storm.incident IS DISTINCT FROM one.id
                           AND EXISTS (SELECT FROM incident_part part WHERE part.incident = one.id
                             AND part.began_at < :until AND (part.ended_at IS NULL OR part.ended_at > :from))
                         ORDER BY one.began_at, one.id
                        """)
                .param("from", utc(from))
                .param("until", utc(until))
                .query((row, number) -> incident(row))
                .list();
    }

    /** Lets all that are to be worked hang under the storm that runs, its umbrella too. */
    void gather(long storm) {
        jdbc.sql("UPDATE incident_record SET storm = :storm WHERE rank <= 1")
                .param("storm", storm)
                .update();
    }

    /** Resolved before, and nothing that is their root lasts. */
    List<Incident> closable(Instant resolvedBefore) {
        return jdbc.sql(ROWS + """
                         WHERE one.state = 'resolved' AND one.resolved_at <= :before
                           AND NOT EXISTS (SELECT FROM incident_part part
                             WHERE part.incident = one.id AND part.root AND part.ended_at IS NULL)
                         ORDER BY one.id
                        """)
                .param("before", utc(resolvedBefore))
                .query((row, number) -> incident(row))
                .list();
    }

    /** What somebody wants to see, what nobody has taken first, then the newest. */
    List<Incident> find(IncidentWish wish, int most) {
        return jdbc.sql(ROWS + """
                         WHERE (:anyState OR one.state = ANY(:states))
                           AND (:severity::text IS NULL OR one.severity = :severity)
                           AND (:village::text IS NULL OR one.villages @> ARRAY[:village]::text[])
                           AND (:everywhere OR one.villages && :seen::text[])
                           AND (:owner::text IS NULL OR one.acknowledged_by = :owner OR one.assignee = :owner)
                           AND (:anyText
                             OR one.year || '-' || lpad(one.serial::text, greatest(4, length(one.serial::text)), '0') = :number
                             OR EXISTS (SELECT FROM incident_part part WHERE part.incident = one.id AND part.object = ANY(:objects))
                             OR EXISTS (SELECT FROM incident_entry entry WHERE entry.incident = one.id AND entry.kind = 'note'
                               AND strpos(lower(entry.facts ->> 'text'), lower(:text)) > 0))
                           AND (:object::text IS NULL
                             OR EXISTS (SELECT FROM incident_part part WHERE part.incident = one.id AND part.object = :object))
                           AND (:rank::int IS NULL OR (one.rank::int, -one.id) > (:rank::int, -(:id::bigint)))
                         ORDER BY one.rank, one.id DESC
                         LIMIT :most
                        """)
                .param("anyState", wish.states().isEmpty())
                .param("states", wish.states().stream().map(State::code).toArray(String[]::new))
                .param(
                        "severity",
                        wish.severity() == null ? null : wish.severity().code())
                .param("village", wish.village() == null ? null : wish.village().value())
                .param("everywhere", wish.seen() == null)
                .param("seen", wish.seen() == null ? new String[0] : wish.seen().toArray(String[]::new))
                .param("owner", wish.owner())
                .param("anyText", wish.search() == null)
                .param("number", wish.search() == null ? "" : wish.search().text())
                .param("text", wish.search() == null ? "" : wish.search().text())
                .param(
                        "objects",
                        wish.search() == null
                                ? new String[0]
                                : wish.search().objects().stream()
                                        .map(ObjectRef::toString)
                                        .toArray(String[]::new))
                .param("object", wish.object() == null ? null : wish.object().toString())
                .param("rank", wish.after() == null ? null : wish.after().rank(), Types.INTEGER)
                .param("id", wish.after() == null ? 0L : wish.after().id())
                .param("most", most)
                .query((row, number) -> incident(row))
                .list();
    }

    /** In a storm it hangs under the umbrella from the first. @return as it was stored, with its number */
    Incident open(ObjectRef object, Severity severity, Instant beganAt, Instant now, Cause guess) {
        int year = now.atZone(ZONE).getYear();
        int serial = jdbc.sql("""
                        INSERT INTO incident_serial (year, last) VALUES (:year, 1)
                        ON CONFLICT (year) DO UPDATE SET last = incident_serial.last + 1
                        RETURNING last
                        """).param("year", year).query(Integer.class).single();
        long id = jdbc.sql("""
                        INSERT INTO incident_record
                          (year, serial, object, severity, villages, began_at, opened_at, state, alarmed_at, guess, version,
                           storm)
                        VALUES (:year, :serial, :object, :severity, '{}', :began, :now, 'open', :now, :guess, 1,
                          (SELECT id FROM incident_storm WHERE ended_at IS NULL))
                        RETURNING id
                        """)
                .param("year", year)
                .param("serial", serial)
                .param("object", object.toString())
                .param("severity", severity.code())
                .param("began", utc(beganAt))
                .param("now", utc(now))
                .param("guess", guess.code())
                .query(Long.class)
                .single();
        return find(id).orElseThrow();
    }

    /** Stores what can change; what goes on in a storm hangs under its umbrella. @return as it is then, with its new version */
    Incident put(Incident incident, @Nullable Long mergedInto) {
        Standing standing = incident.standing();
        By acknowledged = standing.acknowledged();
        By resolved = standing.resolved();
        Waiting waiting = standing.waiting();
        jdbc.sql("""
                        UPDATE incident_record SET
                          severity = :severity, villages = :villages, state = :state, alarmed_at = :alarmed,
                          acknowledged_by = :ackBy, acknowledged_at = :ackAt, assignee = :assignee,
                          waiting_for = :waitFor, waiting_since = :waitSince, waiting_ticket = :ticket, waiting_contact = :contact,
                          resolved_by = :resolvedBy, resolved_at = :resolvedAt, guess = :guess, cause = :cause, fix = :fix,
                          closed_at = :closed, merged_into = coalesce(:into, CASE WHEN :state = 'closed' THEN merged_into END),
                          storm = CASE WHEN :live
                            THEN coalesce((SELECT id FROM incident_storm WHERE ended_at IS NULL), storm) ELSE storm END,
                          version = version + 1
                        WHERE id = :id
                        """)
                .param("id", incident.id())
                .param("severity", incident.severity().code())
                .param(
                        "villages",
                        incident.villages().stream()
                                .map(VillageId::value)
                                .sorted()
                                .toArray(String[]::new))
                .param("state", standing.state().code())
                .param("live", standing.state().isLive())
                .param("alarmed", utc(standing.alarmedAt()))
                .param("ackBy", acknowledged == null ? null : acknowledged.who(), Types.VARCHAR)
                .param("ackAt", acknowledged == null ? null : utc(acknowledged.at()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("assignee", standing.assignee(), Types.VARCHAR)
                .param("waitFor", waiting == null ? null : waiting.on().code(), Types.VARCHAR)
                .param("waitSince", waiting == null ? null : utc(waiting.since()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("ticket", waiting == null ? null : waiting.ticket(), Types.VARCHAR)
                .param("contact", waiting == null ? null : waiting.contact(), Types.VARCHAR)
                .param("resolvedBy", resolved == null ? null : resolved.who(), Types.VARCHAR)
                .param("resolvedAt", resolved == null ? null : utc(resolved.at()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("guess", incident.guess().code())
                .param(
                        "cause",
                        standing.cause() == null ? null : standing.cause().code(),
                        Types.VARCHAR)
                .param("fix", standing.fix() == null ? null : standing.fix().code(), Types.VARCHAR)
                .param(
                        "closed",
                        standing.closedAt() == null ? null : utc(standing.closedAt()),
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .param("into", mergedInto, Types.BIGINT)
                .update();
        return find(incident.id()).orElseThrow();
    }

    /** Stores what the system finds out by and by, which is no change that anybody has to see first. */
    void touch(Incident incident) {
        jdbc.sql("UPDATE incident_record SET villages = :villages, guess = :guess, severity = :severity WHERE id = :id")
                .param("severity", incident.severity().code())
                .param(
                        "villages",
                        incident.villages().stream()
                                .map(VillageId::value)
                                .sorted()
                                .toArray(String[]::new))
                .param("guess", incident.guess().code())
                .param("id", incident.id())
                .update();
    }

    /** It began when the first of its roots did; like {@link #touch} no change that anybody has to see first. */
    void beganWithItsRoots(long incident) {
        jdbc.sql("""
                        UPDATE incident_record SET began_at = coalesce(
                          (SELECT min(part.began_at) FROM incident_part part WHERE part.incident = :id AND part.root), began_at)
                        WHERE id = :id
                        """).param("id", incident).update();
    }

    private static Incident incident(ResultSet row) throws SQLException {
        int into = row.getInt("into_year");
        int storm = row.getInt("storm_year");
        return new Incident(
                row.getLong("id"),
                new IncidentNumber(row.getInt("year"), row.getInt("serial")),
                ObjectRef.parse(row.getString("object")),
                Severity.valueOf(upper(row.getString("severity"))),
                Arrays.stream((String[]) row.getArray("villages").getArray())
                        .map(VillageId::new)
                        .collect(Collectors.toUnmodifiableSet()),
                at(row, "began_at"),
                at(row, "opened_at"),
                standing(row),
                Cause.valueOf(upper(row.getString("guess"))),
                into == 0 ? null : new IncidentNumber(into, row.getInt("into_serial")),
                optional(row, "unstable_since"),
                storm == 0 ? null : new IncidentNumber(storm, row.getInt("storm_serial")),
                row.getInt("version"));
    }

    private static Standing standing(ResultSet row) throws SQLException {
        Instant acknowledged = optional(row, "acknowledged_at");
        Instant resolved = optional(row, "resolved_at");
        Instant waiting = optional(row, "waiting_since");
        String cause = row.getString("cause");
        String fix = row.getString("fix");
        return new Standing(
                State.valueOf(upper(row.getString("state"))),
                at(row, "alarmed_at"),
                acknowledged == null ? null : new By(row.getString("acknowledged_by"), acknowledged),
                row.getString("assignee"),
                waiting == null
                        ? null
                        : new Waiting(
                                Waiting.For.valueOf(upper(row.getString("waiting_for"))),
                                waiting,
                                row.getString("waiting_ticket"),
                                row.getString("waiting_contact")),
                resolved == null ? null : new By(row.getString("resolved_by"), resolved),
                cause == null ? null : Cause.valueOf(upper(cause)),
                fix == null ? null : Fix.valueOf(upper(fix)),
                optional(row, "closed_at"));
    }

    private static String upper(String code) {
        return code.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    static Instant at(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant optional(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
