package io.langsong.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.notification.PersonalSettings.Quiet;
import io.langsong.notification.channel.Contact;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonalSettingsTest {
    @ParameterizedTest(name = "{0} {1} at {2} in {3}–{4} waits until {5}")
    @CsvSource(textBlock = """
        # severity, what waits, now in UTC (Việt Nam is seven hours ahead), quiet from, until, end
        WARNING,  warning, 2026-06-05T15:00:00Z, 22:00, 06:00, 2026-06-05T23:00:00Z
        WARNING,  warning, 2026-06-05T22:59:59Z, 22:00, 06:00, 2026-06-05T23:00:00Z
        WARNING,  warning, 2026-06-05T23:00:00Z, 22:00, 06:00,
        WARNING,  warning, 2026-06-05T14:59:59Z, 22:00, 06:00,
        WARNING,  warning, 2026-06-05T05:30:00Z, 12:00, 13:00, 2026-06-05T06:00:00Z
        WARNING,  warning, 2026-06-05T06:00:00Z, 12:00, 13:00,
        WARNING,  info,    2026-06-05T15:00:00Z, 22:00, 06:00,
        INFO,     info,    2026-06-05T15:00:00Z, 22:00, 06:00, 2026-06-05T23:00:00Z
        CRITICAL, warning, 2026-06-05T15:00:00Z, 22:00, 06:00,
        """)
    void quietHoursHoldWhatCanWait(
            Severity severity, String holds, Instant now, LocalTime from, LocalTime until, @Nullable Instant end) {
        PersonalSettings settings =
                new PersonalSettings("an", Map.of(), List.of(), new Quiet(from, until, holds.equals("warning")), 1);

        assertThat(settings.heldUntil(severity, now).orElse(null)).isEqualTo(end);
    }

    @ParameterizedTest(name = "{0} \"{1}\" is {2}")
    @CsvSource(textBlock = """
        PHONE,    0912 345 678,        +84912345678
        PHONE,    +84 (91) 234-5678,   +84912345678
        PHONE,    0084912345678,       +84912345678
        PHONE,    +1 202.555.0101,     +12025550101
        PHONE,    912345678x,
        PHONE,    113,
        EMAIL,    an@xa.example,       an@xa.example
        EMAIL,    an@xa..example,
        EMAIL,    an@xa.example; b@c,
        NTFY,     lang-song_x7,        lang-song_x7
        NTFY,     lang song,
        TELEGRAM, -1001234567890,      -1001234567890
        TELEGRAM, 0,
        ZALO,     2512523625412515,    2512523625412515
        ZALO,     an,
        """)
    void contactsAreReadAsPeopleWriteThem(Contact contact, String typed, @Nullable String stored) {
        assertThat(contact.read(typed).orElse(null)).isEqualTo(stored);
    }
}
