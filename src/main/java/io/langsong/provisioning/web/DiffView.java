package io.langsong.provisioning.web;

import io.langsong.provisioning.UnifiedDiff;
import java.util.List;

/** What changed between two texts, as {@code provisioning/parts.html} shows it. */
record DiffView(List<Line> lines, long added, long removed) {
    DiffView {
        lines = List.copyOf(lines);
    }

    /** @param kind {@code added}, {@code removed}, {@code same}, or {@code gap} where some are left out @param sign for the eye */
    record Line(String kind, String sign, String text) {
        private static Line of(char sign, String text) {
            return switch (sign) {
                case '+' -> new Line("added", "+", text);
                case '-' -> new Line("removed", "−", text);
                case '@' -> new Line("gap", "⋯", text);
                default -> new Line("same", "", text);
            };
        }
    }

    static DiffView between(String before, String now) {
        return of(UnifiedDiff.lines(before, now).stream()
                .map(line -> Line.of(line.sign(), line.text()))
                .toList());
    }

    /** @param text as of {@link UnifiedDiff#of} */
    static DiffView of(String text) {
        return of(text.lines()
                .map(line -> Line.of(line.charAt(0), line.substring(1)))
                .toList());
    }

    private static DiffView of(List<Line> lines) {
        return new DiffView(lines, count(lines, "added"), count(lines, "removed"));
    }

    private static long count(List<Line> lines, String kind) {
        return lines.stream().filter(line -> line.kind().equals(kind)).count();
    }
}
