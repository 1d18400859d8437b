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

    @Bean
    PushQueue pushQueue(Pusher pusher) {
        return new PushQueue(pusher);
    }

    @Bean
    ActiveTimer pushTimer(PushQueue queue) {
        return new ActiveTimer("push-timer", List.of(queue::tick));
    }
}
