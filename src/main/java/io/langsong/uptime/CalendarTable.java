package io.langsong.uptime;

import io.langsong.availability.WeeklyHours.Hours;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of calendars. Writers are inside a transaction of the caller. */
final class CalendarTable {
    private static final int MINUTES_OF_A_DAY = 24 * 60;

    private final JdbcClient jdbc;

    CalendarTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** {@code monday} */
    static String code(DayOfWeek day) {
        return day.name().toLowerCase(Locale.ROOT);
    }

    /** By name. */
    List<UptimeCalendar> all() {
        Map<String, Map<DayOfWeek, List<Hours>>> hours = new HashMap<>();
        jdbc.sql("SELECT calendar, weekday, opens, closes FROM uptime_calendar_hours ORDER BY calendar, weekday, opens")
                .query(row -> {
                    hours.computeIfAbsent(row.getString("calendar"), id -> new EnumMap<>(DayOfWeek.class))
                            .computeIfAbsent(DayOfWeek.of(row.getInt("weekday")), day -> new ArrayList<>())
                            .add(new Hours(time(row.getInt("opens")), time(row.getInt("closes"))));
                });
        return jdbc.sql("SELECT id, name, holidays, version FROM uptime_calendar ORDER BY name")
                .query((row, number) -> new UptimeCalendar(
                        row.getString("id"),
                        row.getString("name"),
                        hours.getOrDefault(row.getString("id"), Map.of()),
                        row.getBoolean("holidays"),
                        row.getInt("version")))
                .list();
    }

    private static LocalTime time(int minutes) {
        return LocalTime.MIDNIGHT.plusMinutes(minutes);
    }

    /** The same, and nobody else changes any until the transaction ends. */
    List<UptimeCalendar> lockAll() {
        jdbc.sql("LOCK TABLE uptime_calendar IN SHARE ROW EXCLUSIVE MODE").update();
        return all();
    }

    void insert(UptimeCalendar calendar) {
        jdbc.sql("INSERT INTO uptime_calendar (id, name, holidays, version) VALUES (:id, :name, :holidays, :version)")
                .param("id", calendar.id())
                .param("name", calendar.name())
                .param("holidays", calendar.holidays())
                .param("version", calendar.version())
                .update();
        putHours(calendar);
    }

    void update(UptimeCalendar calendar) {
        jdbc.sql("UPDATE uptime_calendar SET name = :name, holidays = :holidays, version = :version WHERE id = :id")
                .param("id", calendar.id())
                .param("name", calendar.name())
                .param("holidays", calendar.holidays())
                .param("version", calendar.version())
                .update();
        jdbc.sql("DELETE FROM uptime_calendar_hours WHERE calendar = :id")
                .param("id", calendar.id())
                .update();
        putHours(calendar);
    }

    private void putHours(UptimeCalendar calendar) {
        calendar.weekly()
                .forEach((day, hours) -> hours.forEach(one -> jdbc.sql("""
                                INSERT INTO uptime_calendar_hours (calendar, weekday, opens, closes)
                                VALUES (:calendar, :weekday, :opens, :closes)
                                """)
                        .param("calendar", calendar.id())
                        .param("weekday", day.getValue())
                        .param("opens", minutes(one.from()))
                        .param(
                                "closes",
                                one.until().equals(LocalTime.MIDNIGHT) ? MINUTES_OF_A_DAY : minutes(one.until()))
                        .update()));
    }

    private static int minutes(LocalTime time) {
        return time.getHour() * 60 + time.getMinute();
    }

    void delete(String id) {
        jdbc.sql("DELETE FROM uptime_calendar WHERE id = :id").param("id", id).update();
    }

    /** The calendar of each site and service that has one, by {@code kind:id}. */
    Map<String, String> uses() {
        Map<String, String> uses = new HashMap<>();
        jdbc.sql("SELECT object, calendar FROM uptime_calendar_use").query(row -> {
            uses.put(row.getString("object"), row.getString("calendar"));
        });
        return uses;
    }

    /** Makes it the calendar of these and of no others. */
    void use(String calendar, Collection<String> objects) {
        jdbc.sql("DELETE FROM uptime_calendar_use WHERE calendar = :calendar")
                .param("calendar", calendar)
                .update();
        jdbc.sql("""
                        INSERT INTO uptime_calendar_use (object, calendar)
                        SELECT object, :calendar FROM unnest(CAST(:objects AS text[])) AS object
                        ON CONFLICT (object) DO UPDATE SET calendar = excluded.calendar
                        """)
                .param("calendar", calendar)
                .param("objects", objects.toArray(String[]::new))
                .update();
    }
}
