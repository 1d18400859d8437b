package io.langsong.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class CollectorsPropertiesTest {
    private static CollectorsProperties bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("langsong.collectors", Bindable.of(CollectorsProperties.class));
    }

    @Test
    void listensAtItsPortWithoutAnySetting() {
        assertThat(bound(Map.of())).isEqualTo(new CollectorsProperties(7701, "", Duration.ofSeconds(60), ""));
    }

    @Test
    void takesWhatIsSet() {
        assertThat(bound(Map.of(
                        "langsong.collectors.port", "0",
                        "langsong.collectors.address", "10.0.0.1",
                        "langsong.collectors.lost-after", "2m",
                        "langsong.collectors.public-address", "wifi.example.vn:443")))
                .isEqualTo(new CollectorsProperties(0, "10.0.0.1", Duration.ofMinutes(2), "wifi.example.vn:443"));
    }

    @Test
    void refusesWhatCanNotBe() {
        assertThatThrownBy(() -> new CollectorsProperties(65_536, "", Duration.ofSeconds(60), ""))
                .hasMessageContaining("langsong.collectors.port is 65536; give 1 to 65535");
        assertThatThrownBy(() -> new CollectorsProperties(1, "", Duration.ofSeconds(19), ""))
                .hasMessageContaining("lost-after is 19 s; give 20s to 1h");
        assertThatThrownBy(() -> new CollectorsProperties(1, "", Duration.ofSeconds(60), "a; rm -rf"))
                .hasMessageContaining("public-address");
    }
}
