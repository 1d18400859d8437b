package io.langsong.incident;

import io.langsong.incident.Storm.Proposal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of storms and of what is proposed about them. Writers have taken {@link IncidentTable#lock}. */
final class StormTable {
    private final JdbcClient jdbc;

    StormTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Storm> running() {
        return jdbc.sql("SELECT * FROM incident_storm WHERE ended_at IS NULL")
                .query((row, number) -> storm(row))
                .optional();
    }

    /** That of an umbrella. */
    Optional<Storm> of(long umbrella) {
        return jdbc.sql("SELECT * FROM incident_storm WHERE incident = :umbrella")
                .param("umbrella", umbrella)
                .query((row, number) -> storm(row))
                .optional();
    }

    Storm begin(long umbrella, String by, Instant now, Collection<Long> toldDown, Instant nextDigestAt) {
        jdbc.sql("""
                        INSERT INTO incident_storm
                          (incident, begun_by, begun_at, digests, told_down, told_at, next_digest_at)
                        VALUES (:umbrella, :by, :now, 0, :down, :now, :next)
                        """)
                .param("umbrella", umbrella)
                .param("by", by)
                .param("now", IncidentTable.utc(now))
                .param("down", toldDown.toArray(Long[]::new))
                .param("next", IncidentTable.utc(nextDigestAt))
                .update();
        return of(umbrella).orElseThrow();
    }

    void digestTold(long storm, Collection<Long> down, Instant now, Instant next) {
        jdbc.sql("""
                        UPDATE incident_storm SET digests = digests + 1, told_down = :down, told_at = :now, next_digest_at = :next
                        WHERE id = :storm
                        """)
                .param("down", down.toArray(Long[]::new))
                .param("now", IncidentTable.utc(now))
                .param("next", IncidentTable.utc(next))
                .param("storm", storm)
                .update();
    }

    void end(long storm, String by, Instant now) {
        jdbc.sql("UPDATE incident_storm SET ended_by = :by, ended_at = :now WHERE id = :storm")
                .param("by", by)
                .param("now", IncidentTable.utc(now))
                .param("storm", storm)
                .update();
    }

    private static Storm storm(ResultSet row) throws SQLException {
        Instant ended = IncidentTable.optional(row, "ended_at");
        return new Storm(
                row.getLong("id"),
                row.getLong("incident"),
                row.getString("begun_by"),
                IncidentTable.at(row, "begun_at"),
                row.getInt("digests"),
                Set.copyOf(Arrays.asList((Long[]) row.getArray("told_down").getArray())),
                IncidentTable.at(row, "told_at"),
                IncidentTable.at(row, "next_digest_at"),
                ended == null ? null : new Standing.By(row.getString("ended_by"), ended));
    }

    /** Those that hold. */
    List<Proposal> proposals() {
        return jdbc.sql("SELECT * FROM incident_storm_proposal WHERE over_at IS NULL ORDER BY id")
                .query((row, number) -> new Proposal(
                        row.getLong("id"),
                        Proposal.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        IncidentTable.at(row, "proposed_at"),
                        row.getInt("sites_down"),
                        row.getInt("sites"),
                        row.getInt("roots")))
                .list();
    }

    /** Whether somebody ended one after some time. */
    boolean endedAfter(Instant at) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM incident_storm WHERE ended_at > :at)")
                .param("at", IncidentTable.utc(at))
                .query(Boolean.class)
                .single();
    }

    /** Whether people were told of one since some time. */
    boolean proposedSince(Proposal.Kind kind, Instant from) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT FROM incident_storm_proposal
                         WHERE kind = :kind AND told AND proposed_at > :from)
                        """)
                .param("kind", code(kind))
                .param("from", IncidentTable.utc(from))
                .query(Boolean.class)
                .single();
    }

    /** @return its id */
    long propose(Proposal.Kind kind, Damage damage, boolean told, Instant now) {
        return jdbc.sql("""
                        INSERT INTO incident_storm_proposal (kind, proposed_at, sites_down, sites, roots, told)
                        VALUES (:kind, :now, :down, :sites, :roots, :told) RETURNING id
                        """)
                .param("kind", code(kind))
                .param("now", IncidentTable.utc(now))
                .param("down", damage.down())
                .param("sites", damage.sites())
                .param("roots", damage.roots().size())
                .param("told", told)
                .query(Long.class)
                .single();
    }

    /** It holds with other numbers. */
    void count(long proposal, Damage damage) {
        jdbc.sql("UPDATE incident_storm_proposal SET sites_down = :down, sites = :sites, roots = :roots WHERE id = :id")
                .param("down", damage.down())
                .param("sites", damage.sites())
                .param("roots", damage.roots().size())
                .param("id", proposal)
                .update();
    }

    void withdraw(long proposal, Instant now) {
        jdbc.sql("UPDATE incident_storm_proposal SET over_at = :now WHERE id = :id")
                .param("now", IncidentTable.utc(now))
                .param("id", proposal)
                .update();
    }

    private static String code(Proposal.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
