package io.langsong.firmware;

import io.langsong.database.ActiveTimer;
import io.langsong.firmware.UpgradeTable.Claim;
import io.langsong.provisioning.DueWork;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What only the active server does about firmware. */
@Configuration(proxyBeanMethods = false)
class FirmwareConfiguration {
    @Bean
    DueWork<Claim> flashes(Flasher flasher) {
        return new DueWork<>("flash", flasher::claim, flasher::work);
    }

    @Bean
    ActiveTimer upgradeTimer(UpgradeConductor conductor, DueWork<Claim> flashes) {
        return new ActiveTimer("upgrade-timer", List.of(conductor::tick, flashes::tick));
    }
}
