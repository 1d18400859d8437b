package io.langsong.discovery;

import io.langsong.discovery.FoundRow.Evidence;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.polling.profile.Reason;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of scans and of what they found. Any thread. */
final class ScanRows {
    /** Of the parts of a line of evidence, or of a reason; none but the last of these holds one itself. */
    private static final String SEPARATOR = "\t";

    private static final String SCANS = """
            SELECT id, kind, ranges, port, known, rate, state, asked_by, asked_at, began_at, ended_at, aims, looked,
                answered, finished, sent
            FROM discovery_scan
            """;

    private final JdbcClient jdbc;

    ScanRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    long insert(ScanWish wish, String who, Instant at) {
        return jdbc.sql("""
                        INSERT INTO discovery_scan (kind, ranges, port, known, rate, state, asked_by, asked_at)
                        VALUES (:kind, :ranges, :port, :known, :rate, 'WAITING', :who, :at) RETURNING id
                        """)
                .param("kind", wish.kind().name())
                .param("ranges", wish.ranges().toArray(String[]::new))
                .param("port", wish.port())
                .param("known", wish.known())
                .param("rate", wish.rate())
                .param("who", who)
                .param("at", utc(at))
                .query(Long.class)
                .single();
    }

    long waiting() {
        return jdbc.sql("SELECT count(*) FROM discovery_scan WHERE state = 'WAITING'")
                .query(Long.class)
                .single();
    }

    /** Takes away all that ended but the newest. */
    void expire(int keep) {
        jdbc.sql("""
                        DELETE FROM discovery_scan WHERE state NOT IN ('WAITING', 'RUNNING') AND id NOT IN (
                            SELECT id FROM discovery_scan WHERE state NOT IN ('WAITING', 'RUNNING')
                            ORDER BY id DESC LIMIT :keep)
                        """).param("keep", keep).update();
    }

    /** Newest first. */
    List<Scan> all() {
        return jdbc.sql(SCANS + "ORDER BY id DESC").query(this::scan).list();
    }

    Optional<Scan> find(long id) {
        return jdbc.sql(SCANS + "WHERE id = :id")
                .param("id", id)
                .query(this::scan)
                .optional();
    }

    Optional<Scan> nextWaiting() {
        return jdbc.sql(SCANS + "WHERE state = 'WAITING' ORDER BY id LIMIT 1")
                .query(this::scan)
                .optional();
    }

    private Scan scan(ResultSet row, int number) throws SQLException {
        return new Scan(
                row.getLong("id"),
                Scan.Kind.valueOf(row.getString("kind")),
                texts(row.getArray("ranges")),
                row.getInt("port"),
                row.getBoolean("known"),
                row.getInt("rate"),
                Scan.State.valueOf(row.getString("state")),
                row.getString("asked_by"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                instant(row, "began_at"),
                instant(row, "ended_at"),
                new Scanner.Progress(
                        row.getInt("aims"),
                        row.getInt("looked"),
                        row.getInt("answered"),
                        row.getInt("finished"),
                        row.getLong("sent")),
                List.of());
    }

    /** @return whether it was in the state {@code from} */
    boolean turn(long id, Scan.State from, Scan.State to, Instant at) {
        String column = to == Scan.State.RUNNING ? "began_at" : "ended_at";
        return jdbc.sql("UPDATE discovery_scan SET state = :to, " + column + " = :at WHERE id = :id AND state = :from")
                        .param("to", to.name())
                        .param("at", utc(at))
                        .param("id", id)
                        .param("from", from.name())
                        .update()
                > 0;
    }

    /** What an earlier server left in the middle. */
    int interrupt(Instant at) {
        return jdbc.sql("UPDATE discovery_scan SET state = 'INTERRUPTED', ended_at = :at WHERE state = 'RUNNING'")
                .param("at", utc(at))
                .update();
    }

    void progress(long id, Scanner.Progress progress) {
        jdbc.sql("""
                        UPDATE discovery_scan SET aims = :aims, looked = :looked, answered = :answered,
                            finished = :finished, sent = :sent WHERE id = :id
                        """)
                .param("aims", progress.aims())
                .param("looked", progress.looked())
                .param("answered", progress.answered())
                .param("finished", progress.read())
                .param("sent", progress.sent())
                .param("id", id)
                .update();
    }

    void insert(long scan, List<Found> found) {
        for (Found one : found) {
            jdbc.sql("""
                            INSERT INTO discovery_found (scan, number, address, port, credential, fault, profile,
                                profile_reasons, sys_object_id, sys_descr, sys_name, sys_location, vendor, model, firmware,
                                serial, engine_id, kind, macs)
                            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                            """)
                    .params(Arrays.asList(
                            scan,
                            one.number(),
                            one.address(),
                            one.port(),
                            one.credential(),
                            one.fault(),
                            one.profile(),
                            one.reasons().stream()
                                    .map(each ->
                                            String.join(SEPARATOR, each.sign().name(), each.mark(), each.pattern()))
                                    .toArray(String[]::new),
                            one.sysObjectId(),
                            one.sysDescr(),
                            one.sysName(),
                            one.sysLocation(),
                            one.vendor(),
                            one.model(),
                            one.firmware(),
                            one.serial(),
                            one.engineId(),
                            one.kind().code(),
                            one.macs().toArray(String[]::new)))
                    .update();
        }
    }

    List<Found> found(long scan) {
        return jdbc.sql("SELECT * FROM discovery_found WHERE scan = :scan ORDER BY number")
                .param("scan", scan)
                .query((row, number) -> new Found(
                        row.getInt("number"),
                        row.getString("address"),
                        row.getInt("port"),
                        row.getInt("credential"),
                        row.getString("fault"),
                        row.getString("profile"),
                        texts(row.getArray("profile_reasons")).stream()
                                .map(text -> text.split(SEPARATOR, 3))
                                .map(parts -> new Reason(Reason.Sign.valueOf(parts[0]), parts[1], parts[2]))
                                .toList(),
                        row.getString("sys_object_id"),
                        row.getString("sys_descr"),
                        row.getString("sys_name"),
                        row.getString("sys_location"),
                        row.getString("vendor"),
                        row.getString("model"),
                        row.getString("firmware"),
                        row.getString("serial"),
                        row.getString("engine_id"),
                        kind(row.getString("kind")),
                        texts(row.getArray("macs")),
                        row.getString("accepted_as")))
                .list();
    }

    private static Device.Kind kind(String code) {
        return Arrays.stream(Device.Kind.values())
                .filter(kind -> kind.code().equals(code))
                .findFirst()
                .orElse(Device.Kind.OTHER);
    }

    /** A way up as it is kept. */
    record StoredUplink(
            int number,
            @Nullable Integer parentNumber,
            @Nullable String parentDevice,
            List<Evidence> evidence) {}

    void insertUplinks(long scan, List<StoredUplink> uplinks) {
        Map<Integer, Integer> places = new HashMap<>();
        for (StoredUplink one : uplinks) {
            jdbc.sql("""
                            INSERT INTO discovery_uplink (scan, number, place, parent_number, parent_device, evidence)
                            VALUES (:scan, :number, :place, :parent, :device, :evidence)
                            """)
                    .param("scan", scan)
                    .param("number", one.number())
                    .param("place", places.merge(one.number(), 1, Integer::sum))
                    .param("parent", one.parentNumber())
                    .param("device", one.parentDevice())
                    .param(
                            "evidence",
                            one.evidence().stream()
                                    .map(each ->
                                            String.join(SEPARATOR, each.source(), each.port(), each.by(), each.sees()))
                                    .toArray(String[]::new))
                    .update();
        }
    }

    List<StoredUplink> uplinks(long scan) {
        return jdbc.sql("SELECT * FROM discovery_uplink WHERE scan = :scan ORDER BY number, place")
                .param("scan", scan)
                .query((row, number) -> new StoredUplink(
                        row.getInt("number"),
                        row.getObject("parent_number", Integer.class),
                        row.getString("parent_device"),
                        texts(row.getArray("evidence")).stream()
                                .map(text -> text.split(SEPARATOR, -1))
                                .map(parts -> new Evidence(parts[0], parts[1], parts[2], parts[3]))
                                .toList()))
                .list();
    }

    void accepted(long scan, int number, DeviceId device) {
        jdbc.sql("UPDATE discovery_found SET accepted_as = :device WHERE scan = :scan AND number = :number")
                .param("device", device.value())
                .param("scan", scan)
                .param("number", number)
                .update();
    }

    void mark(DeviceId device, Marks marks, Instant at) {
        jdbc.sql("""
                        INSERT INTO discovery_mark (device, sys_name, serial, engine_id, macs, seen_at)
                        VALUES (:device, :name, :serial, :engine, :macs, :at)
                        ON CONFLICT (device) DO UPDATE SET sys_name = excluded.sys_name, serial = excluded.serial,
                            engine_id = excluded.engine_id, macs = excluded.macs, seen_at = excluded.seen_at
                        """)
                .param("device", device.value())
                .param("name", marks.sysName())
                .param("serial", marks.serial())
                .param("engine", marks.engineId())
                .param(
                        "macs",
                        marks.macs().stream().map(MacAddress::toString).sorted().toArray(String[]::new))
                .param("at", utc(at))
                .update();
    }

    Map<DeviceId, Marks> marks() {
        Map<DeviceId, Marks> marks = new HashMap<>();
        jdbc.sql("SELECT device, sys_name, serial, engine_id, macs FROM discovery_mark")
                .query(row -> {
                    marks.put(
                            new DeviceId(row.getString("device")),
                            new Marks(
                                    row.getString("sys_name"),
                                    row.getString("serial"),
                                    row.getString("engine_id"),
                                    texts(row.getArray("macs")).stream()
                                            .map(MacAddress::parse)
                                            .collect(Collectors.toSet())));
                });
        return marks;
    }

    static List<String> texts(Array array) throws SQLException {
        return new ArrayList<>(Arrays.asList((String[]) array.getArray()));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
