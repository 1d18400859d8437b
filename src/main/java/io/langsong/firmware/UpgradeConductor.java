package io.langsong.firmware;

import io.langsong.firmware.Upgrade.Progress;
import io.langsong.firmware.Upgrade.State;
import io.langsong.firmware.Upgrade.Step;
import io.langsong.inventory.Inventory;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Begins the steps whose turn it is, and ends upgrades in which nothing is left. One thread of the active server. */
@Component
class UpgradeConductor {
    private static final Logger log = LoggerFactory.getLogger(UpgradeConductor.class);

    private final UpgradeTable table;
    private final Inventory inventory;
    private final TransactionTemplate fenced;
    private final Clock clock;

    /** @param fenced refuses when another server has taken over */
    UpgradeConductor(
            JdbcClient jdbc,
            Inventory inventory,
            @Qualifier("fencedTransactions") TransactionTemplate fenced,
            Clock clock) {
        this.table = new UpgradeTable(jdbc);
        this.inventory = inventory;
        this.fenced = fenced;
        this.clock = clock;
    }

    void tick() {
        for (long id : table.open()) {
            // One transaction each: an error in one keeps no other from going on.
            fenced.executeWithoutResult(status -> table.lock(id).ifPresent(this::advance));
        }
    }

    private void advance(Upgrade upgrade) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (upgrade.mayBegin(now)) {
            for (Step step : UpgradeOrder.next(upgrade, table.underWay(), inventory.snapshot())) {
                table.step(upgrade.id(), step.at(Progress.CHECKING, now, null, null));
                log.info("upgrade step begun upgrade={} place={}", upgrade.id(), step.place());
            }
        }
        boolean over = upgrade.steps().stream().allMatch(step -> step.progress().isOver());
        if (over && upgrade.state() != State.CANCELLED) {
            table.state(upgrade.id(), State.FINISHED, null);
            log.info("upgrade finished upgrade={} failures={}", upgrade.id(), upgrade.failures());
        }
    }
}
