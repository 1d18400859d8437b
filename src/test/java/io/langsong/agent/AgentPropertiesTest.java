package io.langsong.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class AgentPropertiesTest {
    private static AgentProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("langsong.agent", AgentProperties.class);
    }

    @Test
    void needsNoSetting() {
        assertThat(bind(Map.of()))
                .isEqualTo(new AgentProperties(
                        Duration.ofMinutes(5),
                        DataSize.ofMegabytes(1),
                        Duration.ofMinutes(1),
                        120,
                        5_000,
                        Duration.ofDays(31)));
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(textBlock = """
            interval,     2h,   langsong.agent.interval is 7200 s; give 10s to 1h
            most-octets,  1GB,  langsong.agent.most-octets is 1073741824 octets; give 64KB to 4MB
            body-timeout, 10ms, langsong.agent.body-timeout is 0 s; give 1s to 5m
            per-minute,   1,    langsong.agent.per-minute is 1; give 10 to 6000
            per-day,      0,    langsong.agent.per-day is 0; give 100 to 1000000
            latest,       1m,   langsong.agent.latest is 60 s; give 1h to 365d
            """)
    void refusesWithTheRemedy(String name, String value, String message) {
        assertThatThrownBy(() -> bind(Map.of("langsong.agent." + name, value)))
                .rootCause()
                .hasMessage(message);
    }
}
