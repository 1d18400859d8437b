package io.langsong.provisioning;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.Refused;
import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.SshTable.Secrets;
import io.langsong.provisioning.driver.DeviceFailure;
import io.langsong.provisioning.driver.Driver.Phase;
import io.langsong.provisioning.driver.Driver.Standing;
import io.langsong.provisioning.driver.Ssh;
import io.langsong.provisioning.driver.SshConnection;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What people do about access points that are reached over SSH: say how, try it, accept the key of a box.
 * Each is in the audit trail, of a secret only that it changed. Any thread.
 */
@Component
public class SshAccesses {
    private static final String HIDDEN = "***";
    private static final int MOST_PAST = 50;

    private final Fleet fleet;
    private final AccessPoints accessPoints;
    private final SshReach reach;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SshAccesses(
            Fleet fleet,
            AccessPoints accessPoints,
            SshReach reach,
            AuditTrail audit,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.fleet = fleet;
        this.accessPoints = accessPoints;
        this.reach = reach;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** Of access points to which something is pushed, ascending by id. */
    public List<SshAccess> all() {
        return fleet.ssh().all();
    }

    public Optional<SshAccess> find(DeviceId place) {
        return fleet.ssh().find(place);
    }

    /** Where it is looked for: as somebody said, else as the inventory has it; empty when nobody knows. */
    public String address(SshAccess access) {
        return reach.address(access);
    }

    /** How pushes ended, the newest first, no more than 50. */
    public List<PastPush> history(DeviceId place) {
        return fleet.pastPushes(place, MOST_PAST);
    }

    /** Nobody said how it is reached. */
    public static Refused missing(DeviceId place) {
        return Refused.missing("provisioning.refused.no-ssh", "id", place.value());
    }

    /**
     * Says how an access point is reached. Another address or port asks for the key of the box anew.
     *
     * @param seen version that the wish was made from, 0 when there was none; null: whatever it is
     * @throws Refused with the field that is wrong; a secret is not repeated
     */
    public SshAccess set(DeviceId place, SshWish wish, @Nullable Integer seen) {
        Instant now = now();
        transaction.executeWithoutResult(status -> {
            requireReached(place);
            SshAccess before = fleet.ssh().lock(place).orElse(null);
            if (seen != null && seen != (before == null ? 0 : before.version())) {
                throw Refused.changed("provisioning.refused.changed-meanwhile", "version", Integer.toString(seen));
            }
            Secrets had = before == null ? new Secrets(null, null) : fleet.ssh().secrets(place);
            Secrets secrets = SshChecks.secrets(wish, had);
            SshAccess next = SshChecks.access(place, before, wish, secrets, now);
            List<Change> changes = changes(before, next, had, secrets);
            if (changes.isEmpty()) {
                return;
            }
            fleet.ssh().put(next, secrets, now);
            if (before != null && next.push().served() != null) {
                fleet.ssh().modified(place, now);
            }
            audit.record("provisioning.ssh.set", "device:" + place, changes);
        });
        return fleet.ssh().find(place).orElseThrow();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** An agent fetches its configuration by itself, and nothing else: for firmware its box is reached all the same. */
    private void requireReached(DeviceId place) {
        AccessPoint there = accessPoints.find(place).orElseThrow(() -> AccessPoints.missing(place));
        if (there.method() != Method.OPENWRT_AGENT) {
            requirePushed(place);
        }
    }

    /** @throws Refused when there is none, or nothing is pushed to it */
    AccessPoint requirePushed(DeviceId place) {
        AccessPoint there = accessPoints.find(place).orElseThrow(() -> AccessPoints.missing(place));
        if (!there.method().isPushed()) {
            throw Refused.conflict(
                    "id",
                    place.value(),
                    "provisioning.refused.not-pushed",
                    List.of(),
                    "is configured by " + there.method().code(),
                    "give it one of the methods openwrt-ssh, routeros-ssh, cli-ssh");
        }
        return there;
    }

    private static List<Change> changes(@Nullable SshAccess before, SshAccess now, Secrets had, Secrets has) {
        List<Change> changes = new ArrayList<>();
        Consumer<Change> add = change -> {
            if (!Objects.equals(change.old(), change.now())) {
                changes.add(change);
            }
        };
        add.accept(new Change("address", before == null ? null : before.address(), now.address()));
        add.accept(new Change(
                "port", before == null ? null : Integer.toString(before.port()), Integer.toString(now.port())));
        add.accept(new Change("user", before == null ? null : before.user(), now.user()));
        add.accept(new Change("prompt", before == null ? null : before.prompt(), now.prompt()));
        add.accept(new Change("refusal", before == null ? null : before.refusal(), now.refusal()));
        add.accept(new Change("showCommand", before == null ? null : before.showCommand(), now.showCommand()));
        if (!Objects.equals(had.password(), has.password())) {
            changes.add(new Change(
                    "password", had.password() == null ? null : HIDDEN, has.password() == null ? null : HIDDEN));
        }
        if (!Objects.equals(had.privateKey(), has.privateKey())) {
            changes.add(new Change(
                    "privateKey", had.privateKey() == null ? null : HIDDEN, has.privateKey() == null ? null : HIDDEN));
        }
        return changes;
    }

    /**
     * The key that a box showed.
     *
     * @param fingerprint as people compare it: {@code SHA256:…}
     * @param accepted whether it is the one that a person accepted
     */
    public record Look(String fingerprint, boolean accepted) {}

    /**
     * Asks the box for its key, without letting it know anything of ours, and keeps it for a person to look at when it is another one than
     * was accepted. Takes seconds.
     *
     * @throws Refused when the box can not be asked
     */
    public Look look(DeviceId place) {
        SshAccess access = find(place).orElseThrow(() -> missing(place));
        try {
            String key = reach.hostKey(access);
            fleet.ssh().offered(place, key, now());
            return new Look(Ssh.fingerprint(key), key.equals(access.hostKey()));
        } catch (DeviceFailure failure) {
            throw refusal(place, failure);
        }
    }

    /** What a box that can not be asked makes of what somebody wanted. */
    Refused refusal(DeviceId place, DeviceFailure failure) {
        return Reason.of(failure).masked(fleet.method(place).dialect()).refusal(place);
    }

    /**
     * What a try found.
     *
     * @param trouble why it did not go well; null when the box let us in and can be spoken to
     * @param has checksum of what was confirmed there last; null when the box does not know
     * @param onTrial whether something is on trial there now
     */
    public record Tried(@Nullable Reason trouble, @Nullable String has, boolean onTrial) {}

    /** Goes in as a push would, and changes nothing. A key that nobody accepted is kept for a person to look at. Takes seconds. */
    public Tried tryOut(DeviceId place) {
        AccessPoint there = requirePushed(place);
        SshAccess access = find(place).orElseThrow(() -> missing(place));
        try (SshConnection box = reach.connect(access, fleet.ssh().secrets(place))) {
            Standing standing = SshReach.driver(there.method(), access).tryOut(box);
            boolean onTrial = standing.phase() != Phase.IDLE
                    && standing.phase() != Phase.REFUSED
                    && standing.phase() != Phase.UNDONE;
            return new Tried(null, standing.has(), onTrial);
        } catch (DeviceFailure failure) {
            String offered = failure.offered();
            if (offered != null) {
                fleet.ssh().offered(place, offered, now());
            }
            return new Tried(Reason.of(failure).masked(there.method().dialect()), null, false);
        }
    }

    /** Says yes to the key that the box showed. @param fingerprint as it was shown to whoever says yes */
    public SshAccess accept(DeviceId place, String fingerprint) {
        transaction.executeWithoutResult(status -> {
            SshAccess access = fleet.ssh().lock(place).orElseThrow(() -> missing(place));
            String offered = access.offeredKey();
            if (offered == null || !Ssh.fingerprint(offered).equals(fingerprint)) {
                throw Refused.changed("provisioning.refused.changed-meanwhile", "fingerprint", fingerprint);
            }
            String before = access.hostKey();
            Instant now = now();
            fleet.ssh().accept(place, offered);
            if (fleet.method(place).isPushed()) {
                fleet.reached(place, now);
            }
            if (access.push().served() != null) {
                fleet.ssh().modified(place, now);
            }
            audit.record(
                    "provisioning.ssh.accept",
                    "device:" + place,
                    List.of(new Change("hostKey", before == null ? null : Ssh.fingerprint(before), fingerprint)));
        });
        return find(place).orElseThrow();
    }
}
