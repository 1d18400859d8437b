package io.langsong.uptime;

import static io.langsong.uptime.TestCommune.AP;
import static io.langsong.uptime.TestCommune.OFFICE;
import static io.langsong.uptime.TestCommune.WIFI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.access.AuditEntry;
import io.langsong.access.AuditFilter;
import io.langsong.access.Refused;
import io.langsong.outage.ObjectRef;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UptimeCalendarsTest {
    @TempDir
    private Path data;

    private TestCommune commune;
    private UptimeCalendars calendars;

    @BeforeEach
    void start() {
        commune = new TestCommune(data);
        calendars = commune.calendars;
    }

    private static CalendarWish wish(String name, String monday, String... objects) {
        return new CalendarWish(name, Map.of(DayOfWeek.MONDAY, monday), true, List.of(objects));
    }

    private String of(ObjectRef object) {
        return calendars.uses().of(object, commune.inventory.snapshot()).id();
    }

    @Test
    void comesWithOfficeHours() {
        assertThat(calendars.all()).extracting(UptimeCalendar::id).containsExactly("all-hours", "gio-hanh-chinh");
        assertThat(HoursText.written(
                        calendars.find("gio-hanh-chinh").orElseThrow().weekly().get(DayOfWeek.FRIDAY)))
                .isEqualTo("07:00–11:30, 13:30–17:00");
        assertThat(of(WIFI)).isEqualTo("all-hours");
    }

    @Test
    void aServiceHasItsOwnElseThatOfItsSite() {
        String school = calendars.add(wish("Trường học", "7h00-11h30; 13:00 – 24:00", "site:house", "site:office"));
        assertThat(school).isEqualTo("truong-hoc");
        assertThat(HoursText.written(
                        calendars.find(school).orElseThrow().weekly().get(DayOfWeek.MONDAY)))
                .isEqualTo("07:00–11:30, 13:00–24:00");
        assertThat(List.of(WIFI, AP, OFFICE, new ObjectRef(ObjectRef.Kind.LINK, "line")))
                .allSatisfy(object -> assertThat(of(object)).isEqualTo(school));
        assertThat(of(TestCommune.WIFI_MAN)).isEqualTo("all-hours");

        calendars.change("gio-hanh-chinh", wish("Giờ hành chính", "07:00-11:30", "service:office"), 1);
        assertThat(of(OFFICE)).isEqualTo("gio-hanh-chinh");
        assertThat(of(WIFI)).isEqualTo(school);

        calendars.remove(school, null);
        assertThat(of(WIFI)).isEqualTo("all-hours");
        assertThat(commune.audit.find(new AuditFilter(null, null, null, null, null), null, 10))
                .extracting(AuditEntry::action)
                .contains("uptime.calendar.add", "uptime.calendar.change", "uptime.calendar.remove");
    }

    @Test
    void aSiteThatIsTickedElsewhereMovesThere() {
        calendars.add(wish("Một", "07:00-11:00", "site:house"));
        String two = calendars.add(wish("Hai", "07:00-11:00", "site:house"));

        assertThat(of(WIFI)).isEqualTo(two);
        assertThat(calendars.objectsOf("mot")).isEmpty();
    }

    @Test
    void nobodyOverwritesWhatSomebodyElseChanged() {
        calendars.change("gio-hanh-chinh", wish("Giờ hành chính", "07:00-11:00"), 1);

        assertThatThrownBy(() -> calendars.change("gio-hanh-chinh", wish("Giờ hành chính", "08:00-11:00"), 1))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.CHANGED_MEANWHILE));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            07:00              | hours
            07:00-06:00        | backwards
            22:00-02:00        | backwards
            07:00-24:30        | hours
            07:00-11:00, 10:00-12:00 | overlap
            20:00-24:00, 23:00-24:00 | overlap
            sáng               | hours
            25:00-26:00        | hours
            """)
    void refusesHoursThatCanNotBe(String hours, String why) {
        assertThatThrownBy(() -> calendars.add(wish("Khác", hours))).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.field()).isEqualTo("monday");
            assertThat(refused.words()).isEqualTo("uptime.refused." + why);
        });
    }

    @Test
    void refusesWhatCanNotBe() {
        refused("name", wish(" ", "07:00-11:00"));
        refused("name", wish("Giờ hành chính", "07:00-11:00"));
        refused("hours", wish("Khác", ""));
        refused("objects", wish("Khác", "07:00-11:00", "site:khong-co"));
        refused("objects", wish("Khác", "07:00-11:00", "device:ap"));
        assertThat(calendars.all()).hasSize(2);
    }

    private void refused(String field, CalendarWish wish) {
        assertThatThrownBy(() -> calendars.add(wish))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.field()).isEqualTo(field));
    }
}
