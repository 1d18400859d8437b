package io.langsong.polling;

import io.langsong.snmp.SnmpEngine;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class PollingConfiguration {
    /** A new engine for each start of the poller: one that was closed does not open again. */
    @Bean
    Supplier<SnmpEngine> snmpEngines() {
        return SnmpEngine::new;
    }
}
