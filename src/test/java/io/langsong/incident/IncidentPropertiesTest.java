package io.langsong.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class IncidentPropertiesTest {
    @Test
    void hasDefaultsAndIsSet() {
        assertThat(bound(Map.of())).isEqualTo(TestIncidents.SETTINGS);
        assertThat(bound(Map.of(
                        "langsong.incident.reopen-within", "0s",
                        "langsong.incident.close-after", "7d",
                        "langsong.incident.unstable-after", "5",
                        "langsong.incident.unstable-within", "2h",
                        "langsong.incident.unstable-quiet", "15m",
                        "langsong.incident.storm-digest", "1h")))
                .isEqualTo(new IncidentProperties(
                        Duration.ZERO,
                        Duration.ofDays(7),
                        5,
                        Duration.ofHours(2),
                        Duration.ofMinutes(15),
                        Duration.ofHours(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "reopen-within, -1s",
        "reopen-within, 25h",
        "close-after, 59s",
        "close-after, 91d",
        "unstable-after, 0",
        "unstable-after, 101",
        "unstable-within, 59s",
        "unstable-quiet, 25h",
        "storm-digest, 4m"
    })
    void refusesWhatCanNotBe(String name, String value) {
        assertThatThrownBy(() -> bound(Map.of("langsong.incident." + name, value)))
                .rootCause()
                .hasMessageContaining("langsong.incident." + name + " is")
                .hasMessageContaining("set it to");
    }

    private static IncidentProperties bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("langsong.incident", IncidentProperties.class);
    }
}
