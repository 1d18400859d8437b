package io.langsong.alert;

import io.langsong.metric.SeriesKey;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a rule looks at: the value of a gauge, the rate per second of a counter.
 *
 * @param metric as samples name it
 * @param index which series of the metric, {@code *} standing for anything: {@code *} alone is all of them, {@code rx *} those
 *     that begin so, an empty text the one of the device as a whole
 * @param of another metric of the same index; what is judged is then the percentage of it. Octets a second of a speed in
 *     bit/s are taken as bits
 */
public record Measure(String metric, String index, @Nullable String of) {
    public static final String ANY_INDEX = "*";

    private static final int LONGEST_INDEX = 200;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*");

    public Measure {
        requireName("metric", metric);
        if (of != null) {
            requireName("of", of);
            if (of.equals(metric)) {
                throw Fault.OF_ITSELF.of("of", of);
            }
        }
        if (index.length() > LONGEST_INDEX || index.chars().anyMatch(Character::isISOControl)) {
            throw Fault.NOT_AN_INDEX.of("index", index);
        }
    }

    private static void requireName(String field, String name) {
        if (name.length() > 100 || !NAME.matcher(name).matches()) {
            throw Fault.NOT_A_METRIC.of(field, name);
        }
    }

    boolean namesIndex() {
        return !index.equals(ANY_INDEX);
    }

    /** Not for each sample: the result is kept with the series. */
    boolean matches(SeriesKey series) {
        return series.metric().equals(metric)
                && (!namesIndex() || pattern().matcher(series.index()).matches());
    }

    private Pattern pattern() {
        return Pattern.compile(
                Stream.of(index.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
                Pattern.DOTALL);
    }
}
