package io.langsong.provisioning;

import io.langsong.database.ActiveTimer;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What only the active server does about provisioning. */
@Configuration(proxyBeanMethods = false)
class ProvisioningConfiguration {
    @Bean
    ActiveTimer rolloutTimer(Rollouts rollouts, Tunnel tunnel) {
        return new ActiveTimer("rollout-timer", List.of(rollouts::tick, rollouts::findInService, tunnel::write));
    }
}
