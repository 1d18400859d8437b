package io.langsong.discovery.web;

import io.langsong.metric.Metric;
import io.langsong.polling.profile.Questions.Line;
import io.langsong.polling.profile.Questions.Question;
import io.langsong.polling.profile.Questions.Why;
import io.langsong.polling.profile.Reading.Measurement;
import io.langsong.web.PlainText;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question of a profile as the page shows it; what the device sent is made fit to be shown.
 *
 * @param more rows that are left out
 */
record QuestionView(String metric, String unit, String oid, List<Row> rows, int more) {
    private static final int LONGEST_RAW = 200;
    /** Why questions for all of a family give nothing on one device. */
    private static final Set<String> OTHERS = Set.of("not-there", "left-out", "given-before");

    /**
     * @param oid below the question's own, with the row's index
     * @param value null when there is none; then {@code why} is the last part of the reason's key
     * @param counter whether the value is a counter, of which graphs show the change
     */
    record Row(
            String oid,
            String name,
            @Nullable String raw,
            @Nullable Double value,
            @Nullable BigInteger counter,
            @Nullable String why) {}

    static QuestionView of(Question question) {
        return new QuestionView(
                question.metric().name(),
                question.metric().unit(),
                question.oid().toString(),
                question.lines().stream().map(QuestionView::row).toList(),
                question.more());
    }

    /** Whether it gave a value, or should have. */
    boolean applies() {
        return rows.stream().anyMatch(row -> row.why() == null || !OTHERS.contains(row.why()));
    }

    private static Row row(Line line) {
        Measurement value = line.value();
        Why why = line.why();
        String raw = line.raw();
        boolean counter = value != null && value.metric().kind() != Metric.Kind.GAUGE;
        return new Row(
                line.oid().toString(),
                value == null ? "" : name(value),
                raw == null ? null : PlainText.shown(raw, LONGEST_RAW),
                value == null || counter ? null : value.asDouble(),
                value == null || !counter ? null : new BigInteger(Long.toUnsignedString(value.bits())),
                why == null ? null : why.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private static String name(Measurement value) {
        String name = value.label().isEmpty() ? value.index() : value.label();
        return PlainText.shown(name);
    }
}
