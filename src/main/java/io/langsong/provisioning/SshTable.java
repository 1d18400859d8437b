package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.Box.Status;
import io.langsong.provisioning.SshAccess.Push;
import io.langsong.secret.LateSecretBox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The table of what is reached over SSH, with its queue. Any thread. */
final class SshTable {
    private static final JsonMapper JSON = JsonMapper.shared();
    /** As of boxes: what was let out last, once a person said yes. */
    private static final String ALL = """
            SELECT ssh.*, (SELECT checksum FROM provisioning_rendition let
                           JOIN provisioning_access_point there ON there.id = let.place
                           WHERE let.place = ssh.place AND let.let_out IS NOT NULL AND there.approved IS NOT NULL
                             AND there.retired IS NULL
                           ORDER BY let.let_out DESC LIMIT 1) AS served
            FROM provisioning_ssh ssh
            """;

    private final JdbcClient jdbc;
    private final LateSecretBox box;

    SshTable(JdbcClient jdbc, Environment environment) {
        this.jdbc = jdbc;
        this.box = new LateSecretBox(
                environment,
                () -> jdbc.sql("SELECT EXISTS (SELECT FROM provisioning_ssh)")
                        .query(Boolean.class)
                        .single());
    }

    /** What lets somebody in. */
    record Secrets(@Nullable String password, @Nullable String privateKey) {
        @Override
        public String toString() {
            return "***";
        }
    }

    /** One to be pushed now. @param owner who alone may say how it went */
    record Claim(SshAccess access, Secrets secrets, UUID owner) {
        @Override
        public String toString() {
            return access.place().value();
        }
    }

    Optional<SshAccess> find(DeviceId place) {
        return jdbc.sql(ALL + " WHERE ssh.place = :place")
                .param("place", place.value())
                .query((row, number) -> access(row))
                .optional();
    }

    /** Of access points to which something is pushed, ascending by id. */
    List<SshAccess> all() {
        return jdbc.sql(ALL + """
                         JOIN provisioning_access_point place ON place.id = ssh.place
                        WHERE place.method LIKE '%\\_SSH' ORDER BY ssh.place
                        """).query((row, number) -> access(row)).list();
    }

    /** Nobody else changes it until the transaction ends. */
    Optional<SshAccess> lock(DeviceId place) {
        return jdbc.sql(ALL + " WHERE ssh.place = :place FOR UPDATE OF ssh")
                .param("place", place.value())
                .query((row, number) -> access(row))
                .optional();
    }

    private SshAccess access(ResultSet row) throws SQLException {
        Secrets secrets = secrets(row);
        return new SshAccess(
                new DeviceId(row.getString("place")),
                row.getInt("version"),
                row.getString("address"),
                row.getInt("port"),
                row.getString("user_name"),
                secrets.password() != null,
                secrets.privateKey() != null,
                row.getString("prompt"),
                row.getString("refusal"),
                row.getString("show_command"),
                row.getString("host_key"),
                row.getString("offered_key"),
                new Push(
                        Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                        Objects.requireNonNull(AccessPointTable.instant(row, "status_since")),
                        row.getString("served"),
                        row.getString("fetched"),
                        row.getString("begun"),
                        AccessPointTable.instant(row, "begun_at"),
                        row.getBoolean("undid"),
                        Reason.kept(row),
                        AccessPointTable.instant(row, "seen"),
                        AccessPointTable.instant(row, "unreachable_since"),
                        row.getInt("attempts"),
                        AccessPointTable.instant(row, "due")));
    }

    private Secrets secrets(ResultSet row) throws SQLException {
        return JSON.readValue(box.open().open(row.getBytes("sealed"), seal(row.getString("place"))), Secrets.class);
    }

    Secrets secrets(DeviceId place) {
        return jdbc.sql("SELECT place, sealed FROM provisioning_ssh WHERE place = :place")
                .param("place", place.value())
                .query((row, number) -> secrets(row))
                .single();
    }

    private static String seal(String place) {
        return "provisioning_ssh.sealed:" + place;
    }

    /** What a person says; how it stands with what is pushed stays. */
    void put(SshAccess one, Secrets secrets, Instant now) {
        jdbc.sql("""
                        INSERT INTO provisioning_ssh (place, version, address, port, user_name, sealed, prompt, refusal, show_command,
                          host_key, status, status_since)
                        VALUES (:place, :version, :address, :port, :user, :sealed, :prompt, :refusal, :show, :hostKey, 'modified', :now)
                        ON CONFLICT (place) DO UPDATE SET version = excluded.version, address = excluded.address,
                          port = excluded.port, user_name = excluded.user_name, sealed = excluded.sealed, prompt = excluded.prompt,
                          refusal = excluded.refusal, show_command = excluded.show_command, host_key = excluded.host_key
                        """)
                .param("place", one.place().value())
                .param("version", one.version())
                .param("address", one.address())
                .param("port", one.port())
                .param("user", one.user())
                .param(
                        "sealed",
                        box.open()
                                .seal(
                                        JSON.writeValueAsString(secrets),
                                        seal(one.place().value())))
                .param("prompt", one.prompt())
                .param("refusal", one.refusal())
                .param("show", one.showCommand())
                .param("hostKey", one.hostKey())
                .param("now", AccessPointTable.utc(now))
                .update();
    }

    void accept(DeviceId place, String hostKey) {
        jdbc.sql("""
                        UPDATE provisioning_ssh
                        SET host_key = :key, offered_key = NULL, offered = NULL, version = version + 1 WHERE place = :place
                        """).param("key", hostKey).param("place", place.value()).update();
    }

    void offered(DeviceId place, String hostKey, Instant now) {
        jdbc.sql("""
                        UPDATE provisioning_ssh SET offered_key = nullif(:key, coalesce(host_key, '')), offered = :now WHERE place = :place
                        """)
                .param("key", hostKey)
                .param("now", AccessPointTable.utc(now))
                .param("place", place.value())
                .update();
    }

    /** Of all that can be asked for it the running configuration is due. @return how many that are */
    int fetchAll(Instant now) {
        return jdbc.sql("""
                        UPDATE provisioning_ssh ssh SET fetch_due = :now FROM provisioning_access_point there
                        WHERE there.id = ssh.place AND there.retired IS NULL AND there.method LIKE '%\\_SSH' AND ssh.host_key IS NOT NULL
                        """).param("now", AccessPointTable.utc(now)).update();
    }

    /** The next of which it is due, and that nothing is on trial at. @param again when it is due again unless it was fetched */
    Optional<DeviceId> nextFetch(Instant now, Instant again) {
        return jdbc.sql("""
                        UPDATE provisioning_ssh SET fetch_due = :again
                        WHERE place = (
                          SELECT place FROM provisioning_ssh
                          WHERE fetch_due <= :now AND begun IS NULL AND (lease_until IS NULL OR lease_until < :now)
                          ORDER BY fetch_due LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING place
                        """)
                .param("now", AccessPointTable.utc(now))
                .param("again", AccessPointTable.utc(again))
                .query(String.class)
                .optional()
                .map(DeviceId::new);
    }

    void fetched(DeviceId place) {
        jdbc.sql("UPDATE provisioning_ssh SET fetch_due = NULL WHERE place = :place")
                .param("place", place.value())
                .update();
    }

    void remove(DeviceId place) {
        jdbc.sql("DELETE FROM provisioning_ssh WHERE place = :place")
                .param("place", place.value())
                .update();
    }

    /** Something was let out, or the way in was changed: it is tried at once. */
    void modified(DeviceId place, Instant now) {
        jdbc.sql("""
                        UPDATE provisioning_ssh SET status = 'modified', status_since = :now, reason_code = NULL, reason_arguments = NULL, undid = false, attempts = 0,
                          due = :now
                        WHERE place = :place
                        """)
                .param("now", AccessPointTable.utc(now))
                .param("place", place.value())
                .update();
    }

    /**
     * Keeps a box for somebody who does other work there.
     *
     * @return false while something is pushed there, or on trial, or somebody else has it
     */
    boolean hold(DeviceId place, UUID holder, Instant now, Instant until) {
        return jdbc.sql("""
                        UPDATE provisioning_ssh SET lease_owner = :holder, lease_until = :until
                        WHERE place = :place AND begun IS NULL
                          AND (lease_until IS NULL OR lease_until < :now OR lease_owner = :holder)
                        """)
                        .param("holder", holder)
                        .param("until", AccessPointTable.utc(until))
                        .param("now", AccessPointTable.utc(now))
                        .param("place", place.value())
                        .update()
                == 1;
    }

    void release(DeviceId place, UUID holder) {
        jdbc.sql("""
                        UPDATE provisioning_ssh SET lease_owner = NULL, lease_until = NULL
                        WHERE place = :place AND lease_owner = :holder
                        """).param("place", place.value()).param("holder", holder).update();
    }

    /** Takes what is due and nobody does; what somebody began and left counts as left when its lease is over. */
    Optional<Claim> claim(UUID owner, Instant now, Duration lease) {
        Optional<String> place = jdbc.sql("""
                        UPDATE provisioning_ssh SET lease_owner = :owner, lease_until = :until, attempts = attempts + 1
                        WHERE place = (
                          SELECT ssh.place FROM provisioning_ssh ssh JOIN provisioning_access_point there ON there.id = ssh.place
                          WHERE ssh.due <= :now AND (ssh.lease_until IS NULL OR ssh.lease_until < :now)
                            AND there.approved IS NOT NULL AND there.retired IS NULL AND there.method LIKE '%\\_SSH'
                            AND EXISTS (SELECT FROM provisioning_rendition let WHERE let.place = ssh.place AND let.let_out IS NOT NULL)
                          ORDER BY ssh.due LIMIT 1 FOR UPDATE OF ssh SKIP LOCKED)
                        RETURNING place
                        """)
                .param("owner", owner)
                .param("until", AccessPointTable.utc(now.plus(lease)))
                .param("now", AccessPointTable.utc(now))
                .query(String.class)
                .optional();
        return place.map(DeviceId::new).map(id -> new Claim(find(id).orElseThrow(), secrets(id), owner));
    }

    /** @return whether it is still the owner's to do */
    boolean renew(Claim claim, Instant until) {
        return own(claim, "lease_until = :at", until) == 1;
    }

    private int own(Claim claim, String change, @Nullable Instant at) {
        return jdbc.sql("UPDATE provisioning_ssh SET " + change + " WHERE place = :place AND lease_owner = :owner")
                .param("at", AccessPointTable.utc(at))
                .param("place", claim.access().place().value())
                .param("owner", claim.owner())
                .update();
    }

    void seen(Claim claim, Instant now) {
        own(claim, "seen = :at, unreachable_since = NULL", now);
    }

    /** @return whether it is still the owner's to do */
    boolean begun(Claim claim, String checksum, Instant now) {
        return jdbc.sql("""
                        UPDATE provisioning_ssh SET begun = :checksum, begun_at = :now WHERE place = :place AND lease_owner = :owner
                        """)
                        .param("checksum", checksum)
                        .param("now", AccessPointTable.utc(now))
                        .param("place", claim.access().place().value())
                        .param("owner", claim.owner())
                        .update()
                == 1;
    }

    /** Nothing of it came there. */
    void notBegun(Claim claim) {
        own(claim, "begun = NULL, begun_at = NULL", null);
    }

    /** To be tried again. @param reason null for none */
    boolean later(Claim claim, Instant due, boolean unreachable, @Nullable Reason reason, Instant now) {
        return jdbc.sql("""
                        UPDATE provisioning_ssh SET lease_owner = NULL, lease_until = NULL, reason_code = :reason,
                          reason_arguments = :arguments,
                          due = :due,
                          unreachable_since = CASE WHEN :unreachable THEN coalesce(unreachable_since, :now) END
                        WHERE place = :place AND lease_owner = :owner
                        """)
                        .param("reason", reason == null ? null : reason.code())
                        .param("arguments", Reason.argumentsOf(reason), Types.ARRAY)
                        .param("due", AccessPointTable.utc(due))
                        .param("now", AccessPointTable.utc(now))
                        .param("unreachable", unreachable)
                        .param("place", claim.access().place().value())
                        .param("owner", claim.owner())
                        .update()
                == 1;
    }

    /**
     * It is over with this checksum. When another one was let out meanwhile that one is tried at once.
     *
     * @param reason null when it was applied
     */
    boolean over(
            Claim claim,
            Status status,
            String checksum,
            boolean current,
            boolean undid,
            @Nullable Reason reason,
            Instant now) {
        return jdbc.sql("""
                        UPDATE provisioning_ssh SET lease_owner = NULL, lease_until = NULL, begun = NULL, begun_at = NULL,
                          status = CASE WHEN :current THEN :status ELSE status END,
                          status_since = CASE WHEN :current THEN :now ELSE status_since END,
                          reason_code = CASE WHEN :current THEN :reason END,
                          reason_arguments = CASE WHEN :current THEN :arguments::text[] END,
                          undid = :current AND :undid,
                          fetched = CASE WHEN :status = 'applied' OR :current THEN :checksum ELSE fetched END,
                          due = CASE WHEN :current THEN NULL ELSE :now END,
                          unreachable_since = NULL
                        WHERE place = :place AND lease_owner = :owner
                        """)
                        .param("status", status.code())
                        .param("checksum", checksum)
                        .param("current", current)
                        .param("undid", undid)
                        .param("reason", reason == null ? null : reason.code())
                        .param("arguments", Reason.argumentsOf(reason), Types.ARRAY)
                        .param("now", AccessPointTable.utc(now))
                        .param("place", claim.access().place().value())
                        .param("owner", claim.owner())
                        .update()
                == 1;
    }
}
