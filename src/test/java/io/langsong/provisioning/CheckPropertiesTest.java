package io.langsong.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.provisioning.CheckProperties.Clients;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class CheckPropertiesTest {
    private static CheckProperties settings(Map<String, String> given) {
        return new Binder(new MapConfigurationPropertySource(given))
                .bindOrCreate("langsong.provisioning.check", CheckProperties.class);
    }

    @Test
    void hasDefaultsAndIsSet() {
        assertThat(settings(Map.of())).isEqualTo(new CheckProperties(Clients.NOTE, Duration.ofMinutes(10)));
        assertThat(settings(Map.of(
                        "langsong.provisioning.check.clients", "fail",
                        "langsong.provisioning.check.clients-within", "30m")))
                .isEqualTo(new CheckProperties(Clients.FAIL, Duration.ofMinutes(30)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"59s", "61m"})
    void refusesWhatIsOutOfRange(String within) {
        assertThatThrownBy(() -> settings(Map.of("langsong.provisioning.check.clients-within", within)))
                .rootCause()
                .hasMessageContaining("langsong.provisioning.check.clients-within is")
                .hasMessageContaining("give 1m to 60m");
    }
}
