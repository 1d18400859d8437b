package io.langsong.metric.influx;

import io.langsong.metric.Metric;
import io.langsong.metric.SeriesKey;
import io.langsong.metric.intake.Batch;
import io.langsong.metric.intake.PlainText;

/**
 * Samples and questions in the two languages of InfluxDB: line protocol and InfluxQL. A measurement is named like the
 * metric, its tags are {@code device} and, unless it is empty, {@code index}; a gauge is the float field {@code value}, a
 * counter the integer field {@code count}, the signed number of the same 64 bits. Values of tags come from devices and are
 * hostile: they lose control characters and backslashes first ({@link PlainText}), then get the escapes of the language.
 */
final class InfluxText {
    private InfluxText() {}

    static String field(Metric.Kind kind) {
        return kind == Metric.Kind.GAUGE ? "value" : "count";
    }

    /** One line a sample, times in milliseconds. */
    static String lines(Batch batch) {
        StringBuilder out = new StringBuilder(96 * batch.size());
        for (int i = 0; i < batch.size(); i++) {
            SeriesKey key = batch.series(i).key();
            Metric.Kind kind = batch.series(i).metric().kind();
            if (i > 0) {
                out.append('\n');
            }
            out.append(key.metric()).append(",device=").append(key.device().value());
            if (!key.index().isEmpty()) {
                out.append(",index=");
                appendTag(PlainText.encode(key.index()), out);
            }
            out.append(' ').append(field(kind)).append('=');
            if (kind == Metric.Kind.GAUGE) {
                out.append(Double.longBitsToDouble(batch.bits(i)));
            } else {
                out.append(batch.bits(i)).append('i');
            }
            out.append(' ').append(batch.millis(i));
        }
        return out.toString();
    }

    private static void appendTag(String value, StringBuilder out) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ',' || c == '=' || c == ' ') {
                out.append('\\');
            }
            out.append(c);
        }
    }

    /** Samples of one series in {@code [from, until)}, ascending, at most so many. */
    static String select(SeriesKey key, Metric.Kind kind, long fromMillis, long untilMillis, int limit) {
        return "SELECT \"%s\" FROM \"%s\" WHERE \"device\" = %s AND \"index\" = %s AND time >= %dms AND time < %dms ORDER BY time LIMIT %d"
                .formatted(
                        field(kind),
                        key.metric(),
                        literal(key.device().value()),
                        literal(key.index()),
                        fromMillis,
                        untilMillis,
                        limit);
    }

    /**
     * The newest sample of each series of a device in some measurements.
     *
     * @param measurements at least one
     */
    static String last(Metric.Kind kind, Iterable<String> measurements, String device, long sinceMillis) {
        StringBuilder names = new StringBuilder();
        for (String measurement : measurements) {
            names.append(names.isEmpty() ? "" : ", ")
                    .append('"')
                    .append(measurement)
                    .append('"');
        }
        return "SELECT last(\"%s\") FROM %s WHERE \"device\" = %s AND time >= %dms GROUP BY \"index\""
                .formatted(field(kind), names, literal(device), sinceMillis);
    }

    /** One row for each series of a measurement in {@code [from, until)}. @param what of the field, which is written %s there */
    static String bySeries(String what, Metric.Kind kind, String measurement, long fromMillis, long untilMillis) {
        return "SELECT %s FROM \"%s\" WHERE time >= %dms AND time < %dms GROUP BY \"device\", \"index\""
                .formatted(what.replace("%s", '"' + field(kind) + '"'), measurement, fromMillis, untilMillis);
    }

    static String deleteBefore(String measurement, long beforeMillis) {
        return "DELETE FROM \"%s\" WHERE time < %dms".formatted(measurement, beforeMillis);
    }

    private static String literal(String text) {
        return "'" + PlainText.encode(text).replace("'", "\\'") + "'";
    }
}
