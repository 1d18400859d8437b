package io.langsong.provisioning;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.outage.Condition;
import io.langsong.outage.Conditions;
import io.langsong.outage.ObjectRef;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Whether an access point works with what it was given: a box that says so is not enough. Any thread. */
@Component
class AppliedCheck {
    private final Inventory inventory;
    private final Conditions conditions;

    AppliedCheck(Inventory inventory, Conditions conditions) {
        this.inventory = inventory;
        this.conditions = conditions;
    }

    enum Finding {
        WELL,
        NOT_YET
    }

    /**
     * @param applied when the box said that it applied what it was given
     * @return {@code WELL} when it was asked since and answered, or is not asked at all
     */
    Finding of(DeviceId place, Instant applied, Instant now) {
        return isAsked(place) && !answered(place, applied, now) ? Finding.NOT_YET : Finding.WELL;
    }

    private boolean isAsked(DeviceId place) {
        return inventory.snapshot().device(place).filter(Device::enabled).isPresent();
    }

    /** Whether the device of a place was asked since, and answered. */
    boolean answered(DeviceId place, Instant since, Instant now) {
        Conditions.State state = conditions.of(ObjectRef.of(place));
        Instant good = state.lastGood();
        boolean answers = state.condition() == Condition.UP || state.condition() == Condition.DEGRADED;
        return isAsked(place) && answers && good != null && good.isAfter(since) && !good.isAfter(now);
    }
}
