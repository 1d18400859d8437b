package io.langsong.firmware;

import io.langsong.firmware.Upgrade.Plan;
import io.langsong.firmware.Upgrade.Progress;
import io.langsong.firmware.Upgrade.State;
import io.langsong.firmware.Upgrade.Step;
import io.langsong.firmware.Upgrade.Window;
import io.langsong.inventory.DeviceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of upgrades, with the queue of steps that are under way. Any thread. */
final class UpgradeTable {
    private final JdbcClient jdbc;

    UpgradeTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One step to be gone on with. @param worker who alone may write how it went */
    record Claim(long upgrade, DeviceId place, UUID worker) {}

    /** The newest first. */
    List<Upgrade> all() {
        return jdbc.sql("SELECT * FROM firmware_upgrade ORDER BY id DESC")
                .query((row, number) -> upgrade(row))
                .list();
    }

    /** Those that are not finished, the oldest first; of cancelled ones those in which something takes its course. */
    List<Long> open() {
        return jdbc.sql("""
                        SELECT id FROM firmware_upgrade upgrade
                        WHERE state IN ('proposed', 'running', 'paused', 'stopped') OR state = 'cancelled' AND EXISTS (
                          SELECT FROM firmware_step step WHERE step.upgrade = upgrade.id
                            AND progress NOT IN ('verified', 'failed', 'skipped'))
                        ORDER BY id
                        """).query(Long.class).list();
    }

    Optional<Upgrade> find(long id) {
        return find(id, "");
    }

    /** Nobody else changes it until the transaction ends. */
    Optional<Upgrade> lock(long id) {
        return find(id, " FOR UPDATE");
    }

    private Optional<Upgrade> find(long id, String how) {
        return jdbc.sql("SELECT * FROM firmware_upgrade WHERE id = :id" + how)
                .param("id", id)
                .query((row, number) -> upgrade(row))
                .optional();
    }

    /** Places that are in an upgrade and not over. */
    Set<DeviceId> taken() {
        return places("progress NOT IN ('verified', 'failed', 'skipped')");
    }

    Set<DeviceId> underWay() {
        return places("progress IN ('checking', 'uploading', 'flashing', 'booting')");
    }

    private Set<DeviceId> places(String which) {
        return jdbc.sql("SELECT place FROM firmware_step WHERE " + which).query(String.class).list().stream()
                .map(DeviceId::new)
                .collect(Collectors.toSet());
    }

    private Upgrade upgrade(ResultSet row) throws SQLException {
        long id = row.getLong("id");
        LocalTime from = row.getObject("window_from", LocalTime.class);
        LocalTime until = row.getObject("window_until", LocalTime.class);
        return new Upgrade(
                id,
                row.getString("image"),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("reason"),
                row.getString("by_whom"),
                Objects.requireNonNull(Columns.instant(row, "at")),
                row.getString("approved_by"),
                new Plan(
                        row.getInt("stop_after"),
                        row.getInt("at_once"),
                        Columns.instant(row, "not_before"),
                        from == null || until == null ? null : new Window(from, until)),
                steps(id));
    }

    private List<Step> steps(long upgrade) {
        return jdbc.sql("SELECT * FROM firmware_step WHERE upgrade = :upgrade ORDER BY number")
                .param("upgrade", upgrade)
                .query((row, number) -> step(row))
                .list();
    }

    private static Step step(ResultSet row) throws SQLException {
        long maintenance = row.getLong("maintenance");
        boolean planned = !row.wasNull();
        return new Step(
                new DeviceId(row.getString("place")),
                row.getInt("wave"),
                row.getObject("token", UUID.class),
                row.getString("version_before"),
                Progress.valueOf(row.getString("progress").toUpperCase(Locale.ROOT)),
                Objects.requireNonNull(Columns.instant(row, "since")),
                row.getString("boot"),
                Columns.instant(row, "flashed"),
                Columns.instant(row, "back"),
                planned ? maintenance : null,
                row.getString("detail"),
                row.getString("said"));
    }

    /** @return its number; that of {@code upgrade} counts for nothing */
    long add(Upgrade upgrade) {
        Plan plan = upgrade.plan();
        Window window = plan.window();
        long id = jdbc.sql("""
                        INSERT INTO firmware_upgrade
                          (image, state, reason, by_whom, at, stop_after, at_once, not_before, window_from, window_until)
                        VALUES (:image, :state, :reason, :by, :at, :stopAfter, :atOnce, :notBefore, :from, :until) RETURNING id
                        """)
                .param("image", upgrade.image())
                .param("state", upgrade.state().code())
                .param("reason", upgrade.reason())
                .param("by", upgrade.by())
                .param("at", Columns.utc(upgrade.at()))
                .param("stopAfter", plan.stopAfter())
                .param("atOnce", plan.atOnce())
                .param("notBefore", Columns.utc(plan.notBefore()))
                .param("from", window == null ? null : window.from())
                .param("until", window == null ? null : window.until())
                .query(Long.class)
                .single();
        int number = 0;
        for (Step step : upgrade.steps()) {
            jdbc.sql("""
                            INSERT INTO firmware_step (upgrade, place, number, wave, token, version_before, progress, since, due)
                            VALUES (:upgrade, :place, :number, :wave, :token, :from, :progress, :since, :since)
                            """)
                    .param("upgrade", id)
                    .param("place", step.place().value())
                    .param("number", number++)
                    .param("wave", step.wave())
                    .param("token", step.token())
                    .param("from", step.from())
                    .param("progress", step.progress().code())
                    .param("since", Columns.utc(step.since()))
                    .update();
        }
        return id;
    }

    void state(long id, State state, @Nullable String approvedBy) {
        jdbc.sql(
                        "UPDATE firmware_upgrade SET state = :state, approved_by = coalesce(:approvedBy, approved_by) WHERE id = :id")
                .param("state", state.code())
                .param("approvedBy", approvedBy)
                .param("id", id)
                .update();
    }

    /** What a step has become, while nobody works on it; it is due at once. */
    void step(long upgrade, Step step) {
        jdbc.sql("""
                        UPDATE firmware_step SET progress = :progress, since = :since, detail = :detail, due = :since
                        WHERE upgrade = :upgrade AND place = :place
                        """)
                .param("progress", step.progress().code())
                .param("since", Columns.utc(step.since()))
                .param("detail", step.detail())
                .param("upgrade", upgrade)
                .param("place", step.place().value())
                .update();
    }

    /** Takes what is due and nobody does; what somebody began and left counts as left when its lease is over. */
    Optional<Claim> claim(UUID worker, Instant now, Instant until) {
        return jdbc.sql("""
                        UPDATE firmware_step SET worker = :worker, worker_until = :until
                        WHERE (upgrade, place) = (
                          SELECT upgrade, place FROM firmware_step
                          WHERE progress IN ('checking', 'uploading', 'flashing', 'booting') AND due <= :now
                            AND (worker_until IS NULL OR worker_until < :now)
                          ORDER BY due LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING upgrade, place
                        """)
                .param("worker", worker)
                .param("until", Columns.utc(until))
                .param("now", Columns.utc(now))
                .query((row, number) -> new Claim(row.getLong("upgrade"), new DeviceId(row.getString("place")), worker))
                .optional();
    }

    /** @return whether it is still the worker's to do */
    boolean renew(Claim claim, Instant until) {
        return jdbc.sql("""
                        UPDATE firmware_step SET worker_until = :until
                        WHERE upgrade = :upgrade AND place = :place AND worker = :worker
                        """)
                        .param("until", Columns.utc(until))
                        .param("upgrade", claim.upgrade())
                        .param("place", claim.place().value())
                        .param("worker", claim.worker())
                        .update()
                == 1;
    }

    /**
     * What a step has become.
     *
     * @param due when it is gone on with; null: at once, by the same worker
     * @return whether it is still the worker's to do
     */
    boolean step(Claim claim, Step step, @Nullable Instant due) {
        return jdbc.sql("""
                        UPDATE firmware_step SET progress = :progress, since = :since, version_before = :from, boot = :boot,
                          flashed = :flashed, back = :back, maintenance = :maintenance, detail = :detail, said = :said,
                          due = coalesce(:due, due),
                          worker = CASE WHEN :due::timestamptz IS NULL THEN worker END,
                          worker_until = CASE WHEN :due::timestamptz IS NULL THEN worker_until END
                        WHERE upgrade = :upgrade AND place = :place AND worker = :worker
                        """)
                        .param("progress", step.progress().code())
                        .param("since", Columns.utc(step.since()))
                        .param("from", step.from())
                        .param("boot", step.boot())
                        .param("flashed", Columns.utc(step.flashed()))
                        .param("back", Columns.utc(step.back()))
                        .param("maintenance", step.maintenance())
                        .param("detail", step.detail())
                        .param("said", step.said())
                        .param("due", Columns.utc(due))
                        .param("upgrade", claim.upgrade())
                        .param("place", claim.place().value())
                        .param("worker", claim.worker())
                        .update()
                == 1;
    }
}
