package io.langsong.provisioning;

import io.langsong.database.ActiveTimer;
import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.SshTable.Claim;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What only the active server does about provisioning. */
@Configuration(proxyBeanMethods = false)
class ProvisioningConfiguration {
    @Bean
    ActiveTimer rolloutTimer(RolloutRunner runner, Tunnel tunnel, Alarms alarms) {
        return new ActiveTimer(
                "rollout-timer", List.of(runner::tick, runner::findInService, tunnel::write, alarms::tick));
    }

    @Bean
    Pause pause() {
        return length -> Thread.sleep(length.toMillis());
    }

    @Bean
    DueWork<Claim> pushes(Pusher pusher) {
        return new DueWork<>("push", pusher::claim, pusher::push);
    }

    @Bean
    DueWork<DeviceId> configurationFetches(Fetches fetches) {
        return new DueWork<>("fetch", fetches::claim, fetches::fetch);
    }

    @Bean
    ActiveTimer pushTimer(DueWork<Claim> pushes, DueWork<DeviceId> configurationFetches) {
        return new ActiveTimer("push-timer", List.of(pushes::tick, configurationFetches::tick));
    }
}
