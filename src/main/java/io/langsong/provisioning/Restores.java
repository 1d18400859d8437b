package io.langsong.provisioning;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.Refused;
import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.Rendition.Restored;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings back a running configuration that was kept. Where the family can, it is let out as it was, with all that is not ours, pushed as any
 * other change and undone by the box as any other when it cuts itself off. An export of RouterOS and what a command line shows are no whole
 * configuration: to type them again would merge the old into the new. A person takes those as a file. Any thread.
 */
@Component
public class Restores {
    private final Fleet fleet;
    private final SshAccesses accesses;
    private final Backups backups;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Restores(
            Fleet fleet,
            SshAccesses accesses,
            Backups backups,
            AuditTrail audit,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.fleet = fleet;
        this.accesses = accesses;
        this.backups = backups;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** Whether the boxes of a method can be brought back by the server. */
    public static boolean isPossible(Method method) {
        return method == Method.OPENWRT_SSH;
    }

    /**
     * Lets a backup out: it is pushed at once.
     *
     * @throws Refused when the family can not be brought back, or the access point is not approved
     */
    public void restore(DeviceId place, long backup) {
        transaction.executeWithoutResult(status -> {
            AccessPoint there = accesses.requirePushed(place);
            SshAccess access = fleet.ssh().lock(place).orElseThrow(() -> SshAccesses.missing(place));
            Backup one = backups.find(place, backup).orElseThrow(() -> Backups.missing(Long.toString(backup)));
            requireApproved(there);
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            byte[] whole = SshReach.driver(there.method(), access)
                    .whole(backups.raw(one), now)
                    .orElseThrow(() -> impossible(there));
            String base = backups.appliedUntil(one).orElse(null);
            fleet.letOut(
                    new Rendition(
                            place, Agents.md5(whole), whole, one.shown(), List.of(), now, new Restored(one.id(), base)),
                    now);
            audit.record(
                    "provisioning.backup.restore",
                    "device:" + place,
                    List.of(new Change("backup", null, Long.toString(one.id()))));
        });
    }

    private static void requireApproved(AccessPoint there) {
        if (there.life().approved() == null || there.life().retired() != null) {
            throw Refused.conflict(
                    "id",
                    there.id().value(),
                    "provisioning.refused.not-approved",
                    List.of(),
                    "is not approved",
                    "approve its box first");
        }
    }

    private static Refused impossible(AccessPoint there) {
        return Refused.conflict(
                "id",
                there.id().value(),
                "provisioning.refused.no-restore",
                List.of(),
                "is configured by " + there.method().code() + ", where what was kept can not be put back as a whole",
                "take the configuration as a file, and put it back by hand");
    }
}
