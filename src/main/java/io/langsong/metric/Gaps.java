package io.langsong.metric;

import io.langsong.metric.MetricStore.Point;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Tells a missing sample from the usual distance between two. */
final class Gaps {
    /** So many usual distances without a sample: something is missing, nothing can be said of the time between. */
    static final double MISSING = 3;

    /** The next sample came when it was due. */
    static final double PUNCTUAL = 1.5;

    /** Distances to either side of which the middle one is the usual: the interval may have been changed in between. */
    private static final int NEIGHBOURS = 5;

    private Gaps() {}

    /**
     * @param points ascending by time
     * @param usuals how many usual distances make a gap
     * @return at {@code i}, whether there is a gap between the points {@code i - 1} and {@code i}
     */
    static boolean[] behind(List<Point> points, double usuals) {
        boolean[] gap = new boolean[points.size()];
        long[] distances = new long[points.size()];
        for (int i = 1; i < distances.length; i++) {
            distances[i] =
                    Duration.between(points.get(i - 1).at(), points.get(i).at()).toMillis();
        }
        for (int i = 1; i < distances.length; i++) {
            int from = Math.max(1, i - NEIGHBOURS);
            int until = Math.min(distances.length, i + NEIGHBOURS + 1);
            // The usual is at least the smallest, and nearly every distance is settled by that.
            gap[i] = distances[i] > usuals * smallest(distances, from, until)
                    && distances[i] > usuals * usual(distances, from, until);
        }
        return gap;
    }

    private static long smallest(long[] distances, int from, int until) {
        long smallest = distances[from];
        for (int i = from + 1; i < until; i++) {
            smallest = Math.min(smallest, distances[i]);
        }
        return smallest;
    }

    private static long usual(long[] distances, int from, int until) {
        long[] around = Arrays.copyOfRange(distances, from, until);
        Arrays.sort(around);
        return around[(around.length - 1) / 2];
    }
}
