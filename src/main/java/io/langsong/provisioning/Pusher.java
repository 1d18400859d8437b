package io.langsong.provisioning;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.Box.Status;
import io.langsong.provisioning.Reason.Found;
import io.langsong.provisioning.SshTable.Claim;
import io.langsong.provisioning.driver.DeviceFailure;
import io.langsong.provisioning.driver.DeviceFailure.Kind;
import io.langsong.provisioning.driver.Driver;
import io.langsong.provisioning.driver.Driver.Phase;
import io.langsong.provisioning.driver.Driver.Standing;
import io.langsong.provisioning.driver.SshConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings what was let out to one box over SSH. Before anything is done the box is asked what it has and what is on trial there, so that a server
 * that died in the middle, or another one, goes on where it was, and nothing is applied twice. Any thread, one for each claim.
 */
@Component
class Pusher {
    /** Longer than any one command; renewed before each. */
    static final Duration LEASE = Duration.ofMinutes(3);

    private static final Logger log = LoggerFactory.getLogger(Pusher.class);
    /** A box that undid something restarts. */
    private static final Duration RESTART = Duration.ofMinutes(3);

    private static final Duration FIRST_LOOK = Duration.ofSeconds(1);
    /** A box that is asked too often may take us for somebody who guesses. */
    private static final int MOST_BETWEEN = 15;

    private static final Duration FIRST_DELAY = Duration.ofSeconds(20);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(10);
    private static final int MOST_DOUBLINGS = 6;

    private final Fleet fleet;
    private final SshReach reach;
    private final Backups backups;
    private final ProvisioningProperties settings;
    private final AuditTrail audit;
    private final TransactionTemplate fenced;
    private final Clock clock;
    private final Pause pause;
    private final UUID server = UUID.randomUUID();

    /** @param fenced refuses when another server has taken over */
    Pusher(
            Fleet fleet,
            SshReach reach,
            Backups backups,
            ProvisioningProperties settings,
            AuditTrail audit,
            @Qualifier("fencedTransactions") TransactionTemplate fenced,
            Clock clock,
            Pause pause) {
        this.fleet = fleet;
        this.reach = reach;
        this.backups = backups;
        this.settings = settings;
        this.audit = audit;
        this.fenced = fenced;
        this.clock = clock;
        this.pause = pause;
    }

    /** The next that is to be pushed and that nobody does. */
    Optional<Claim> claim() {
        return Objects.requireNonNull(fenced.execute(status -> fleet.ssh().claim(server, now(), LEASE)));
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

    /** Goes as far as it can with one box; takes minutes. */
    void push(Claim claim) {
        DeviceId place = claim.access().place();
        try {
            Rendition wanted = fleet.letOut(place).orElseThrow();
            new Attempt(claim, wanted).run();
        } catch (Lost lost) {
            log.info("push was left to somebody else place={}", place);
        } catch (InterruptedException stopped) {
            // Before the thread is marked again: a pool gives no connection to one that is.
            later(claim, now(), false, null);
            Thread.currentThread().interrupt();
        }
    }

    private void later(Claim claim, Instant due, boolean unreachable, @Nullable Reason reason) {
        fenced.executeWithoutResult(status -> fleet.ssh().later(claim, due, unreachable, reason, now()));
    }

    /** One claim, from its beginning to its end. */
    private final class Attempt {
        private final Claim claim;
        private final DeviceId place;
        private final Rendition wanted;
        private final Method method;
        private final Driver driver;
        private @Nullable Instant begun;
        private boolean ended;

        Attempt(Claim claim, Rendition wanted) {
            this.claim = claim;
            this.place = claim.access().place();
            this.wanted = wanted;
            this.method = fleet.method(place);
            this.driver = SshReach.driver(method, claim.access());
            SshAccess.Push push = claim.access().push();
            this.begun = wanted.checksum().equals(push.begun()) ? push.begunAt() : null;
        }

        void run() throws InterruptedException {
            try {
                for (int looks = 0; !advanced(); looks++) {
                    renew();
                    pause.of(FIRST_LOOK.multipliedBy(Math.min(MOST_BETWEEN, 1 + looks / 3)));
                }
            } catch (DeviceFailure failure) {
                if (!ended) {
                    failed(failure);
                }
            }
        }

        /** @return whether it is over, or to be tried again later */
        private boolean advanced() throws DeviceFailure {
            try (SshConnection box = reach.connect(claim.access(), claim.secrets())) {
                fenced.executeWithoutResult(status -> fleet.ssh().seen(claim, now()));
                return advanced(box);
            } catch (DeviceFailure failure) {
                boolean notIn = failure.kind() == Kind.UNREACHABLE
                        || failure.kind() == Kind.LOGIN
                        || failure.kind() == Kind.HOST_KEY;
                if (notIn && isOnTrial() && !ended) {
                    // It restarts its network, or does not let us in any more and will go back.
                    return false;
                }
                throw failure;
            }
        }

        private boolean isOnTrial() {
            Instant since = begun;
            return since != null
                    && driver.undoes()
                    && now().isBefore(since.plus(settings.confirmWithin()).plus(RESTART));
        }

        private boolean advanced(SshConnection box) throws DeviceFailure {
            Standing standing = driver.standing(box);
            Driver.Change change = change(standing);
            if (standing.phase() == Phase.APPLIED) {
                driver.confirm(box, trial(standing, change));
                if (wanted.checksum().equals(standing.change())) {
                    applied(box);
                    return true;
                }
                return false;
            } else if (standing.is(Phase.READY, wanted.checksum())) {
                begin(box, change);
                return false;
            } else if (standing.phase() == Phase.BEGUN || standing.phase() == Phase.READY) {
                return isLeft();
            } else if (wanted.checksum().equals(standing.has())) {
                applied(box);
                return true;
            } else if (begun != null) {
                return ended(box, standing, change);
            }
            begin(box, change);
            return !driver.undoes();
        }

        private Driver.Change change(Standing standing) {
            String has = standing.has();
            byte[] before = has == null
                    ? null
                    : fleet.ours(place, has).map(Rendition::archive).orElse(null);
            return new Driver.Change(
                    wanted.checksum(), wanted.archive(), before, wanted.restores() != null, settings.confirmWithin());
        }

        /** What is on trial may be something that was let out before. */
        private Driver.Change trial(Standing standing, Driver.Change change) {
            return new Driver.Change(
                    Objects.requireNonNull(standing.change()),
                    change.octets(),
                    change.before(),
                    change.whole(),
                    change.confirmWithin());
        }

        /** The box works on it; what was not begun by us is left to it. */
        private boolean isLeft() {
            if (isOnTrial()) {
                return false;
            } else if (begun == null) {
                later(claim, now().plus(FIRST_DELAY), false, new Reason(DeviceFailure.Reason.BUSY.code(), List.of()));
            } else {
                over(Status.ERROR, false, Reason.of(Found.NO_END));
            }
            return true;
        }

        /** It was begun, and is not there. */
        private boolean ended(SshConnection box, Standing standing, Driver.Change change) throws DeviceFailure {
            Instant since = Objects.requireNonNull(begun);
            if (!driver.undoes()) {
                over(Status.ERROR, false, Reason.of(Found.CUT_SHORT));
                return true;
            } else if (standing.is(Phase.REFUSED, wanted.checksum())) {
                over(Status.ERROR, false, Reason.said(standing.reason()));
                // It may restart before it answers; if it never heard of it, it goes back in time by itself.
                driver.takeBack(box, change);
                return true;
            } else if (standing.is(Phase.UNDONE, wanted.checksum())
                    || !driver.tellsThatItUndid() && !now().isBefore(since.plus(settings.confirmWithin()))) {
                over(
                        Status.ERROR,
                        true,
                        Reason.of(Found.UNDONE, settings.confirmWithin().toSeconds()));
                return true;
            }
            // It has not gone back, so it never began.
            begin(box, change);
            return false;
        }

        private void begin(SshConnection box, Driver.Change change) throws DeviceFailure {
            Instant now = now();
            if (!Boolean.TRUE.equals(fenced.execute(status -> fleet.ssh().begun(claim, wanted.checksum(), now)))) {
                throw new Lost();
            }
            begun = now;
            log.info("push begun place={} checksum={}", place, wanted.checksum());
            driver.begin(box, change);
            if (!driver.undoes()) {
                applied(box);
            }
        }

        private void renew() {
            if (!Boolean.TRUE.equals(fenced.execute(status -> fleet.ssh().renew(claim, now().plus(LEASE))))) {
                throw new Lost();
            }
        }

        private void applied(SshConnection box) {
            // What the box had before we came, somebody may have changed by hand since.
            boolean hadIt = begun == null && backups.isKnownAfter(place, wanted.checksum());
            over(Status.APPLIED, false, null);
            if (!hadIt) {
                backups.takenAfter(place, wanted.checksum(), driver, box);
            }
        }

        private void over(Status status, boolean undid, @Nullable Reason reason) {
            fenced.executeWithoutResult(transaction -> {
                Instant now = now();
                Reason shown = reason == null ? null : reason.masked(method.dialect());
                if (!fleet.pushed(claim, status, wanted.checksum(), undid, shown, now)) {
                    throw new Lost();
                }
                audit.recordAs(
                        AuditTrail.SYSTEM,
                        "provisioning.push",
                        "device:" + place,
                        List.of(
                                new Change("checksum", null, wanted.checksum()),
                                new Change("status", null, status.code())));
            });
            ended = true;
            if (status == Status.APPLIED) {
                log.info("push applied place={} checksum={}", place, wanted.checksum());
            } else {
                log.warn("push failed place={} checksum={} undid={}", place, wanted.checksum(), undid);
            }
        }

        private void failed(DeviceFailure failure) {
            String offered = failure.offered();
            Reason reason = Reason.of(failure).masked(method.dialect());
            switch (failure.kind()) {
                case HOST_KEY -> {
                    if (offered != null) {
                        fenced.executeWithoutResult(status -> fleet.ssh().offered(place, offered, now()));
                    }
                    over(Status.ERROR, false, reason);
                }
                case LOGIN, REFUSED -> over(Status.ERROR, false, reason);
                case UNREACHABLE -> unreachable(reason);
                case BUSY -> {
                    fenced.executeWithoutResult(status -> fleet.ssh().notBegun(claim));
                    later(claim, now().plus(FIRST_DELAY), false, reason);
                }
            }
        }

        private void unreachable(Reason reason) {
            int doublings = Math.min(MOST_DOUBLINGS, claim.access().push().attempts() - 1);
            Duration delay = FIRST_DELAY.multipliedBy(1L << Math.max(0, doublings));
            later(claim, now().plus(delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY), true, reason);
        }
    }
}
