package io.langsong.alert.web;

import io.langsong.alert.Tried;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was tried, as the page shows it.
 *
 * @param bars one for each day, oldest first
 * @param most alerts on one day, at least 1
 */
record TriedView(Tried tried, List<Bar> bars, int most, List<Row> rows) {
    /** Of the chart's plane. */
    static final int HEIGHT = 60;

    private static final int STEP = 10;

    /** @param x left edge. @param height 0 to {@value #HEIGHT} */
    record Bar(LocalDate day, int count, int x, int height) {
        public int y() {
            return HEIGHT - height;
        }
    }

    /** @param known whether its device is in the inventory */
    record Row(Tried.WouldBe alert, String device, boolean known, String value) {
        /** Null when it would last. */
        public @Nullable Duration length() {
            return alert.until() == null ? null : Duration.between(alert.since(), alert.until());
        }
    }

    static TriedView of(Tried tried, List<Row> rows) {
        int most =
                tried.days().values().stream().mapToInt(Integer::intValue).max().orElse(0);
        List<Bar> bars = new ArrayList<>();
        for (Map.Entry<LocalDate, Integer> day : tried.days().entrySet()) {
            int count = day.getValue();
            int height = count == 0 ? 0 : Math.max(2, count * HEIGHT / most);
            bars.add(new Bar(day.getKey(), count, bars.size() * STEP, height));
        }
        return new TriedView(tried, bars, Math.max(1, most), rows);
    }

    public int width() {
        return bars.size() * STEP;
    }

    public int height() {
        return HEIGHT;
    }
}
