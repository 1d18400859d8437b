package io.langsong.dashboard;

import io.langsong.outage.Condition;
import io.langsong.outage.Outages.Stretch;
import io.langsong.web.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A chart as the page draws it: lines as SVG paths on a plane of {@link #WIDTH} by {@link #HEIGHT} that the browser
 * stretches, words beside it. A gap in the data is a gap in the line.
 *
 * @param unit of the metric, as it names it
 * @param top value at the upper edge
 * @param scale labels of the upright axis, highest first
 * @param hours labels of the time axis and where they stand, 0 to {@link #WIDTH}
 * @param bands outages behind the lines
 * @param row how long one row of the table is, in words
 * @param rows for each line its mean and its maximum, from the first row that has any
 */
record Chart(
        String title,
        String unit,
        double top,
        Instant from,
        Instant until,
        List<Line> lines,
        List<String> scale,
        List<Tick> hours,
        List<Band> bands,
        String row,
        List<Row> rows) {
    static final int WIDTH = 720;
    static final int HEIGHT = 600;
    private static final String NOTHING = "–";

    /**
     * @param peaks path of the greatest measurements, empty when it is the same
     * @param now the newest value, in words
     * @param max the greatest, in words
     */
    record Line(String name, String path, String peaks, String now, String max) {}

    record Tick(double x, String label) {
        /** Labels at the ends stay within the plane. */
        public String anchor() {
            return x < WIDTH * .04 ? "start" : x > WIDTH * .96 ? "end" : "middle";
        }

        /** Where it stands, for what is not stretched. */
        public String percent() {
            return String.format(Locale.ROOT, "%.1f%%", x / WIDTH * 100);
        }
    }

    record Band(String state, double x, double width) {}

    record Row(String time, List<String> cells) {}

    /** @param names one for each curve; all curves have the same steps and unit */
    static Chart of(
            String title,
            String unit,
            Duration row,
            List<String> names,
            List<Curve> curves,
            List<Stretch> stretches,
            Words words) {
        double highest = curves.stream()
                .mapToDouble(Curve::max)
                .filter(max -> !Double.isNaN(max))
                .max()
                .orElse(0);
        double top = top(highest, unit);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < curves.size(); i++) {
            Curve curve = curves.get(i);
            lines.add(new Line(
                    names.get(i),
                    path(curve.values(), top),
                    curve.peaks().equals(curve.values()) ? "" : path(curve.peaks(), top),
                    words.measured(curve.last(), unit),
                    words.measured(curve.max(), unit)));
        }
        Curve any = curves.get(0);
        Instant until = any.from().plus(any.step().multipliedBy(any.values().size()));
        return new Chart(
                title,
                unit,
                top,
                any.from(),
                until,
                lines,
                List.of(words.measured(top, unit), words.measured(top / 2, unit), "0"),
                hours(any.from(), until, words),
                bands(stretches, any.from(), until),
                words.duration(row),
                rows(curves, unit, row, words));
    }

    /** Of a count half of it is shown beside it, so it is even. */
    static double top(double highest, String unit) {
        double top = unit.equals("%") ? 100 : round(highest);
        return unit.isEmpty() && top % 2 != 0 ? top + 1 : top;
    }

    /** The next of 1, 2, 5 times a power of ten: a scale that does not jump with each value. */
    static double round(double highest) {
        if (!(highest > 0)) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(highest)));
        double digit = highest / power;
        return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    }

    /** Each stretch from where it begins in steps relative to the one before: the numbers stay short and alike on the wire. */
    static String path(List<Double> values, double top) {
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        long tenthsBefore = 0;
        long heightBefore = 0;
        for (int i = 0; i < values.size(); i++) {
            double value = values.get(i);
            if (Double.isNaN(value)) {
                drawing = false;
                continue;
            }
            long tenths = Math.round((i + 0.5) * WIDTH * 10 / values.size());
            long height = Math.round(HEIGHT - Math.min(value, top) / top * HEIGHT);
            if (drawing) {
                path.append('l')
                        .append(tenths(tenths - tenthsBefore))
                        .append(height < heightBefore ? "" : " ")
                        .append(height - heightBefore);
            } else {
                // So short that a lone value is a dot: of what has no length at all, Chromium draws no dash.
                path.append('M')
                        .append(tenths(tenths))
                        .append(' ')
                        .append(height)
                        .append("h.01");
            }
            tenthsBefore = tenths;
            heightBefore = height;
            drawing = true;
        }
        return path.toString();
    }

    private static String tenths(long tenths) {
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10;
    }

    private static List<Tick> hours(Instant from, Instant until, Words words) {
        List<Tick> ticks = new ArrayList<>();
        ZonedDateTime at = words.there(from).truncatedTo(ChronoUnit.HOURS);
        long hours = Duration.between(from, until).toHours();
        int every = hours > 24 ? 1440 : hours > 12 ? 360 : hours > 2 ? 60 : 15;
        for (; at.toInstant().isBefore(until); at = at.plusMinutes(15)) {
            boolean due = (at.getHour() * 60 + at.getMinute()) % every == 0;
            if (due && !at.toInstant().isBefore(from)) {
                ticks.add(new Tick(
                        x(at.toInstant(), from, until),
                        every == 1440 ? words.day(at.toLocalDate()) : words.time(at.toInstant())));
            }
        }
        return ticks;
    }

    static List<Band> bands(List<Stretch> stretches, Instant from, Instant until) {
        List<Band> bands = new ArrayList<>();
        for (Stretch stretch : stretches) {
            if (stretch.condition() != Condition.UP) {
                double left = x(stretch.from(), from, until);
                bands.add(new Band(Refs.code(stretch.condition()), left, x(stretch.until(), from, until) - left));
            }
        }
        return bands;
    }

    private static double x(Instant at, Instant from, Instant until) {
        double share = (double) Duration.between(from, at).toMillis()
                / Duration.between(from, until).toMillis();
        return Math.round(Math.max(0, Math.min(1, share)) * WIDTH * 10) / 10.0;
    }

    private static List<Row> rows(List<Curve> curves, String unit, Duration row, Words words) {
        List<Row> rows = new ArrayList<>();
        Curve any = curves.get(0);
        int steps = any.values().size();
        for (int first = 0; first < steps; ) {
            Instant at = any.from().plus(any.step().multipliedBy(first));
            long offset = words.there(at).getOffset().getTotalSeconds();
            long into = Math.floorMod(at.getEpochSecond() + offset, row.toSeconds());
            long left = row.minusSeconds(into).toSeconds();
            int end = (int) Math.min(
                    steps,
                    first
                            + Math.max(
                                    1,
                                    (left + any.step().toSeconds() - 1)
                                            / any.step().toSeconds()));
            List<String> cells = new ArrayList<>();
            for (Curve curve : curves) {
                cells.add(cell(curve.mean(first, end), unit, words));
                cells.add(cell(curve.max(first, end), unit, words));
            }
            if (!rows.isEmpty() || cells.stream().anyMatch(cell -> !cell.equals(NOTHING))) {
                rows.add(new Row(words.shortMoment(at), cells));
            }
            first = end;
        }
        return rows;
    }

    private static String cell(double value, String unit, Words words) {
        return Double.isNaN(value) ? NOTHING : words.measured(value, unit);
    }
}
