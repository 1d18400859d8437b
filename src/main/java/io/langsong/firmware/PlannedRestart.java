package io.langsong.firmware;

import io.langsong.firmware.Upgrade.Step;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.maintenance.Plan;
import io.langsong.maintenance.PlanWish;
import io.langsong.maintenance.Plans;
import io.langsong.maintenance.Scope;
import io.langsong.maintenance.Timing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the time in which a box restarts planned time, for it and all behind it. Joins the transaction of the caller. */
@Component
class PlannedRestart {
    /** A plan counts as announced when it was entered before it begins; a box takes longer to go down. */
    private static final Duration AHEAD = Duration.ofSeconds(1);

    private static final String BY = "firmware";

    private final Plans plans;
    private final Inventory inventory;
    private final Clock clock;

    PlannedRestart(Plans plans, Inventory inventory, Clock clock) {
        this.plans = plans;
        this.inventory = inventory;
        this.clock = clock;
    }

    /** @return number of the plan; null where the place is no device that is watched */
    @Nullable
    Long plan(DeviceId place, Image image, long upgrade, Instant now, Duration length) {
        if (inventory.snapshot().device(place).isEmpty()) {
            return null;
        }
        // The name is a person's, so it may be long.
        String title = "Firmware " + image.version() + ", " + place.value();
        Instant from = now.plus(AHEAD);
        return plans.enter(
                        new PlanWish(
                                Plan.Kind.WORK,
                                title.substring(0, Math.min(title.length(), PlanWish.LONGEST_TITLE)),
                                "upgrade " + upgrade,
                                null,
                                Scope.of(place),
                                Timing.Once.of(from, from.plus(length))),
                        BY)
                .id();
    }

    /** The box is back, or is lost: from now on silence counts again. */
    void end(Step step) {
        Long number = step.maintenance();
        if (number != null) {
            plans.find(number)
                    .filter(plan -> plan.ended() == null && plan.state(clock.instant()) != Plan.State.PAST)
                    .ifPresent(plan -> plans.end(number, BY, step.progress().code()));
        }
    }
}
