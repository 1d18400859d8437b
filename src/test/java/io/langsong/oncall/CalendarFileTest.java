package io.langsong.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.oncall.CalendarFile.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A calendar as other programs read it, by RFC 5545. */
class CalendarFileTest {
    private static final Instant FROM = Instant.parse("2026-12-07T00:30:00Z");
    private static final Instant UNTIL = Instant.parse("2026-12-14T00:30:00Z");
    private static final Instant CHANGED = Instant.parse("2026-12-01T03:04:05.678Z");

    @Test
    void isWhatTheStandardSays() {
        String file = CalendarFile.of(
                "Trực kỹ thuật", List.of(new Event("ab-1", CHANGED, FROM, UNTIL, "Trực: Hà", "đổi ca với Ban")));

        assertThat(file)
                .isEqualTo(String.join(
                        "\r\n",
                        List.of(
                                "BEGIN:VCALENDAR",
                                "VERSION:2.0",
                                "PRODID:-//LangSong//LangSong//VI",
                                "CALSCALE:GREGORIAN",
                                "NAME:Trực kỹ thuật",
                                "X-WR-CALNAME:Trực kỹ thuật",
                                "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
                                "X-PUBLISHED-TTL:PT1H",
                                "BEGIN:VEVENT",
                                "UID:ab-1",
                                "DTSTAMP:20261201T030405Z",
                                "DTSTART:20261207T003000Z",
                                "DTEND:20261214T003000Z",
                                "SUMMARY:Trực: Hà",
                                "DESCRIPTION:đổi ca với Ban",
                                "TRANSP:TRANSPARENT",
                                "END:VEVENT",
                                "END:VCALENDAR",
                                "")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a, b; c          | a\\, b\\; c
            C:\\x            | C:\\\\x
            'one\ntwo'       | one\\ntwo
            'one\r\nEND:VCALENDAR' | one\\nEND:VCALENDAR
            'a\u0000\u0007\u007fb' | ab
            "said"           | "said"
            """)
    void noTextCanEndItsLine(String text, String written) {
        assertThat(CalendarFile.escaped(text)).isEqualTo(written);
    }

    @Test
    void linesAreFoldedWithinCharactersNever() {
        assertThat(CalendarFile.folded("x".repeat(75))).isEqualTo("x".repeat(75));
        assertThat(CalendarFile.folded("x".repeat(76))).isEqualTo("x".repeat(75) + "\r\n x");
        assertThat(CalendarFile.folded("x".repeat(73) + "ậy"))
                .as("ậ has three octets")
                .isEqualTo("x".repeat(73) + "\r\n ậy");
        assertThat(CalendarFile.folded("x".repeat(72) + "ậy")).isEqualTo("x".repeat(72) + "ậ\r\n y");
    }

    @Test
    void whateverIsFoldedUnfoldsToWhatItWas() {
        Random random = new Random(7);
        String[] characters = {"a", "ậ", "đ", "😀", ",", " "};
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(300), 0, characters.length).forEach(one -> text.append(characters[one]));

            String folded = CalendarFile.folded(text.toString());

            assertThat(folded.replace("\r\n ", "")).isEqualTo(text.toString());
            assertThat(folded.split("\r\n"))
                    .allSatisfy(line ->
                            assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(75));
        }
    }
}
