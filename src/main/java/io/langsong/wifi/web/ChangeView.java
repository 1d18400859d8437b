package io.langsong.wifi.web;

import io.langsong.provisioning.UnifiedDiff;
import java.util.List;

/** What a box would get that it does not have, as the fragment {@code change} of {@code provisioning/parts.html} shows it. */
record ChangeView(List<Line> lines, long added, long removed) {
    ChangeView {
        lines = List.copyOf(lines);
    }

    /** @param kind {@code added}, {@code removed}, {@code same}, or {@code gap} where some are left out @param sign for the eye */
    record Line(String kind, String sign, String text) {}

    static ChangeView between(String before, String now) {
        List<Line> lines = UnifiedDiff.lines(before, now).stream()
                .map(line -> switch (line.sign()) {
                    case '+' -> new Line("added", "+", line.text());
                    case '-' -> new Line("removed", "−", line.text());
                    case '@' -> new Line("gap", "⋯", line.text());
                    default -> new Line("same", "", line.text());
                })
                .toList();
        return new ChangeView(lines, count(lines, "added"), count(lines, "removed"));
    }

    private static long count(List<Line> lines, String kind) {
        return lines.stream().filter(line -> line.kind().equals(kind)).count();
    }
}
