package io.langsong.command;

import io.langsong.availability.Interval;
import io.langsong.outage.Condition;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A value in an {@link AvailabilityFile}, with the way to it, which messages begin with. */
final class AvailabilityField {
    private static final Map<String, DayOfWeek> DAYS = days();

    private final LanguageOption language;
    private final JsonNode node;
    private final String path;

    AvailabilityField(LanguageOption language, JsonNode root) {
        this(language, root, "");
    }

    private AvailabilityField(LanguageOption language, JsonNode node, String path) {
        this.language = language;
        this.node = node;
        this.path = path;
    }

    String path() {
        return path;
    }

    InputException wrong(String key, Object... values) {
        Object[] all = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            all[i] = ServerOptions.plain(values[i].toString());
        }
        return new InputException((path.isEmpty() ? "" : ServerOptions.plain(path) + " ")
                + language.say("availability.wrong." + key, all));
    }

    /** What is misspelt would silently be left out of the figure; other fields are for people. */
    void hasOnly(List<String> known) {
        for (String name : names()) {
            if (!known.contains(name)) {
                Spelling.nearest(name, known)
                        .filter(near -> name.length() > 3 && Spelling.distance(near, name) <= 2)
                        .ifPresent(near -> {
                            throw member(name).wrong("spelling", near);
                        });
            }
        }
    }

    AvailabilityField member(String name) {
        return new AvailabilityField(language, node.path(name), path.isEmpty() ? name : path + "." + name);
    }

    Set<String> names() {
        if (!node.isObject()) {
            throw wrong(node.isMissingNode() ? "missing" : "object");
        }
        return new LinkedHashSet<>(node.propertyNames());
    }

    List<AvailabilityField> elements() {
        if (!node.isArray()) {
            throw wrong(node.isMissingNode() ? "missing" : "list");
        }
        List<AvailabilityField> elements = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            elements.add(new AvailabilityField(language, node.get(i), path + "[" + i + "]"));
        }
        return elements;
    }

    boolean isNull() {
        return node.isNull();
    }

    boolean isAbsent() {
        return node.isNull() || node.isMissingNode();
    }

    boolean is(String text) {
        return node.isString() && node.asString().equals(text);
    }

    String text() {
        if (!node.isString() || node.asString().isBlank()) {
            throw wrong(node.isMissingNode() ? "missing" : "text");
        }
        return node.asString();
    }

    /** Two values, as {@code [from, to]}. */
    List<AvailabilityField> pair() {
        List<AvailabilityField> both = elements();
        if (both.size() != 2) {
            throw wrong("pair", both.size());
        }
        return both;
    }

    Interval span(Instant from, Instant to) {
        if (!from.isBefore(to)) {
            throw wrong("order");
        }
        return new Interval(from, to);
    }

    Instant instant() {
        String text = text();
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            // Nobody means more, and a calendar is laid out day by day.
            if (time.getYear() < 1970 || time.getYear() > 2199) {
                throw wrong("far", text);
            }
            return time.toInstant();
        } catch (DateTimeException none) {
            throw wrong("instant", text);
        }
    }

    LocalTime time() {
        String text = text();
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException none) {
            throw wrong("time", text);
        }
    }

    LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException none) {
            throw wrong("date", text);
        }
    }

    DayOfWeek day(String name) {
        DayOfWeek day = DAYS.get(name);
        if (day == null) {
            throw wrong("day", name, String.join(", ", DAYS.keySet()));
        }
        return day;
    }

    ZoneId zone() {
        String text = text();
        try {
            return ZoneId.of(text);
        } catch (DateTimeException none) {
            throw wrong("zone", text);
        }
    }

    Condition condition() {
        String text = text();
        return Stream.of(Condition.values())
                .filter(one -> one.name().equals(text))
                .findFirst()
                .orElseThrow(() -> wrong(
                        "state",
                        text,
                        Stream.of(Condition.values()).map(Enum::name).collect(Collectors.joining(", "))));
    }

    private static Map<String, DayOfWeek> days() {
        Map<String, DayOfWeek> days = new LinkedHashMap<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            days.put(day.name().substring(0, 3), day);
        }
        return days;
    }
}
