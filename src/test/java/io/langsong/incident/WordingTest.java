package io.langsong.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordingTest {
    @ParameterizedTest(name = "{0} -> {1}, {2}")
    @CsvSource({
        "PT0S, 0 giây, 0 s",
        "PT59.4S, 59 giây, 59 s",
        "PT59.6S, 1 phút 00 giây, 1 min 00 s",
        "PT5M20S, 5 phút 20 giây, 5 min 20 s",
        "PT2H5M40S, 2 giờ 05 phút, 2 h 05 min",
        "P3DT2H59M, 3 ngày 02 giờ, 3 d 02 h",
        "PT-5S, 0 giây, 0 s"
    })
    void durationsAreWrittenInTheirTwoLargestUnits(Duration duration, String vietnamese, String english) {
        assertThat(new Wording(Locale.forLanguageTag("vi")).duration(duration)).isEqualTo(vietnamese);
        assertThat(new Wording(Locale.ENGLISH).duration(duration)).isEqualTo(english);
    }

    @ParameterizedTest
    @ValueSource(strings = {"incident", "notification"})
    void bothLanguagesHaveTheSameKeysWithValues(String module) throws IOException {
        assertThat(load(module).keySet())
                .isEqualTo(load(module + "_en").keySet())
                .isNotEmpty();
        assertThat(load(module).keySet()).allMatch(key -> key.toString().startsWith(module + "."));
        assertThat(load(module).values()).noneMatch(value -> value.toString().isBlank());
    }

    @Test
    void vietnameseIsTheDefaultWhateverTheSystemSpeaks() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.ENGLISH);
            assertThat(new Wording(Locale.forLanguageTag("vi")).say("state.down"))
                    .isEqualTo("Mất kết nối");
        } finally {
            Locale.setDefault(before);
        }
    }

    private static Properties load(String name) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = new InputStreamReader(
                WordingTest.class.getResourceAsStream("/messages/" + name + ".properties"), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }
}
