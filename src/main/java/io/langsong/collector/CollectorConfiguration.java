package io.langsong.collector;

import io.langsong.database.ActiveTimer;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What only the active server does about collectors. */
@Configuration(proxyBeanMethods = false)
class CollectorConfiguration {
    @Bean
    ActiveTimer collectorTimer(Gateway gateway) {
        return new ActiveTimer("collector-timer", List.of(gateway::tick));
    }

    /** On a thread of its own: the store may be slow to say that all is safe. */
    @Bean
    ActiveTimer collectorInboxTimer(Inbox inbox) {
        return new ActiveTimer("collector-inbox", List.of(inbox::settle));
    }
}
