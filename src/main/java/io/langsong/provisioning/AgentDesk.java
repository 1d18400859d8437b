package io.langsong.provisioning;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.Box.Config;
import io.langsong.provisioning.Box.Status;
import io.langsong.provisioning.BoxTable.Keyed;
import io.langsong.provisioning.ProvisioningProperties.Entry;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Speaks to OpenWrt's agents as OpenWISP's controller does: the agents are not ours to change, so what they are answered is theirs to say,
 * octet by octet. Boxes come in here, fetch what was let out to them, and say how that went. Any thread.
 */
@Component
public class AgentDesk {
    private static final Logger log = LoggerFactory.getLogger(AgentDesk.class);

    private static final int LONGEST_REASON = 1024;
    /** An agent asks each two minutes; a row need not be written so often to say that it is there. */
    private static final Duration STILL_SEEN = Duration.ofSeconds(60);

    private final Fleet fleet;
    private final SharedSecrets secrets;
    private final ProvisioningProperties settings;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final ObjectProvider<BoxObserver> observers;
    private final Clock clock;

    AgentDesk(
            Fleet fleet,
            SharedSecrets secrets,
            ProvisioningProperties settings,
            AuditTrail audit,
            PlatformTransactionManager transactions,
            ObjectProvider<BoxObserver> observers,
            Clock clock) {
        this.fleet = fleet;
        this.secrets = secrets;
        this.settings = settings;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
        this.observers = observers;
        this.clock = clock;
    }

    /**
     * A box comes in, or comes again.
     *
     * @param form fields as sent
     * @param from address that it asks from
     */
    public AgentAnswer register(Map<String, String> form, String from) {
        if (settings.entry() == Entry.OFF) {
            return AgentAnswer.text(403, "error: registration disabled\n");
        }
        String missing = Registration.missing(form);
        if (missing != null) {
            return AgentAnswer.missing(missing);
        }
        if (!Registration.BACKENDS.contains(form.get("backend"))) {
            return AgentAnswer.text(403, "error: wrong backend\n");
        }
        Registration sent = Registration.of(form);
        return inTransaction(now -> secrets.find(sent.secret())
                .map(secret -> register(sent, secret, from, now))
                .orElseGet(() -> AgentAnswer.text(403, "error: unrecognized secret\n")));
    }

    private AgentAnswer inTransaction(Function<Instant, AgentAnswer> work) {
        return Objects.requireNonNull(
                transaction.execute(status -> work.apply(clock.instant().truncatedTo(ChronoUnit.MICROS))));
    }

    private AgentAnswer register(Registration sent, SharedSecrets.Issued secret, String from, Instant now) {
        List<String> faults = sent.faults();
        if (!faults.isEmpty()) {
            return AgentAnswer.text(400, String.join(" ", faults) + "\n");
        }
        String key = sent.key() != null ? sent.key() : sent.consistentKey();
        Optional<Box> known = fleet.boxes().byKey(SharedSecrets.hash(key));
        return known.isPresent() ? again(known.get(), sent, key, from, now) : anew(sent, secret, key, from, now);
    }

    /** It was reset, or did not hear our answer. */
    private AgentAnswer again(Box box, Registration sent, String key, String from, Instant now) {
        if (box.config().status() == Status.DEACTIVATED || box.config().status() == Status.DEACTIVATING) {
            return AgentAnswer.text(403, "error: device deactivated\n");
        }
        String name = sent.isNameless() ? box.name() : sent.name();
        fleet.boxes()
                .describe(
                        box.id(),
                        name,
                        or(sent.model(), box.model()),
                        or(sent.os(), box.os()),
                        or(sent.system(), box.system()));
        fleet.boxes().seen(box.id(), now, from, sent.managementIp());
        return registered(box, name, key, false);
    }

    private static String or(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }

    private AgentAnswer anew(Registration sent, SharedSecrets.Issued secret, String key, String from, Instant now) {
        if (!secret.isGood()) {
            return AgentAnswer.text(403, "error: unrecognized secret\n");
        }
        String mac = Addresses.canonicalMac(sent.mac());
        if (fleet.boxes().isInUse(mac)) {
            return AgentAnswer.text(
                    400, "mac_address: A device with this MAC address is registered with another key.\n");
        }
        DeviceId place =
                secret.place() != null ? secret.place() : fleet.expecting(mac).orElse(null);
        if (place == null && settings.entry() == Entry.PLANNED) {
            return AgentAnswer.text(404, "Device not found in the system, please create it first.");
        }
        Box box = new Box(
                UUID.randomUUID(),
                null,
                sent.isNameless() ? mac : sent.name(),
                mac,
                sent.hardwareId().isEmpty() ? null : sent.hardwareId(),
                sent.model(),
                sent.os(),
                sent.system(),
                sent.tags(),
                now,
                now,
                from,
                sent.managementIp(),
                new Config(Status.MODIFIED, now, "", null, null, 0, null));
        fleet.add(box, key);
        if (place != null) {
            fleet.fill(place, box.id(), now);
        }
        audit.recordAs(
                AuditTrail.SYSTEM,
                "provisioning.box.register",
                "box:" + Agents.bare(box.id()),
                List.of(
                        new Change("mac", null, mac),
                        new Change("name", null, box.name()),
                        new Change("place", null, place == null ? null : place.value())));
        if (secret.place() != null) {
            secrets.used(sent.secret(), now);
            // Whoever made a secret for this one place said yes to the box that brings it.
            fleet.approveIfRenderable(secret.place(), now);
        }
        log.info("box registered box={} mac={} place={}", box.id(), mac, place);
        return registered(fleet.boxes().find(box.id()).orElseThrow().box(), box.name(), key, true);
    }

    private static AgentAnswer registered(Box box, String name, String key, boolean fresh) {
        String hostName = box.place() == null ? name : box.place().value();
        return AgentAnswer.text(
                201,
                "registration-result: success\nuuid: %s\nkey: %s\nhostname: %s\nis-new: %d\n"
                        .formatted(Agents.bare(box.id()), key, hostName, fresh ? 1 : 0));
    }

    /**
     * Checksum of what the box gets.
     *
     * @param id as it stands in the address
     * @param key as sent; null when it was not
     */
    public AgentAnswer checksum(String id, @Nullable String key, @Nullable String managementIp, String from) {
        return of(id, key, (box, now) -> {
            seen(box, now, from, managementIp);
            return AgentAnswer.text(200, box.config().served() + "\n");
        });
    }

    /** What the box gets: a gzipped tar archive whose MD5 is the checksum. */
    public AgentAnswer download(String id, @Nullable String key, @Nullable String managementIp, String from) {
        return of(id, key, (box, now) -> {
            seen(box, now, from, managementIp);
            fleet.boxes().fetched(box.id(), box.config().served(), now);
            return AgentAnswer.archive(fleet.archive(box));
        });
    }

    private void seen(Box box, Instant now, String from, @Nullable String managementIp) {
        String address = Agents.address(managementIp);
        boolean moved = !from.equals(box.lastIp()) || !Objects.equals(address, box.managementIp());
        if (moved || box.seen().isBefore(now.minus(STILL_SEEN)) || box.seen().isAfter(now)) {
            fleet.boxes().seen(box.id(), now, from, address);
        }
    }

    /** What the box is; what is left empty stays. */
    public AgentAnswer updateInfo(String id, @Nullable String key, Map<String, String> form) {
        return of(id, key, (box, now) -> {
            if (box.config().status() == Status.DEACTIVATING) {
                return AgentAnswer.text(403, "error: device deactivated\n");
            }
            String model = or(form.getOrDefault("model", "").strip(), box.model());
            String os = or(form.getOrDefault("os", "").strip(), box.os());
            String system = or(form.getOrDefault("system", "").strip(), box.system());
            List<String> faults = Agents.faults(model, os, system);
            if (!faults.isEmpty()) {
                return AgentAnswer.text(400, String.join(" ", faults) + "\n");
            }
            fleet.boxes().describe(box.id(), box.name(), model, os, system);
            return AgentAnswer.text(200, "update-info: success");
        });
    }

    /** How it went with what the box fetched. */
    public AgentAnswer report(String id, @Nullable String key, Map<String, String> form) {
        return of(id, key, (box, now) -> {
            String sent = form.getOrDefault("status", "").strip();
            if (sent.isEmpty()) {
                return AgentAnswer.missing("status");
            }
            Optional<Status> status = status(sent);
            if (status.isEmpty()) {
                return AgentAnswer.text(403, "error: wrong status\n");
            }
            Status next = fleet.reported(box, status.get(), reason(form), now);
            return AgentAnswer.text(200, "report-result: success\ncurrent-status: " + next.code() + "\n");
        });
    }

    private static Optional<Status> status(String sent) {
        for (Status one : Status.values()) {
            if (one.code().equals(sent)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /** Lines of the agent's log, as they are; whoever shows them makes them plain. */
    private static @Nullable String reason(Map<String, String> form) {
        String reason = form.getOrDefault("error_reason", "").strip().replace("\u0000", "");
        return reason.isEmpty() ? null : reason.substring(0, Math.min(LONGEST_REASON, reason.length()));
    }

    private interface Work {
        AgentAnswer of(Box box, Instant now);
    }

    private AgentAnswer of(String id, @Nullable String key, Work work) {
        return inTransaction(now -> {
            Optional<Keyed> known = Agents.id(id)
                    .flatMap(fleet.boxes()::find)
                    .filter(one -> one.box().config().status() != Status.DEACTIVATED);
            if (known.isEmpty()) {
                return AgentAnswer.text(404, "error: not found\n");
            }
            if (key == null || key.isEmpty()) {
                return AgentAnswer.missing("key");
            }
            if (!MessageDigest.isEqual(SharedSecrets.hash(key), known.get().keyHash())) {
                return AgentAnswer.text(403, "error: wrong key\n");
            }
            DeviceId place = known.get().box().place();
            if (place != null && !known.get().box().isDismissed()) {
                observers.forEach(observer -> observer.heard(place, now));
            }
            return work.of(known.get().box(), now);
        });
    }
}
