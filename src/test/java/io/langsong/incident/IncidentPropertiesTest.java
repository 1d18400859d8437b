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
        assertThat(bound(Map.of())).isEqualTo(new IncidentProperties(Duration.ofMinutes(10), Duration.ofDays(1)));
        assertThat(bound(Map.of("langsong.incident.reopen-within", "0s", "langsong.incident.close-after", "7d")))
                .isEqualTo(new IncidentProperties(Duration.ZERO, Duration.ofDays(7)));
    }

    @ParameterizedTest
    @CsvSource({"reopen-within, -1s", "reopen-within, 25h", "close-after, 59s", "close-after, 91d"})
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
