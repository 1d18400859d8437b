package io.langsong.polling;

import io.langsong.inventory.Device;
import io.langsong.inventory.Inventory;
import io.langsong.polling.profile.Profiles;
import io.langsong.snmp.SnmpEngine;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class PollingConfiguration {
    /** A new engine for each start of the poller: one that was closed does not open again. */
    @Bean
    Supplier<SnmpEngine> snmpEngines() {
        return SnmpEngine::new;
    }

    @Bean
    PollIntake pollIntake(ObjectProvider<PollObserver> observers) {
        return new PollIntake(() -> observers.orderedStream().toList());
    }

    @Bean
    Poller poller(
            Inventory inventory,
            ObjectProvider<PolledElsewhere> elsewhere,
            PollIntake intake,
            Supplier<Profiles> profiles,
            PollingProperties settings,
            Clock clock,
            Supplier<SnmpEngine> engines) {
        Supplier<List<Device>> devices = () -> inventory.snapshot().devices().stream()
                .filter(device -> elsewhere.stream().noneMatch(other -> other.includes(device)))
                .toList();
        return new Poller(devices, intake, profiles, settings, clock, engines);
    }
}
