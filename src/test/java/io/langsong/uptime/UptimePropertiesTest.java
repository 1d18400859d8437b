package io.langsong.uptime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class UptimePropertiesTest {
    private static UptimeProperties settings(String... namesAndValues) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.put("langsong.uptime." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Binder(new MapConfigurationPropertySource(given))
                .bindOrCreate("langsong.uptime", UptimeProperties.class);
    }

    @Test
    void hasDefaults() {
        UptimeProperties settings = settings();

        assertThat(settings)
                .isEqualTo(
                        new UptimeProperties(new BigDecimal("99.5"), 0, Duration.ofMinutes(1), new BigDecimal("95")));
        assertThat(settings.targetShare()).isEqualByComparingTo("0.995");
        assertThat(settings.month(YearMonth.of(2026, 10))).isEqualTo(TestCommune.MONTH);
    }

    @ParameterizedTest(name = "cut-off {0}: {1} is {2} to {3}, and at {4} it is {5}")
    @CsvSource({
        "14, 2026-10, 2026-09-15T00:00, 2026-10-15T00:00, 2026-10-15T00:00, 2026-11",
        "14, 2026-10, 2026-09-15T00:00, 2026-10-15T00:00, 2026-10-14T23:59, 2026-10",
        "0,  2027-02, 2027-02-01T00:00, 2027-03-01T00:00, 2027-02-28T23:59, 2027-02",
        "28, 2027-01, 2026-12-29T00:00, 2027-01-29T00:00, 2026-12-31T00:00, 2027-01",
    })
    void aMonthEndsAtItsCutOffDay(int day, YearMonth month, String from, String until, String at, YearMonth then) {
        UptimeProperties settings = settings("cutoff-day", Integer.toString(day));

        assertThat(settings.month(month).from()).isEqualTo(TestCommune.at(from));
        assertThat(settings.month(month).until()).isEqualTo(TestCommune.at(until));
        assertThat(settings.monthOf(TestCommune.at(at))).isEqualTo(then);
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "cutoff-day, 29, give 1 to 28",
        "cutoff-day, -1, give 1 to 28",
        "target, 100.1, give 0 to 100",
        "enough-coverage, -1, give 0 to 100",
        "blip, -1s, less than nothing",
    })
    void refusesWhatCanNotBe(String name, String value, String remedy) {
        assertThatThrownBy(() -> settings(name, value)).rootCause().hasMessageContaining(remedy);
    }
}
