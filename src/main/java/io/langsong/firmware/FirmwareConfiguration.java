package io.langsong.firmware;

import io.langsong.database.ActiveTimer;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What only the active server does about firmware. */
@Configuration(proxyBeanMethods = false)
class FirmwareConfiguration {
    @Bean
    FlashQueue flashQueue(Flasher flasher) {
        return new FlashQueue(flasher);
    }

    @Bean
    ActiveTimer upgradeTimer(UpgradeConductor conductor, FlashQueue queue) {
        return new ActiveTimer("upgrade-timer", List.of(conductor::tick, queue::tick));
    }
}
