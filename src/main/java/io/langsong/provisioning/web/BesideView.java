package io.langsong.provisioning.web;

import io.langsong.provisioning.UnifiedDiff;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What changed between two texts, one beside the other, as {@code provisioning/parts.html} shows it. */
record BesideView(List<Row> rows) {
    BesideView {
        rows = List.copyOf(rows);
    }

    /**
     * A line of each.
     *
     * @param kind {@code changed}, {@code same}, or {@code gap} where lines are left out
     * @param left null when the text before has no such line
     * @param right null when the text after has none
     */
    record Row(String kind, @Nullable String left, @Nullable String right) {}

    /** Lines that were put in place of others stand beside them. */
    static BesideView between(String before, String now) {
        List<Row> rows = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        List<String> added = new ArrayList<>();
        for (UnifiedDiff.Line line : UnifiedDiff.lines(before, now)) {
            switch (line.sign()) {
                case '-' -> removed.add(line.text());
                case '+' -> added.add(line.text());
                default -> {
                    pair(removed, added, rows);
                    rows.add(
                            line.sign() == '@'
                                    ? new Row("gap", null, null)
                                    : new Row("same", line.text(), line.text()));
                }
            }
        }
        pair(removed, added, rows);
        return new BesideView(rows);
    }

    private static void pair(List<String> removed, List<String> added, List<Row> rows) {
        for (int i = 0; i < Math.max(removed.size(), added.size()); i++) {
            rows.add(new Row(
                    "changed", i < removed.size() ? removed.get(i) : null, i < added.size() ? added.get(i) : null));
        }
        removed.clear();
        added.clear();
    }
}
