package io.langsong.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.i18n.LocaleContextHolder;

class WordsTest {
    private static final Instant NOW = Instant.parse("2026-06-05T07:05:20Z");

    private final Words words = words();

    private static Words words() {
        try {
            return new Words(
                    new MessageFiles().messageSource(),
                    new WebProperties(ZoneId.of("Asia/Ho_Chi_Minh"), Duration.ofMinutes(2), null),
                    Clock.fixed(NOW, ZoneOffset.UTC));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void vietnamese() {
        LocaleContextHolder.setLocale(Locale.forLanguageTag("vi"));
    }

    @AfterEach
    void any() {
        LocaleContextHolder.resetLocaleContext();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PT0S         | 0 giây          | 0 s
            PT45S        | 45 giây         | 45 s
            PT12M59S     | 12 phút         | 12 min
            PT2H5M       | 2 giờ 05 phút   | 2 h 05 min
            PT23H59M59S  | 23 giờ 59 phút  | 23 h 59 min
            P3DT4H30M    | 3 ngày 4 giờ    | 3 d 4 h
            P1200D       | 1200 ngày 0 giờ | 1200 d 0 h
            PT-5S        | 0 giây          | 0 s
            """)
    void wordsADuration(Duration length, String vietnamese, String english) {
        assertThat(words.duration(length)).isEqualTo(vietnamese);
        LocaleContextHolder.setLocale(Locale.ENGLISH);
        assertThat(words.duration(length)).isEqualTo(english);
    }

    @Test
    void tellsTimesWherePeopleAre() {
        assertThat(words.moment(NOW)).isEqualTo("14:05");
        assertThat(words.moment(NOW.minus(Duration.ofHours(15)))).isEqualTo("23:05 04/06/2026");
        assertThat(words.iso(NOW)).isEqualTo("2026-06-05T14:05:20+07:00");
        assertThat(words.ago(NOW.minusSeconds(720))).isEqualTo("12 phút trước");
        LocaleContextHolder.setLocale(Locale.ENGLISH);
        assertThat(words.date(NOW)).isEqualTo("5 Jun 2026");
    }

    @Test
    void tellsASpanWithItsDateOnceAndSecondsWhenItIsShort() {
        Instant evening = NOW.minus(Duration.ofHours(15));
        assertThat(span(NOW.minusSeconds(1200), NOW)).isEqualTo("13:45 → 14:05");
        assertThat(span(NOW.minusSeconds(22), NOW)).isEqualTo("14:04:58 → 14:05:20");
        assertThat(span(evening.minusSeconds(300), evening)).isEqualTo("23:00 → 23:05 04/06");
        assertThat(span(evening, NOW)).isEqualTo("23:05 04/06 → 14:05");
        assertThat(words.spanStart(NOW.minus(Duration.ofDays(300)), null)).isEqualTo("14:05 09/08/2025");
    }

    private String span(Instant from, Instant to) {
        return words.spanStart(from, to) + " → " + words.spanEnd(from, to);
    }

    @ParameterizedTest
    @CsvSource({"5,5 giây", "90,90 giây", "300,5 phút", "3600,1 giờ 00 phút"})
    void leavesNothingOfASettingOut(int seconds, String vietnamese) {
        assertThat(words.exact(Duration.ofSeconds(seconds))).isEqualTo(vietnamese);
    }

    @Test
    void writesNumbersByTheRules() {
        assertThat(words.number(1234.54, 1)).isEqualTo("1.234,5");
        assertThat(words.people(1237)).isEqualTo("khoảng 1.240 người");
        assertThat(words.people(57)).isEqualTo("khoảng 57 người");
        assertThat(words.percent(99.739)).as("rounded down").isEqualTo("99,73%");
        assertThat(words.percent(99.999)).isEqualTo("99,99%");
        assertThat(words.measured(12_400_000, "bit/s")).isEqualTo("12,4 Mbit/s");
        assertThat(words.measured(35, "ms")).isEqualTo("35 ms");
        assertThat(words.measured(12.5, "%")).isEqualTo("12,5%");
        LocaleContextHolder.setLocale(Locale.ENGLISH);
        assertThat(words.number(1234.54, 1)).isEqualTo("1,234.5");
    }

    @Test
    void searchesWithoutMarks() {
        assertThat(Words.plain(" Thôn Đắm ")).isEqualTo("thon dam");
    }
}
