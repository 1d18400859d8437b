package io.langsong.firmware;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.firmware.Upgrade.Progress;
import io.langsong.firmware.Upgrade.State;
import io.langsong.firmware.Upgrade.Step;
import io.langsong.firmware.UpgradeTable.Claim;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.provisioning.AppliedCheck;
import io.langsong.provisioning.BoxAccess;
import io.langsong.provisioning.driver.DeviceFailure;
import io.langsong.provisioning.driver.DeviceFailure.Kind;
import io.langsong.provisioning.driver.DeviceFailure.Reason;
import io.langsong.provisioning.driver.SshConnection;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Goes on with one step of an upgrade as far as it can at once. That a box is told to restart is written before it is told; afterwards it is asked
 * what runs there and whether it was started anew before anything else is done, so that it is told once, whoever died meanwhile. Any thread, one
 * for each claim.
 */
@Component
class Flasher {
    private static final Logger log = LoggerFactory.getLogger(Flasher.class);

    /** Reasons that have words of their own; of others the kind is told. */
    private static final Set<Reason> OF_FIRMWARE =
            EnumSet.of(Reason.NOT_KNOWN, Reason.OTHER_CHECKSUM, Reason.IMAGE_REFUSED);

    /** Longer than any one command; renewed while a file is brought. */
    static final Duration LEASE = Duration.ofMinutes(3);

    static final Duration NEXT_LOOK = Duration.ofSeconds(10);
    /** How long it is tried to reach a box that nothing was done to. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    /** An upgrade that has begun ends what it runs in, also what would tell that it failed. */
    static final Duration SURE = Duration.ofMinutes(1);

    private final UpgradeTable table;
    private final Images images;
    private final Boxes boxes;
    private final BoxAccess door;
    private final AppliedCheck polls;
    private final PlannedRestart restarts;
    private final Inventory inventory;
    private final FirmwareProperties settings;
    private final AuditTrail audit;
    private final TransactionTemplate fenced;
    private final Clock clock;
    private final UUID server = UUID.randomUUID();

    /** @param fenced refuses when another server has taken over */
    Flasher(
            JdbcClient jdbc,
            Images images,
            Boxes boxes,
            BoxAccess door,
            AppliedCheck polls,
            PlannedRestart restarts,
            Inventory inventory,
            FirmwareProperties settings,
            AuditTrail audit,
            @Qualifier("fencedTransactions") TransactionTemplate fenced,
            Clock clock) {
        this.table = new UpgradeTable(jdbc);
        this.images = images;
        this.boxes = boxes;
        this.door = door;
        this.polls = polls;
        this.restarts = restarts;
        this.inventory = inventory;
        this.settings = settings;
        this.audit = audit;
        this.fenced = fenced;
        this.clock = clock;
    }

    /** The next that is due and that nobody does. */
    Optional<Claim> claim() {
        return Objects.requireNonNull(fenced.execute(status -> table.claim(server, now(), now().plus(LEASE))));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Somebody else does it now. */
    private static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Lost() {
            super("Somebody else does it now", null, false, false);
        }
    }

    /** Takes minutes. */
    void work(Claim claim) {
        try {
            new Attempt(claim).run();
        } catch (Lost lost) {
            log.info("upgrade step was left to somebody else place={}", claim.place());
        }
    }

    /** One claim, from its beginning to where it has to wait, or its end. */
    private final class Attempt {
        private final Claim claim;
        private final DeviceId place;
        private final Image image;
        private final Flash flash;
        private Step step;

        Attempt(Claim claim) {
            this.claim = claim;
            this.place = claim.place();
            Upgrade upgrade = table.find(claim.upgrade()).orElseThrow();
            this.step = step(upgrade);
            this.image = images.find(upgrade.image()).orElseThrow();
            this.flash = Boxes.flash(image.family());
        }

        private Step step(Upgrade upgrade) {
            return upgrade.steps().stream()
                    .filter(one -> one.place().equals(place))
                    .findFirst()
                    .orElseThrow();
        }

        void run() {
            if (!mine(this::held)) {
                busy();
                return;
            }
            if (step.progress().isHarmless() && leftAlone()) {
                return;
            }
            try (SshConnection box = door.connect(place)) {
                advance(box);
            } catch (DeviceFailure failure) {
                failed(failure);
            } catch (IOException failed) {
                over(Progress.FAILED, "no-file", null);
            }
        }

        private <R> R mine(Supplier<R> work) {
            return Objects.requireNonNull(fenced.execute(status -> work.get()));
        }

        /** Longer than a restart may take, so that nothing is pushed into the middle of it while no server lives. */
        private boolean held() {
            if (!table.renew(claim, now().plus(LEASE))) {
                throw new Lost();
            }
            Instant until = now().plus(settings.bootWithin()).plus(PATIENCE);
            return door.hold(place, step.token(), now(), until);
        }

        private void busy() {
            Instant flashed = step.flashed();
            if (flashed == null && isOver(step.since(), PATIENCE)) {
                over(Progress.SKIPPED, "busy", null);
            } else if (flashed != null && isOver(flashed, settings.bootWithin())) {
                over(Progress.FAILED, "busy", null);
            } else {
                later();
            }
        }

        private boolean isOver(Instant since, Duration patience) {
            return now().isAfter(since.plus(patience));
        }

        private void later() {
            kept(step, now().plus(NEXT_LOOK));
        }

        private void kept(Step next, @Nullable Instant due) {
            fenced.executeWithoutResult(status -> write(next, due));
            step = next;
        }

        private void write(Step next, @Nullable Instant due) {
            if (!table.step(claim, next, due)) {
                throw new Lost();
            }
        }

        /** Nothing was done there yet, and nothing is to be done now. */
        private boolean leftAlone() {
            return mine(() -> leftAlone(table.lock(claim.upgrade()).orElseThrow()));
        }

        private boolean leftAlone(Upgrade upgrade) {
            if (upgrade.state() == State.CANCELLED) {
                over(Progress.SKIPPED, "cancelled", null);
                return true;
            }
            Set<DeviceId> others = table.underWay();
            others.remove(place);
            if (upgrade.mayBegin(now()) && UpgradeOrder.isFree(place, others, inventory.snapshot())) {
                return false;
            }
            // Its turn comes again.
            write(step.at(Progress.WAITING, now(), null, null), now());
            door.release(place, step.token());
            return true;
        }

        private void advance(SshConnection box) throws DeviceFailure, IOException {
            if (step.progress() == Progress.CHECKING && !checked(box)) {
                return;
            }
            if (step.progress() == Progress.UPLOADING && !brought(box)) {
                return;
            }
            followed(box);
        }

        /** @return whether it may go on */
        private boolean checked(SshConnection box) throws DeviceFailure {
            BoxFacts facts = boxes.facts(image.family(), place, box);
            Fit fit = Fit.of(image, facts);
            step = step.lookedAt(facts);
            if (fit.verdict() != Fit.Verdict.FITS) {
                over(Progress.SKIPPED, fit.reasons().get(0), null);
                return false;
            }
            kept(step.at(Progress.UPLOADING, now(), null, null), null);
            return true;
        }

        private boolean brought(SshConnection box) throws DeviceFailure, IOException {
            try (InputStream octets = new Renewing(images.open(image))) {
                flash.bring(box, image, octets);
            } catch (DeviceFailure failure) {
                if (failure.kind() == Kind.REFUSED) {
                    tidy(box);
                }
                throw failure;
            }
            // It may have been started anew since it was looked at.
            step = step.lookedAt(boxes.facts(image.family(), place, box));
            boolean ordered = mine(this::ordered);
            if (!ordered) {
                tidy(box);
            }
            return ordered;
        }

        /** From here on there is no way back: looked at once more, and written, before the box is told. */
        private boolean ordered() {
            if (!held()) {
                throw new Lost();
            } else if (leftAlone(table.lock(claim.upgrade()).orElseThrow())) {
                return false;
            }
            Instant now = now();
            Long plan = restarts.plan(place, image, claim.upgrade(), now, settings.bootWithin());
            Step next = step.at(Progress.FLASHING, now, null, null).flashed(now, plan);
            write(next, null);
            step = next;
            return true;
        }

        /** The box may have been told, and may have done it. */
        private void followed(SshConnection box) throws DeviceFailure {
            BoxFacts facts = boxes.facts(image.family(), place, box);
            if (image.isOn(facts)) {
                back(box);
            } else if (flash.restarted(Objects.requireNonNull(step.boot()), facts.boot())) {
                over(Progress.FAILED, "stayed-on-old", null);
            } else {
                tell(box);
            }
        }

        private void tell(SshConnection box) throws DeviceFailure {
            String said = told(box);
            Instant flashed = Objects.requireNonNull(step.flashed());
            if (said != null && isOver(flashed, SURE) && startsAnew(box)) {
                later();
            } else if (said != null && isOver(flashed, SURE)) {
                tidy(box);
                over(Progress.FAILED, "refused-by-box", said);
            } else if (isOver(flashed, settings.bootWithin())) {
                over(Progress.FAILED, "did-not-restart", null);
            } else if (step.progress() == Progress.FLASHING && said == null) {
                log.info("box told to restart upgrade={} place={}", claim.upgrade(), place);
                kept(step.at(Progress.BOOTING, now(), null, null), now().plus(NEXT_LOOK));
            } else {
                later();
            }
        }

        /** What it was asked for may have been going away at that moment, since it does what it was told. */
        private boolean startsAnew(SshConnection box) throws DeviceFailure {
            BoxFacts facts = boxes.facts(image.family(), place, box);
            return image.isOn(facts) || flash.restarted(Objects.requireNonNull(step.boot()), facts.boot());
        }

        /** @return what the box said of why it does not; null when it is about to */
        private @Nullable String told(SshConnection box) throws DeviceFailure {
            try {
                return flash.order(box, image, step.token());
            } catch (DeviceFailure failure) {
                if (failure.kind() == Kind.REFUSED) {
                    return said(failure);
                }
                throw failure;
            }
        }

        private void back(SshConnection box) {
            Instant since = step.back() == null ? now() : step.back();
            if (step.back() == null) {
                tidy(box);
                step = step.at(Progress.BOOTING, now(), null, null).back(since);
            }
            if (polls.answersAgain(place, since, now())) {
                over(Progress.VERIFIED, null, null);
            } else if (isOver(since, settings.bootWithin())) {
                over(Progress.FAILED, "does-not-answer", null);
            } else {
                later();
            }
        }

        private void tidy(SshConnection box) {
            try {
                flash.tidy(box, image);
            } catch (DeviceFailure failure) {
                log.debug("firmware could not be taken away from a box place={}", place, failure);
            }
        }

        private void failed(DeviceFailure failure) {
            String code = OF_FIRMWARE.contains(failure.reason())
                    ? failure.reason().code()
                    : failure.kind().code();
            boolean told = step.flashed() != null;
            // A box that is starting may answer before it knows what it is.
            if (failure.kind() == Kind.HOST_KEY || failure.kind() == Kind.REFUSED && !told) {
                over(Progress.FAILED, code, said(failure));
            } else if (told && isOver(Objects.requireNonNull(step.flashed()), settings.bootWithin())) {
                over(Progress.FAILED, failure.kind() == Kind.LOGIN ? code : "did-not-come-back", said(failure));
            } else if (!told && failure.kind() == Kind.LOGIN) {
                over(Progress.FAILED, code, said(failure));
            } else if (!told && isOver(step.since(), PATIENCE)) {
                over(step.progress() == Progress.CHECKING ? Progress.SKIPPED : Progress.FAILED, code, said(failure));
            } else {
                later();
            }
        }

        /** In the box's or the network's own words, which stand last; null when there are none. */
        private static @Nullable String said(DeviceFailure failure) {
            List<String> words = failure.arguments();
            return words.isEmpty() ? null : words.get(words.size() - 1);
        }

        private void over(Progress end, @Nullable String why, @Nullable String said) {
            fenced.executeWithoutResult(status -> {
                Upgrade upgrade = table.lock(claim.upgrade()).orElseThrow();
                Step next = step.at(end, now(), why, said);
                write(next, now());
                door.release(place, step.token());
                restarts.end(next);
                audit.recordAs(
                        AuditTrail.SYSTEM,
                        "firmware.step",
                        "device:" + place,
                        List.of(
                                new Change("version", step.from(), image.version()),
                                new Change("progress", null, end.code()),
                                new Change("detail", null, why)));
                if (end == Progress.FAILED
                        && upgrade.state() == State.RUNNING
                        && upgrade.failures() + 1 >= upgrade.plan().stopAfter()) {
                    table.state(claim.upgrade(), State.STOPPED, null);
                    audit.recordAs(
                            AuditTrail.SYSTEM, "firmware.upgrade.stop", Upgrades.subject(upgrade.id()), List.of());
                    log.warn("upgrade stopped upgrade={}", claim.upgrade());
                }
            });
            if (end == Progress.FAILED) {
                log.warn("upgrade step failed upgrade={} place={} reason={}", claim.upgrade(), place, why);
            } else {
                log.info("upgrade step over upgrade={} place={} progress={}", claim.upgrade(), place, end.code());
            }
        }

        /** A file on its way to a box, which may take longer than a lease. */
        private final class Renewing extends java.io.FilterInputStream {
            private Instant renewed = now();

            Renewing(InputStream file) {
                super(file);
            }

            @Override
            public int read(byte[] buffer, int from, int count) throws IOException {
                if (isOver(renewed, LEASE.dividedBy(3))) {
                    renewed = now();
                    if (!mine(() -> table.renew(claim, renewed.plus(LEASE)))) {
                        throw new IOException("Somebody else does it now");
                    }
                }
                return super.read(buffer, from, count);
            }
        }
    }
}
