package io.langsong.alert;

import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.SeriesKey;
import java.time.Instant;

/** A turning point of one rule for one series. */
sealed interface Turn {
    SeriesKey series();

    String rule();

    /**
     * @param value by which it fired, as it is judged; NaN where data is missing
     * @param unit of {@code value}, as printed
     */
    record Fired(AlertRule judgedBy, Series of, String unit, AlertState.Firing state, double value) implements Turn {
        @Override
        public SeriesKey series() {
            return of.key();
        }

        @Override
        public String rule() {
            return judgedBy.id();
        }
    }

    /** @param by why it ended */
    record Ended(String rule, SeriesKey series, Instant at, Alert.End by) implements Turn {}
}
