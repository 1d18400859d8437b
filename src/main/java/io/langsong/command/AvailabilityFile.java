package io.langsong.command;

import io.langsong.availability.History;
import io.langsong.availability.Holiday;
import io.langsong.availability.Holidays;
import io.langsong.availability.Interval;
import io.langsong.availability.Intervals;
import io.langsong.availability.OpeningHours;
import io.langsong.availability.WeeklyHours;
import io.langsong.availability.WeeklyHours.Hours;
import io.langsong.outage.Condition;
import io.langsong.outage.Outages.Stretch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads questions about uptime from a JSON file; what is wrong is told with the case and the field. */
final class AvailabilityFile {
    private static final int FAULTS_SHOWN = 20;
    /** In place of a list of holidays: those that the program knows. */
    private static final String VIET_NAM = "VN";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final List<String> OF_A_CASE =
            List.of("name", "zone", "from", "to", "calendar", "monitored", "conditions", "maintenance", "expected");
    private static final List<String> OF_A_CALENDAR = List.of("weekly", "holidays", "worked");
    private static final List<String> OF_A_CONDITION = List.of("state", "from", "to");
    private static final List<String> OF_A_SPAN = List.of("from", "to");

    private final Path file;
    private final LanguageOption language;

    AvailabilityFile(Path file, LanguageOption language) {
        this.file = file;
        this.language = language;
    }

    /**
     * @param list whether it is a list of cases or one case
     * @throws InputException when anything in it is wrong
     */
    List<AvailabilityCase> read(boolean list) {
        JsonNode root = parsed();
        if (list && !root.isArray()) {
            throw new InputException(language.say("availability.no-list", file));
        }
        if (!list && !root.isObject()) {
            throw new InputException(
                    language.say(root.isArray() ? "availability.a-list" : "availability.no-case", file));
        }
        List<AvailabilityCase> cases = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < (list ? root.size() : 1); i++) {
            String place = list ? language.say("availability.case", String.valueOf(i + 1)) : "";
            try {
                AvailabilityField field = new AvailabilityField(language, list ? root.get(i) : root);
                AvailabilityCase one = readCase(field);
                String earlier = names.putIfAbsent(one.name(), place);
                if (earlier != null) {
                    throw field.member("name").wrong("twice", earlier);
                }
                cases.add(one);
            } catch (InputException fault) {
                faults.add(fault(place, list ? root.get(i) : root, fault));
            }
        }
        if (!faults.isEmpty()) {
            List<String> shown = new ArrayList<>(faults.subList(0, Math.min(FAULTS_SHOWN, faults.size())));
            if (faults.size() > FAULTS_SHOWN) {
                shown.add(language.say("availability.more", String.valueOf(faults.size() - FAULTS_SHOWN)));
            }
            throw new InputException(String.join("\n", shown));
        }
        return cases;
    }

    private JsonNode parsed() {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (NoSuchFileException missing) {
            throw new InputException(language.say("availability.missing", file));
        } catch (IOException unreadable) {
            throw new InputException(language.say(
                    "availability.unreadable", file, unreadable.getClass().getSimpleName()));
        } catch (JacksonException notJson) {
            String place =
                    notJson.getLocation() == null || notJson.getLocation().getLineNr() < 1
                            ? file.toString()
                            : file + ":" + notJson.getLocation().getLineNr() + ":"
                                    + notJson.getLocation().getColumnNr();
            throw new InputException(
                    language.say("availability.not-json", place, ServerOptions.plain(notJson.getOriginalMessage())));
        }
    }

    private String fault(String place, JsonNode wrong, InputException fault) {
        String name = wrong.path("name").asString("");
        String which = Stream.of(place, name.isEmpty() ? "" : "\"" + ServerOptions.plain(name) + "\"")
                .filter(part -> !part.isEmpty())
                .reduce((one, other) -> one + " " + other)
                .orElse("");
        return file + (which.isEmpty() ? ": " : ": " + which + ": ") + fault.getMessage();
    }

    private AvailabilityCase readCase(AvailabilityField field) {
        field.hasOnly(OF_A_CASE);
        String name = field.member("name").text();
        ZoneId zone = field.member("zone").zone();
        Interval period =
                field.span(field.member("from").instant(), field.member("to").instant());
        Interval monitored = monitored(field.member("monitored"));
        List<Stretch> conditions = conditions(field.member("conditions"));
        Intervals maintenance = maintenance(field.member("maintenance"));
        Calendar calendar = calendar(field.member("calendar"), zone, period);
        return new AvailabilityCase(
                name,
                zone,
                new History(period, monitored, calendar.hours(), conditions, maintenance),
                calendar.estimated());
    }

    private static Interval monitored(AvailabilityField field) {
        if (field.isAbsent()) {
            return Interval.ALWAYS;
        }
        field.hasOnly(OF_A_SPAN);
        AvailabilityField from = field.member("from");
        AvailabilityField to = field.member("to");
        return field.span(from.isAbsent() ? Instant.MIN : from.instant(), to.isAbsent() ? Instant.MAX : to.instant());
    }

    private static List<Stretch> conditions(AvailabilityField field) {
        List<Placed> conditions = new ArrayList<>();
        for (AvailabilityField one : field.elements()) {
            one.hasOnly(OF_A_CONDITION);
            Condition condition = one.member("state").condition();
            AvailabilityField to = one.member("to");
            Interval when = one.span(one.member("from").instant(), to.isNull() ? Instant.MAX : to.instant());
            conditions.add(new Placed(new Stretch(condition, when.from(), when.until()), one));
        }
        conditions.sort(Comparator.comparing(one -> one.stretch().from()));
        refuseContradictions(conditions);
        return conditions.stream().map(Placed::stretch).toList();
    }

    private record Placed(Stretch stretch, AvailabilityField place) {}

    private static void refuseContradictions(List<Placed> ascending) {
        Placed last = null;
        for (Placed one : ascending) {
            if (last != null
                    && last.stretch().until().isAfter(one.stretch().from())
                    && last.stretch().condition() != one.stretch().condition()) {
                throw one.place().wrong("overlap", last.place().path());
            }
            boolean reachesFurther =
                    last == null || one.stretch().until().isAfter(last.stretch().until());
            last = reachesFurther ? one : last;
        }
    }

    private static Intervals maintenance(AvailabilityField field) {
        List<Interval> planned = new ArrayList<>();
        for (AvailabilityField one : field.elements()) {
            List<AvailabilityField> ends = one.pair();
            planned.add(one.span(ends.get(0).instant(), ends.get(1).instant()));
        }
        return new Intervals(planned);
    }

    private record Calendar(OpeningHours hours, List<Holiday> estimated) {}

    private static Calendar calendar(AvailabilityField field, ZoneId zone, Interval period) {
        if (field.isAbsent()) {
            return new Calendar(OpeningHours.ALL_HOURS, List.of());
        }
        field.hasOnly(OF_A_CALENDAR);
        Map<DayOfWeek, List<Hours>> weekly = weekly(field.member("weekly"));
        AvailabilityField holidays = field.member("holidays");
        AvailabilityField worked = field.member("worked");
        if (!holidays.is(VIET_NAM)) {
            Set<LocalDate> closed = dates(holidays);
            return new Calendar(new WeeklyHours(zone, weekly, closed, worked(worked, closed)), List.of());
        }
        if (!worked.isAbsent()) {
            throw worked.wrong("worked");
        }
        Holidays known = Holidays.ofVietNam();
        LocalDate first = period.from().atZone(zone).toLocalDate();
        LocalDate last = period.until().minusNanos(1).atZone(zone).toLocalDate();
        if (!known.cover(first, last)) {
            throw holidays.wrong("years", String.valueOf(known.firstYear()), String.valueOf(known.lastYear()));
        }
        return new Calendar(WeeklyHours.of(zone, weekly, known), known.estimatedFrom(first, last));
    }

    private static Map<DayOfWeek, List<Hours>> weekly(AvailabilityField field) {
        Map<DayOfWeek, List<Hours>> weekly = new EnumMap<>(DayOfWeek.class);
        for (String name : field.names()) {
            AvailabilityField day = field.member(name);
            weekly.put(
                    day.day(name),
                    day.elements().stream().map(AvailabilityFile::hours).toList());
        }
        return weekly;
    }

    private static Hours hours(AvailabilityField field) {
        List<AvailabilityField> ends = field.pair();
        LocalTime from = ends.get(0).time();
        // As the end of a day it is the midnight that Java knows.
        boolean toMidnight = ends.get(1).is("24:00");
        LocalTime to = toMidnight ? LocalTime.MIDNIGHT : ends.get(1).time();
        if (!toMidnight && !from.isBefore(to)) {
            throw field.wrong("hours", from, to);
        }
        return new Hours(from, to);
    }

    private static Set<LocalDate> dates(AvailabilityField field) {
        Set<LocalDate> dates = new HashSet<>();
        if (!field.isAbsent()) {
            field.elements().forEach(one -> dates.add(one.date(one.text())));
        }
        return dates;
    }

    private static Map<LocalDate, DayOfWeek> worked(AvailabilityField field, Set<LocalDate> closed) {
        Map<LocalDate, DayOfWeek> worked = new HashMap<>();
        if (!field.isAbsent()) {
            for (String name : field.names()) {
                AvailabilityField one = field.member(name);
                LocalDate date = one.date(name);
                if (closed.contains(date)) {
                    throw one.wrong("closed");
                }
                worked.put(date, one.day(one.text()));
            }
        }
        return worked;
    }
}
