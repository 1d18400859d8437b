package io.langsong.provisioning;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.Refused;
import io.langsong.access.Typed;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.HostAddress;
import io.langsong.provisioning.Backup.Cause;
import io.langsong.provisioning.SshTable.Secrets;
import io.langsong.provisioning.driver.DeviceFailure;
import io.langsong.provisioning.driver.Driver;
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
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What people do about access points that are reached over SSH: say how, accept the key of a box, have its running configuration fetched.
 * Each is in the audit trail, of a secret only that it changed. Any thread.
 */
@Component
public class SshAccesses {
    private static final Logger log = LoggerFactory.getLogger(SshAccesses.class);
    private static final String HIDDEN = "***";
    private static final int USUAL_PORT = 22;
    private static final int LAST_PORT = 65_535;
    private static final int LONGEST_USER = 64;
    private static final int LONGEST_PASSWORD = 256;
    private static final int LONGEST_KEY = 16_384;
    private static final int LONGEST_PATTERN = 300;

    private final Fleet fleet;
    private final AccessPoints accessPoints;
    private final Pusher pusher;
    private final Backups backups;
    private final Ssh ssh;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SshAccesses(
            Fleet fleet,
            AccessPoints accessPoints,
            Pusher pusher,
            Backups backups,
            Ssh ssh,
            AuditTrail audit,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.fleet = fleet;
        this.accessPoints = accessPoints;
        this.pusher = pusher;
        this.backups = backups;
        this.ssh = ssh;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    public Optional<SshAccess> find(DeviceId place) {
        return fleet.ssh().find(place);
    }

    /** Nobody said how it is reached. */
    public static Refused missing(DeviceId place) {
        return Refused.missing("provisioning.refused.no-ssh", "id", place.value());
    }

    /**
     * Says how an access point is reached. Another address or port asks for the key of the box anew.
     *
     * @throws Refused with the field that is wrong; a secret is not repeated
     */
    public SshAccess set(DeviceId place, SshWish wish) {
        Instant now = now();
        transaction.executeWithoutResult(status -> {
            requirePushed(place);
            SshAccess before = fleet.ssh().lock(place).orElse(null);
            Secrets had = before == null ? new Secrets(null, null) : fleet.ssh().secrets(place);
            Secrets secrets = new Secrets(
                    password(wish.password(), had.password()), privateKey(wish.privateKey(), had.privateKey()));
            SshAccess next = checked(place, before, wish, secrets, now);
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

    private AccessPoint requirePushed(DeviceId place) {
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

    private static SshAccess checked(
            DeviceId place, @Nullable SshAccess before, SshWish wish, Secrets secrets, Instant now) {
        String address = address(wish.address());
        int port = Objects.requireNonNullElse(wish.port(), USUAL_PORT);
        if (port < 1 || port > LAST_PORT) {
            throw Refused.invalid(
                    "port",
                    Integer.toString(port),
                    "provisioning.refused.port",
                    List.of(LAST_PORT),
                    "is no port",
                    "give 1 to " + LAST_PORT);
        }
        if (secrets.password() == null && secrets.privateKey() == null) {
            throw Refused.invalid(
                    "password",
                    null,
                    "provisioning.refused.no-credentials",
                    List.of(),
                    "is missing, and so is privateKey",
                    "give one of the two");
        }
        boolean moved = before != null && (!Objects.equals(before.address(), address) || before.port() != port);
        return new SshAccess(
                place,
                before == null ? 1 : before.version() + 1,
                address,
                port,
                Typed.text("user", wish.user(), LONGEST_USER),
                secrets.password() != null,
                secrets.privateKey() != null,
                pattern("prompt", wish.prompt()),
                pattern("refusal", wish.refusal()),
                optional("showCommand", wish.showCommand()),
                before == null || moved ? null : before.hostKey(),
                null,
                before == null
                        ? new SshAccess.Push(
                                Box.Status.MODIFIED, now, null, null, null, null, false, null, null, null, 0, null)
                        : before.push());
    }

    private static @Nullable String address(@Nullable String typed) {
        if (typed == null || typed.isBlank()) {
            return null;
        }
        String address = typed.strip();
        String canonical = HostAddress.ip(address).orElse(Addresses.isHostName(address) ? address : null);
        if (canonical == null) {
            throw Refused.invalid(
                    "address",
                    typed,
                    "provisioning.refused.type.host-name",
                    List.of("10.20.0.1"),
                    "is no address",
                    "write it like 10.20.0.1, or leave it out for that of the inventory");
        }
        return canonical;
    }

    private static @Nullable String optional(String field, @Nullable String typed) {
        return typed == null || typed.isBlank() ? null : Typed.text(field, typed, LONGEST_PATTERN);
    }

    private static @Nullable String pattern(String field, @Nullable String typed) {
        String pattern = optional(field, typed);
        try {
            if (pattern != null) {
                var unused = Pattern.compile(pattern);
            }
            return pattern;
        } catch (PatternSyntaxException wrong) {
            throw Refused.invalid(
                    field,
                    typed,
                    "provisioning.refused.pattern",
                    List.of(),
                    "is no regular expression: " + wrong.getDescription(),
                    "write it like [>#] ?$");
        }
    }

    private static @Nullable String password(@Nullable String typed, @Nullable String had) {
        if (typed == null) {
            return had;
        }
        if (typed.length() > LONGEST_PASSWORD || typed.chars().anyMatch(Character::isISOControl)) {
            throw Refused.invalid(
                    "password",
                    null,
                    "provisioning.refused.not-one-line",
                    List.of(LONGEST_PASSWORD),
                    "is no line of at most %d characters".formatted(LONGEST_PASSWORD),
                    "give it as it is typed at the box");
        }
        return typed.isEmpty() ? null : typed;
    }

    private static @Nullable String privateKey(@Nullable String typed, @Nullable String had) {
        if (typed == null) {
            return had;
        } else if (typed.isBlank()) {
            return null;
        }
        try {
            if (typed.length() > LONGEST_KEY) {
                throw new IllegalArgumentException("too long");
            }
            Ssh.requirePrivateKey(typed);
        } catch (IllegalArgumentException unreadable) {
            throw Refused.invalid(
                    "privateKey",
                    null,
                    "provisioning.refused.private-key",
                    List.of(),
                    "is no private key that can be read",
                    "give the whole of an OpenSSH private key that has no passphrase");
        }
        return typed.strip() + "\n";
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
            String key = ssh.hostKey(pusher.target(access, new Secrets(null, null)));
            fleet.ssh().offered(place, key, now());
            return new Look(Ssh.fingerprint(key), key.equals(access.hostKey()));
        } catch (DeviceFailure failure) {
            throw refused(place, failure);
        }
    }

    private static Refused refused(DeviceId place, DeviceFailure failure) {
        return Refused.conflict(
                "id",
                place.value(),
                "provisioning.refused.box-" + failure.kind().code(),
                List.of(),
                "can not be asked: " + failure.getMessage(),
                "look at the box and at how it is reached, and try again");
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
            fleet.reached(place, now);
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

    /** Fetches the running configuration now; takes seconds. */
    public Backup fetch(DeviceId place) {
        AccessPoint there = requirePushed(place);
        try {
            return fetch(there, find(place).orElseThrow(() -> missing(place)), Cause.ASKED);
        } catch (DeviceFailure failure) {
            throw refused(place, failure);
        }
    }

    private Backup fetch(AccessPoint there, SshAccess access, Cause cause) throws DeviceFailure {
        Driver driver = Pusher.driver(there.method(), access);
        try (SshConnection box = ssh.connect(pusher.target(access, fleet.ssh().secrets(there.id())))) {
            return backups.taken(there.id(), cause, null, driver, box);
        }
    }

    /** For a calendar: fetches all of them, one after the other. */
    public void fetchAll() {
        int failed = 0;
        List<SshAccess> known = fleet.ssh().known();
        for (SshAccess access : known) {
            try {
                fetch(requirePushed(access.place()), access, Cause.NIGHTLY);
            } catch (DeviceFailure failure) {
                failed++;
                log.debug("running configuration could not be fetched place={}", access.place(), failure);
            } catch (Refused meanwhile) {
                log.debug("access point is not pushed any more place={}", access.place(), meanwhile);
            }
        }
        if (failed > 0) {
            log.warn("running configurations could not be fetched count={} of={}", failed, known.size());
        }
    }
}
