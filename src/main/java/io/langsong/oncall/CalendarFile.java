package io.langsong.oncall;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Writes a calendar as RFC 5545 has it, with times in UTC, for programs that ask for it again and again. */
public final class CalendarFile {
    public static final String TYPE = "text/calendar;charset=UTF-8";
    /** How often a program should ask. */
    private static final Duration AGAIN = Duration.ofHours(1);
    /** Section 3.1: a line has no more octets, without its end. */
    private static final int MOST_OCTETS = 75;

    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private CalendarFile() {}

    /**
     * One event. Texts may be anything.
     *
     * @param uid the same each time that it is written
     * @param changedAt when what it tells was changed last
     */
    public record Event(
            String uid, Instant changedAt, Instant from, Instant until, String summary, String description) {}

    public static String of(String name, List<Event> events) {
        List<String> lines = new ArrayList<>(List.of(
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                "PRODID:-//LangSong//LangSong//VI",
                "CALSCALE:GREGORIAN",
                "NAME:" + escaped(name),
                "X-WR-CALNAME:" + escaped(name),
                "REFRESH-INTERVAL;VALUE=DURATION:" + AGAIN,
                "X-PUBLISHED-TTL:" + AGAIN));
        events.forEach(event -> lines.addAll(List.of(
                "BEGIN:VEVENT",
                "UID:" + escaped(event.uid()),
                "DTSTAMP:" + UTC.format(event.changedAt()),
                "DTSTART:" + UTC.format(event.from()),
                "DTEND:" + UTC.format(event.until()),
                "SUMMARY:" + escaped(event.summary()),
                "DESCRIPTION:" + escaped(event.description()),
                // Being on duty does not keep anybody from a meeting.
                "TRANSP:TRANSPARENT",
                "END:VEVENT")));
        lines.add("END:VCALENDAR");
        StringBuilder file = new StringBuilder();
        lines.forEach(line -> file.append(folded(line)).append("\r\n"));
        return file.toString();
    }

    /** Section 3.3.11. Other control characters have no place in a text, nor has half a character. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.replace("\r\n", "\n").codePoints().forEach(point -> {
            if (point == '\n') {
                escaped.append("\\n");
            } else if (point == '\\' || point == ';' || point == ',') {
                escaped.append('\\').appendCodePoint(point);
            } else if (!Character.isISOControl(point) && Character.getType(point) != Character.SURROGATE) {
                escaped.appendCodePoint(point);
            }
        });
        return escaped.toString();
    }

    /** Section 3.1: goes on behind a blank on the next line, never within a character. */
    static String folded(String line) {
        StringBuilder folded = new StringBuilder();
        int octets = 0;
        for (int i = 0; i < line.length(); i = line.offsetByCodePoints(i, 1)) {
            String character = line.substring(i, line.offsetByCodePoints(i, 1));
            int length = character.getBytes(StandardCharsets.UTF_8).length;
            if (octets + length > MOST_OCTETS) {
                folded.append("\r\n ");
                octets = 1;
            }
            folded.append(character);
            octets += length;
        }
        return folded.toString();
    }
}
