package io.langsong.provisioning;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.provisioning.Box.Status;
import io.langsong.secret.LateSecretBox;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Boxes, the places that they fill, and what was let out to them. Within a transaction of the caller; any thread. */
@Component
class Fleet {
    private static final Logger log = LoggerFactory.getLogger(Fleet.class);

    private final BoxTable boxes;
    private final AccessPointTable places;
    private final RenditionTable renditions;
    private final SshTable ssh;
    private final PastPushTable pastPushes;
    private final Proposals proposals;
    private final Tunnel tunnel;
    private final Inventory inventory;
    private final AuditTrail audit;
    private final LateSecretBox secrets;

    Fleet(
            JdbcClient jdbc,
            Environment environment,
            Proposals proposals,
            Tunnel tunnel,
            Inventory inventory,
            AuditTrail audit) {
        this.boxes = new BoxTable(jdbc, Proposals.nothing().checksum());
        this.places = new AccessPointTable(jdbc);
        this.renditions = new RenditionTable(jdbc, environment);
        this.ssh = new SshTable(jdbc, environment);
        this.pastPushes = new PastPushTable(jdbc);
        this.proposals = proposals;
        this.tunnel = tunnel;
        this.inventory = inventory;
        this.audit = audit;
        this.secrets = new LateSecretBox(
                environment,
                () -> jdbc.sql("SELECT EXISTS (SELECT FROM provisioning_box)")
                        .query(Boolean.class)
                        .single());
    }

    BoxTable boxes() {
        return boxes;
    }

    /** The boxes that fill places now, by place. */
    Map<DeviceId, Box> filling() {
        Map<DeviceId, Box> filling = new HashMap<>();
        for (Box box : boxes.all()) {
            DeviceId place = box.place();
            if (place != null && !box.isDismissed()) {
                filling.put(place, box);
            }
        }
        return filling;
    }

    SshTable ssh() {
        return ssh;
    }

    Method method(DeviceId place) {
        return places.find(place).orElseThrow(() -> AccessPoints.missing(place)).method();
    }

    /** How it stands with what was let out there; empty while no box fills the place. */
    Optional<Delivery> delivery(DeviceId place, Instant now) {
        return places.find(place)
                .flatMap(there -> there.method().isPushed()
                        ? ssh.find(place).map(SshAccess::delivery)
                        : boxes.at(place).map(box -> Delivery.of(box, now)));
    }

    /** The same of all places that have one. */
    Map<DeviceId, Delivery> deliveries(Instant now) {
        Map<DeviceId, Delivery> deliveries = new HashMap<>();
        for (Box box : boxes.all()) {
            DeviceId place = box.place();
            if (place != null && !box.isDismissed()) {
                deliveries.put(place, Delivery.of(box, now));
            }
        }
        ssh.all().forEach(access -> deliveries.put(access.place(), access.delivery()));
        return deliveries;
    }

    Optional<DeviceId> expecting(String mac) {
        return places.expecting(mac).map(AccessPoint::id);
    }

    void add(Box box, String key) {
        boxes.add(box, SharedSecrets.hash(key), secrets.open().seal(key, seal(box.id())));
    }

    String key(UUID box) {
        return secrets.open().open(boxes.sealedKey(box), seal(box));
    }

    private static String seal(UUID box) {
        return "provisioning_box.key:" + box;
    }

    /** A box comes to a place. One that was there is to give back what it was given. Its approval is still to come. */
    void fill(DeviceId place, UUID box, Instant now) {
        AccessPoint there = places.lock(place).orElseThrow(() -> AccessPoints.missing(place));
        boxes.at(place).filter(other -> !other.id().equals(box)).ifPresent(other -> dismiss(other, now));
        boxes.place(box, place);
        // Before anybody looks at what the box is to get.
        tunnel.join(place);
        places.put(there.with(new Life(there.life().planned(), now, null, null, null, null)));
    }

    /** The box is to give back all that it was given, and is answered no more after that. */
    void dismiss(Box box, Instant now) {
        boxes.status(box.id(), Status.DEACTIVATING, now, null);
        audit.record("provisioning.box.dismiss", "box:" + Agents.bare(box.id()), List.of());
        log.info("box dismissed box={} place={}", box.id(), box.place());
    }

    /** A person said yes beforehand. What can not be rendered is approved all the same, and let out when it can be. */
    void approveIfRenderable(DeviceId place, Instant now) {
        AccessPoint there = places.lock(place).orElseThrow(() -> AccessPoints.missing(place));
        Proposal proposal = proposals.of(there, boxes.at(place).orElse(null), key(place));
        Rendition rendition = proposal.rendition();
        if (rendition == null) {
            log.warn(
                    "access point can not be configured yet place={} problems={}",
                    place,
                    proposal.problems().size());
            return;
        }
        approve(there, rendition, now);
    }

    @Nullable
    String key(DeviceId place) {
        return boxes.at(place).map(box -> key(box.id())).orElse(null);
    }

    void approve(AccessPoint there, Rendition rendition, Instant now) {
        Life life = there.life();
        places.put(there.with(new Life(life.planned(), life.registered(), now, null, null, null)));
        letOut(rendition, now);
    }

    /** For a rollout that lets it out later. */
    void keep(Rendition rendition) {
        renditions.keep(rendition);
    }

    /** From now on the box there gets what is kept of this checksum. */
    void letOutAgain(DeviceId place, String checksum, Instant now) {
        letOut(renditions.find(place, checksum).orElseThrow(), now);
    }

    /** From now on the box there gets this. */
    void letOut(Rendition rendition, Instant now) {
        Optional<Rendition> before = renditions.letOut(rendition.place());
        renditions.keep(rendition);
        renditions.letOut(rendition.place(), rendition.checksum(), now);
        boxes.at(rendition.place()).ifPresent(box -> boxes.status(box.id(), Status.MODIFIED, now, null));
        ssh.modified(rendition.place(), now);
        audit.record(
                "provisioning.let-out",
                "device:" + rendition.place(),
                List.of(
                        new Change("checksum", before.map(Rendition::checksum).orElse(null), rendition.checksum()),
                        new Change(
                                "configuration",
                                null,
                                UnifiedDiff.of(before.map(Rendition::shown).orElse(""), rendition.shown()))));
        log.info("configuration let out place={} checksum={}", rendition.place(), rendition.checksum());
    }

    Optional<Rendition> letOut(DeviceId place) {
        return renditions.letOut(place);
    }

    /** Checksums of what boxes get, by place. */
    Map<DeviceId, String> letOutChecksums() {
        return renditions.letOutChecksums();
    }

    Optional<Rendition> rendition(DeviceId place, String checksum) {
        return renditions.find(place, checksum);
    }

    /** What of ours a box has that confirmed this checksum last; empty when it is not known. */
    Optional<Rendition> ours(DeviceId place, String checksum) {
        Optional<Rendition> has = renditions.find(place, checksum);
        Rendition.Restored restores = has.map(Rendition::restores).orElse(null);
        if (restores == null) {
            return has;
        }
        String base = restores.base();
        return base == null ? Optional.empty() : renditions.find(place, base);
    }

    /** What a box gets when it asks. */
    byte[] archive(Box box) {
        DeviceId place = box.place();
        String served = box.config().served();
        Rendition nothing = Proposals.nothing();
        if (place == null || served.equals(nothing.checksum())) {
            return nothing.archive();
        }
        return renditions.find(place, served).orElseThrow().archive();
    }

    /** @return the status that the box has now */
    Status reported(Box box, Status reported, @Nullable String reason, Instant now) {
        if (box.config().status() == Status.DEACTIVATING) {
            boxes.status(box.id(), Status.DEACTIVATED, now, null);
            log.info("box deactivated box={} place={}", box.id(), box.place());
            return Status.DEACTIVATED;
        }
        boolean told = reported == Status.APPLIED || reported == Status.ERROR;
        String fetched = box.config().fetched();
        // What it speaks of may have been replaced meanwhile.
        boolean current = fetched == null || fetched.equals(box.config().served());
        if (!told || !current) {
            return box.config().status();
        }
        boxes.status(box.id(), reported, now, reported == Status.ERROR ? reason : null);
        DeviceId place = box.place();
        if (reported == Status.ERROR) {
            log.warn("box could not apply its configuration box={} place={}", box.id(), place);
        } else if (place != null) {
            places.lock(place).ifPresent(there -> configured(there, now));
            useTunnel(place);
        }
        return reported;
    }

    /** Its device answers polls. */
    void inService(DeviceId place, Instant now) {
        places.lock(place)
                .filter(there -> there.life().stage() == Stage.CONFIGURED)
                .ifPresent(there -> {
                    Life life = there.life();
                    places.put(there.with(new Life(
                            life.planned(),
                            life.registered(),
                            life.approved(),
                            life.configured(),
                            now,
                            life.retired())));
                    log.info("access point in service place={}", place);
                });
    }

    /** It has its newest keys, so from now on it is asked through the tunnel. */
    private void useTunnel(DeviceId place) {
        tunnel.settled(place);
        Optional<Device> device = inventory.snapshot().device(place);
        if (tunnel.isPolled() && device.isPresent()) {
            tunnel.of(place)
                    .filter(peer -> !peer.address().equals(device.get().address()))
                    .ifPresent(peer -> inventory.replace(
                            device.get().at(peer.address(), device.get().port()), null));
        }
    }

    Tunnel tunnel() {
        return tunnel;
    }

    /**
     * How a push ended.
     *
     * @return false when it was not the owner's any more
     */
    boolean pushed(
            SshTable.Claim claim, Status status, String checksum, boolean undid, @Nullable Reason reason, Instant now) {
        DeviceId place = claim.access().place();
        AccessPoint there = places.lock(place).orElse(null);
        SshAccess access = ssh.lock(place).orElse(null);
        if (there == null || access == null) {
            return false;
        }
        boolean current = checksum.equals(access.push().served());
        if (!ssh.over(claim, status, checksum, current, undid, reason, now)) {
            return false;
        }
        Instant begun = access.push().begunAt();
        pastPushes.add(place, new PastPush(checksum, begun == null ? now : begun, now, status, undid, reason));
        if (current && status == Status.APPLIED) {
            configured(there, now);
            useTunnel(place);
        }
        return true;
    }

    /** The newest first. */
    List<PastPush> pastPushes(DeviceId place, int most) {
        return pastPushes.of(place, most);
    }

    /** A person accepted the key of the box that is reached there: a box has come forward. */
    void reached(DeviceId place, Instant now) {
        AccessPoint there = places.lock(place).orElseThrow(() -> AccessPoints.missing(place));
        Life life = there.life();
        if (life.stage() == Stage.PLANNED) {
            places.put(there.with(new Life(life.planned(), now, null, null, null, null)));
        }
    }

    private void configured(AccessPoint there, Instant now) {
        Life life = there.life();
        if (life.approved() != null && life.configured() == null) {
            places.put(there.with(
                    new Life(life.planned(), life.registered(), life.approved(), now, null, life.retired())));
            log.info("access point configured place={}", there.id());
        }
    }
}
