package io.langsong.alert;

import java.time.Duration;
import java.util.Locale;

/** What a rule asks of the values of a series. */
public sealed interface Criterion {
    /** Which rules take the place of one another. */
    Kind kind();

    enum Kind {
        ABOVE,
        BELOW,
        NO_DATA;

        /** As in files and JSON: {@code no-data}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * A limit, broken beyond {@code fire} and kept again at {@code clear}; between them an alert that lasts goes on, and none
     * begins.
     *
     * @param kind {@code ABOVE} or {@code BELOW}
     * @param average zero: each value by itself; else what is judged is the mean over each such stretch of time, counted from
     *     1970, as soon as it is over; a stretch of which a part was not seen has none
     */
    record Threshold(Kind kind, double fire, double clear, Duration average) implements Criterion {
        private static final Duration LONGEST_AVERAGE = Duration.ofDays(1);

        public Threshold {
            if (kind == Kind.NO_DATA) {
                throw new IllegalArgumentException("A threshold is above or below, not " + kind);
            }
            if (!Double.isFinite(fire)) {
                throw Fault.NOT_A_NUMBER.of("fire", Double.toString(fire));
            }
            if (!Double.isFinite(clear)) {
                throw Fault.NOT_A_NUMBER.of("clear", Double.toString(clear));
            }
            if (kind == Kind.ABOVE ? clear > fire : clear < fire) {
                throw Fault.CLEARS_BEYOND.of("clear", Double.toString(clear));
            }
            if (average.isNegative() || average.compareTo(LONGEST_AVERAGE) > 0 || average.getNano() != 0) {
                throw Fault.NOT_AN_AVERAGE.of("average", average.toString());
            }
        }

        Verdict of(double value) {
            boolean above = kind == Kind.ABOVE;
            if (above ? value > fire : value < fire) {
                return Verdict.BROKEN;
            }
            return (above ? value <= clear : value >= clear) ? Verdict.KEPT : Verdict.BETWEEN;
        }
    }

    /**
     * No sample, although somebody looked: the device was asked, and stayed silent or did not give this series. Only of a series
     * that gave one since the program began to look.
     */
    record NoData() implements Criterion {
        @Override
        public Kind kind() {
            return Kind.NO_DATA;
        }
    }

    /** What one value says. */
    enum Verdict {
        BROKEN,
        /** Better than what fires, worse than what clears. */
        BETWEEN,
        KEPT
    }
}
