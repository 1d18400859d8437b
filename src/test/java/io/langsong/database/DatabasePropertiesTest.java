package io.langsong.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class DatabasePropertiesTest {
    @Test
    void needsNoSettingAtAll() {
        assertThat(bind(Map.of())).isEqualTo(new DatabaseProperties("", Duration.ofSeconds(20)));
    }

    @Test
    void isMapped() {
        assertThat(bind(Map.of("langsong.database.run-as", "postgres", "langsong.database.patience", "2m")))
                .isEqualTo(new DatabaseProperties("postgres", Duration.ofMinutes(2)));
    }

    @Test
    void refusesWhatCanNotBe() {
        assertThatThrownBy(() -> bind(Map.of("langsong.database.run-as", "a b")))
                .hasStackTraceContaining("langsong.database.run-as")
                .hasStackTraceContaining("'a b'");
        assertThatThrownBy(() -> bind(Map.of("langsong.database.patience", "2h")))
                .hasStackTraceContaining("langsong.database.patience is PT2H");
    }

    private static DatabaseProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("langsong.database", DatabaseProperties.class);
    }
}
