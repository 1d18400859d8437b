package io.langsong.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class DiscoveryPropertiesTest {
    @Test
    void needsNoSetting() {
        assertThat(bound(Map.of())).isEqualTo(new DiscoveryProperties(200, Duration.ofSeconds(1), 1, 20));
    }

    @Test
    void takesWhatIsSet() {
        assertThat(bound(Map.of(
                        "langsong.discovery.rate", "50",
                        "langsong.discovery.timeout", "300ms",
                        "langsong.discovery.retries", "0",
                        "langsong.discovery.keep", "5")))
                .isEqualTo(new DiscoveryProperties(50, Duration.ofMillis(300), 0, 5));
    }

    @ParameterizedTest
    @CsvSource({"rate,0", "rate,5001", "timeout,10ms", "timeout,31s", "retries,-1", "retries,6", "keep,0"})
    void refusesWhatCanNotBe(String name, String value) {
        assertThatThrownBy(() -> bound(Map.of("langsong.discovery." + name, value)))
                .rootCause()
                .hasMessageContaining("langsong.discovery." + name)
                .hasMessageContaining("set it to");
    }

    private static DiscoveryProperties bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("langsong.discovery", DiscoveryProperties.class);
    }
}
