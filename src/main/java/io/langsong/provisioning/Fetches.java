package io.langsong.provisioning;

import io.langsong.access.Refused;
import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.Backup.Cause;
import io.langsong.provisioning.driver.DeviceFailure;
import io.langsong.provisioning.driver.DeviceFailure.Kind;
import io.langsong.provisioning.driver.Driver;
import io.langsong.provisioning.driver.SshConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Has running configurations fetched: now for a person, each night for all. What is due stands in the database, so that a box which is off
 * at night is asked again until it is back. All that a box may take its time for has an end, three minutes at most. Any thread.
 */
@Component
public class Fetches {
    private static final Logger log = LoggerFactory.getLogger(Fetches.class);
    /** Longer than a fetch may take: whoever asks next comes after that. */
    private static final Duration AGAIN = Duration.ofMinutes(10);

    private final Fleet fleet;
    private final SshAccesses accesses;
    private final SshReach reach;
    private final Backups backups;
    private final TransactionTemplate fenced;
    private final Clock clock;

    /** @param fenced refuses when another server has taken over */
    Fetches(
            Fleet fleet,
            SshAccesses accesses,
            SshReach reach,
            Backups backups,
            @Qualifier("fencedTransactions") TransactionTemplate fenced,
            Clock clock) {
        this.fleet = fleet;
        this.accesses = accesses;
        this.reach = reach;
        this.backups = backups;
        this.fenced = fenced;
        this.clock = clock;
    }

    /** Fetches the running configuration now; takes seconds. */
    public Backup now(DeviceId place) {
        AccessPoint there = accesses.requirePushed(place);
        SshAccess access = accesses.find(place).orElseThrow(() -> SshAccesses.missing(place));
        try {
            return fetch(there, access, Cause.ASKED);
        } catch (DeviceFailure failure) {
            throw accesses.refusal(place, failure);
        }
    }

    private Backup fetch(AccessPoint there, SshAccess access, Cause cause) throws DeviceFailure {
        Driver driver = SshReach.driver(there.method(), access);
        try (SshConnection box = reach.connect(access, fleet.ssh().secrets(there.id()))) {
            return backups.taken(there.id(), cause, null, driver, box);
        }
    }

    /** For a calendar: from now on all of them are due. */
    public void all() {
        int count = Objects.requireNonNull(fenced.execute(status -> fleet.ssh().fetchAll(instant())));
        log.info("running configurations are to be fetched count={}", count);
    }

    private Instant instant() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** The next that is due, and that nothing is pushed to meanwhile. */
    Optional<DeviceId> claim() {
        Instant now = instant();
        return Objects.requireNonNull(fenced.execute(status -> fleet.ssh().nextFetch(now, now.plus(AGAIN))));
    }

    /** Fetches one that was claimed. One that can not be reached is due again; for the rest a person has to do something first. */
    void fetch(DeviceId place) {
        boolean again = false;
        try {
            AccessPoint there = accesses.requirePushed(place);
            fetch(there, accesses.find(place).orElseThrow(() -> SshAccesses.missing(place)), Cause.NIGHTLY);
        } catch (DeviceFailure failure) {
            again = failure.kind() == Kind.UNREACHABLE || failure.kind() == Kind.BUSY;
            log.debug("running configuration could not be fetched place={}", place, failure);
        } catch (Refused meanwhile) {
            log.debug("access point is not pushed any more place={}", place, meanwhile);
        }
        if (!again) {
            fenced.executeWithoutResult(status -> fleet.ssh().fetched(place));
        }
    }
}
