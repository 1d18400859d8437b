package io.langsong.statuspage.web;

import io.langsong.statuspage.PublicStatus.Day;
import io.langsong.statuspage.PublicStatus.State;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The last days of a village as lines of an SVG, eight wide a day: those of one state are one path, and a style sheet makes them into
 * days, the worse the higher.
 */
record DayStrip(List<Path> paths) {
    private static final int WIDTH = 8;

    /** @param state code of it */
    record Path(String state, String d) {}

    static DayStrip of(List<Day> days) {
        Map<State, StringBuilder> paths = new EnumMap<>(State.class);
        int begin = 0;
        for (int i = 1; i <= days.size(); i++) {
            if (i == days.size() || days.get(i).state() != days.get(begin).state()) {
                paths.computeIfAbsent(days.get(begin).state(), state -> new StringBuilder())
                        .append("M%d 9h%d".formatted(begin * WIDTH, (i - begin) * WIDTH));
                begin = i;
            }
        }
        return new DayStrip(paths.entrySet().stream()
                .map(one -> new Path(one.getKey().code(), one.getValue().toString()))
                .toList());
    }
}
