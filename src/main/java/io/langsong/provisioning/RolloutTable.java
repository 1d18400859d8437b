package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.Rollout.Progress;
import io.langsong.provisioning.Rollout.State;
import io.langsong.provisioning.Rollout.Step;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of rollouts. Any thread. */
final class RolloutTable {
    private final JdbcClient jdbc;

    RolloutTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The newest first. */
    List<Rollout> all() {
        return jdbc.sql("SELECT * FROM provisioning_rollout ORDER BY id DESC")
                .query((row, number) -> rollout(row))
                .list();
    }

    /** Those in which something may still be done, the oldest first. */
    List<Long> open() {
        return jdbc.sql("""
                        SELECT id FROM provisioning_rollout rollout WHERE state <> 'finished' AND EXISTS (
                          SELECT FROM provisioning_rollout_step step WHERE step.rollout = rollout.id
                            AND progress NOT IN ('done', 'rolled-back', 'skipped'))
                        ORDER BY id
                        """).query(Long.class).list();
    }

    Optional<Rollout> find(long id) {
        return find(id, "");
    }

    /** Nobody else changes it until the transaction ends. */
    Optional<Rollout> lock(long id) {
        return find(id, " FOR UPDATE");
    }

    private Optional<Rollout> find(long id, String how) {
        return jdbc.sql("SELECT * FROM provisioning_rollout WHERE id = :id" + how)
                .param("id", id)
                .query((row, number) -> rollout(row))
                .optional();
    }

    /** The rollout that is not over and has a step for this place. */
    Optional<Long> openAt(DeviceId place) {
        return jdbc.sql("""
                        SELECT rollout.id FROM provisioning_rollout rollout
                        JOIN provisioning_rollout_step step ON step.rollout = rollout.id
                        WHERE step.place = :place AND rollout.state <> 'finished'
                          AND step.progress NOT IN ('done', 'rolled-back', 'skipped')
                        LIMIT 1
                        """).param("place", place.value()).query(Long.class).optional();
    }

    private Rollout rollout(ResultSet row) throws SQLException {
        long id = row.getLong("id");
        return new Rollout(
                id,
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("reason"),
                row.getString("by_whom"),
                Objects.requireNonNull(AccessPointTable.instant(row, "at")),
                row.getString("approved_by"),
                row.getInt("stop_after"),
                steps(id));
    }

    private List<Step> steps(long rollout) {
        return jdbc.sql("SELECT * FROM provisioning_rollout_step WHERE rollout = :rollout ORDER BY number")
                .param("rollout", rollout)
                .query((row, number) -> step(row))
                .list();
    }

    private static Step step(ResultSet row) throws SQLException {
        return new Step(
                new DeviceId(row.getString("place")),
                row.getInt("wave"),
                row.getString("checksum"),
                row.getString("before"),
                Progress.valueOf(
                        row.getString("progress").toUpperCase(Locale.ROOT).replace('-', '_')),
                Objects.requireNonNull(AccessPointTable.instant(row, "since")),
                row.getString("detail"),
                Reason.kept(row),
                List.of((String[]) row.getArray("notes").getArray()),
                List.of((String[]) row.getArray("missing").getArray()));
    }

    /** @return its number; that of {@code rollout} counts for nothing */
    long add(Rollout rollout) {
        long id = jdbc.sql("""
                        INSERT INTO provisioning_rollout (state, reason, by_whom, at, approved_by, stop_after)
                        VALUES (:state, :reason, :by, :at, :approvedBy, :stopAfter) RETURNING id
                        """)
                .param("state", rollout.state().code())
                .param("reason", rollout.reason())
                .param("by", rollout.by())
                .param("at", AccessPointTable.utc(rollout.at()))
                .param("approvedBy", rollout.approvedBy())
                .param("stopAfter", rollout.stopAfter())
                .query(Long.class)
                .single();
        int number = 0;
        for (Step step : rollout.steps()) {
            jdbc.sql("""
                            INSERT INTO provisioning_rollout_step (rollout, place, number, wave, checksum, before, progress, since)
                            VALUES (:rollout, :place, :number, :wave, :checksum, :before, :progress, :since)
                            """)
                    .param("rollout", id)
                    .param("place", step.place().value())
                    .param("number", number++)
                    .param("wave", step.wave())
                    .param("checksum", step.checksum())
                    .param("before", step.before())
                    .param("progress", step.progress().code())
                    .param("since", AccessPointTable.utc(step.since()))
                    .update();
        }
        return id;
    }

    void state(long id, State state, @Nullable String approvedBy) {
        jdbc.sql(
                        "UPDATE provisioning_rollout SET state = :state, approved_by = coalesce(:approvedBy, approved_by) WHERE id = :id")
                .param("state", state.code())
                .param("approvedBy", approvedBy)
                .param("id", id)
                .update();
    }

    void step(long rollout, Step step) {
        Reason reason = step.reason();
        jdbc.sql("""
                        UPDATE provisioning_rollout_step SET progress = :progress, since = :since, detail = :detail,
                          reason_code = :reason, reason_arguments = :arguments, notes = :notes, missing = :missing
                        WHERE rollout = :rollout AND place = :place
                        """)
                .param("progress", step.progress().code())
                .param("since", AccessPointTable.utc(step.since()))
                .param("detail", step.detail())
                .param("reason", reason == null ? null : reason.code())
                .param("arguments", Reason.argumentsOf(reason), Types.ARRAY)
                .param("notes", step.notes().toArray(String[]::new))
                .param("missing", step.missing().toArray(String[]::new))
                .param("rollout", rollout)
                .param("place", step.place().value())
                .update();
    }
}
