package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.driver.DeviceFailure;
import io.langsong.provisioning.driver.SshConnection;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The way to boxes over SSH for work that is not configuration. A box is kept for whoever works there: nothing is pushed to it meanwhile, and
 * it can not be had while something is pushed. Any thread.
 */
@Component
public class BoxAccess {
    private final Fleet fleet;
    private final SshReach reach;

    BoxAccess(Fleet fleet, SshReach reach) {
        this.fleet = fleet;
        this.reach = reach;
    }

    /**
     * Keeps a box, or goes on keeping it. Joins the transaction of the caller.
     *
     * @param holder the same each time for the same work
     * @param until after that others may have it, whatever became of the holder
     * @return false while something is pushed there or on trial, or another holder has it
     */
    public boolean hold(DeviceId place, UUID holder, Instant now, Instant until) {
        return fleet.ssh().hold(place, holder, now, until);
    }

    /** Joins the transaction of the caller. */
    public void release(DeviceId place, UUID holder) {
        fleet.ssh().release(place, holder);
    }

    /**
     * Connects to the box there, if it has the key that a person accepted.
     *
     * @throws DeviceFailure of kind {@code UNREACHABLE}, {@code HOST_KEY} or {@code LOGIN}
     * @throws io.langsong.access.Refused when nobody said how it is reached
     */
    public SshConnection connect(DeviceId place) throws DeviceFailure {
        SshAccess access = fleet.ssh().find(place).orElseThrow(() -> SshAccesses.missing(place));
        return reach.connect(access, fleet.ssh().secrets(place));
    }
}
