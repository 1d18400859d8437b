package io.langsong.provisioning;

import io.langsong.access.AuditTrail;
import io.langsong.access.Refused;
import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.Backup.Cause;
import io.langsong.provisioning.driver.DeviceFailure;
import io.langsong.provisioning.driver.Driver;
import io.langsong.provisioning.driver.SshConnection;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What access points without an agent really have: fetched each night and after each change, and kept when it differs from what it was.
 * What is shown has stars for secrets; as it came it is sealed. Any thread.
 */
@Component
public class Backups {
    private static final Logger log = LoggerFactory.getLogger(Backups.class);
    private static final int SHORTEST_SOUGHT = 2;
    private static final int LONGEST_SOUGHT = 200;
    private static final int MOST_FOUND = 500;

    private final BackupTable table;
    private final AuditTrail audit;
    private final Clock clock;
    private final AccessPointTable places;

    Backups(JdbcClient jdbc, Environment environment, AuditTrail audit, Clock clock) {
        this.table = new BackupTable(jdbc, environment);
        this.places = new AccessPointTable(jdbc);
        this.audit = audit;
        this.clock = clock;
    }

    /** One line that was sought. @param number ascending from 1 */
    public record Hit(DeviceId place, long backup, Instant seen, int number, String line) {}

    /**
     * Whether an access point is as it was left.
     *
     * @param applied as it was after something was applied last
     * @param now as it was seen last
     */
    public record Drift(Backup applied, Backup now) {
        public boolean isDifferent() {
            return !applied.digest().equals(now.digest());
        }
    }

    /**
     * How it stands with the newest of an access point.
     *
     * @param seen when it was seen last
     * @param differs whether it is not any more as it was after something was applied last
     */
    public record Latest(DeviceId place, Instant seen, boolean differs) {}

    /** There is no such backup. */
    public static Refused missing(String id) {
        return Refused.missing("provisioning.refused.no-backup", "id", id);
    }

    /** The newest first. */
    public List<Backup> of(DeviceId place) {
        return table.of(place);
    }

    /** Of each access point that has one, ascending by id. */
    public List<Latest> latest() {
        return table.newestDigests().stream()
                .map(one -> new Latest(one.place(), one.seen(), one.differs()))
                .toList();
    }

    public Optional<Backup> find(DeviceId place, long id) {
        return table.find(place, id);
    }

    /** As it came, with its secrets; that it was read is in the audit trail. */
    public String reveal(Backup one) {
        String raw = raw(one);
        audit.record(
                "provisioning.backup.reveal",
                "device:" + one.place(),
                List.of(new AuditTrail.Change("backup", null, Long.toString(one.id()))));
        return raw;
    }

    /** As it came; for a box alone, not for a person. */
    String raw(Backup one) {
        return table.raw(one);
    }

    /** Checksum of what LangSong had applied last when this was taken; empty when it had not. */
    Optional<String> appliedUntil(Backup one) {
        return table.appliedUntil(one);
    }

    /** Empty while nothing was seen after a change that was applied. */
    public Optional<Drift> drift(DeviceId place) {
        return table.lastApplied(place).flatMap(applied -> table.newest(place).map(now -> new Drift(applied, now)));
    }

    /** Lines of the newest backup of each access point that hold a text, without regard to case; what is stars is not found. */
    public List<Hit> search(@Nullable String text) {
        String sought = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
        if (sought.length() < SHORTEST_SOUGHT || sought.length() > LONGEST_SOUGHT) {
            throw Refused.invalid(
                    "text",
                    text,
                    "provisioning.refused.sought",
                    List.of(SHORTEST_SOUGHT, LONGEST_SOUGHT),
                    "has %d characters".formatted(sought.length()),
                    "give %d to %d".formatted(SHORTEST_SOUGHT, LONGEST_SOUGHT));
        }
        List<Hit> hits = new ArrayList<>();
        for (Backup one : table.newestOfAll()) {
            int number = 0;
            for (String line : one.shown().split("\n")) {
                number++;
                if (hits.size() < MOST_FOUND && line.toLowerCase(Locale.ROOT).contains(sought)) {
                    hits.add(new Hit(one.place(), one.id(), one.seen(), number, line));
                }
            }
        }
        return hits;
    }

    /** Whether it is known how a box was after this was applied to it last: then what it is now says nothing of that. */
    boolean isKnownAfter(DeviceId place, String checksum) {
        return table.lastApplied(place)
                .filter(one -> checksum.equals(one.applied()))
                .isPresent();
    }

    /** After a change; that it could not be fetched does not undo the change. */
    void takenAfter(DeviceId place, String checksum, Driver driver, SshConnection box) {
        try {
            taken(place, Cause.APPLIED, checksum, driver, box);
        } catch (DeviceFailure failure) {
            log.warn(
                    "running configuration could not be fetched place={} reason={}",
                    place,
                    failure.kind().code());
        }
    }

    /** @param applied checksum of what was applied just before; null for nothing */
    Backup taken(DeviceId place, Cause cause, @Nullable String applied, Driver driver, SshConnection box)
            throws DeviceFailure {
        String raw = driver.running(box);
        String steady = String.join("\n", driver.steady(raw)).strip() + "\n";
        String digest = sha256(steady);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Optional<Backup> last = table.newest(place);
        if (last.filter(one -> one.digest().equals(digest)).isPresent()) {
            table.seen(last.get(), now, applied);
        } else {
            table.add(new Backup(0, place, now, now, cause, digest, applied, masked(place, steady)), raw);
            log.info("running configuration kept place={} cause={}", place, cause.code());
        }
        return table.newest(place).orElseThrow();
    }

    private String masked(DeviceId place, String text) {
        return Masks.ofBox(places.find(place).map(one -> one.method().dialect()).orElse(null), text);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
