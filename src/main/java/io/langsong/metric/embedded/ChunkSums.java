package io.langsong.metric.embedded;

/**
 * What stands beside the samples of a series in a window.
 *
 * @param count at least one
 * @param sum of a counter without meaning
 */
record ChunkSums(
        long count,
        double min,
        double max,
        double sum,
        long firstMillis,
        long firstBits,
        long lastMillis,
        long lastBits) {

    /** @param points in order, at least one */
    static ChunkSums of(Points points, boolean counter) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (int i = 0; i < points.size(); i++) {
            double value = value(points.bits(i), counter);
            least = Math.min(least, value);
            most = Math.max(most, value);
            sum += value;
        }
        int last = points.size() - 1;
        return new ChunkSums(
                points.size(),
                least,
                most,
                sum,
                points.millis(0),
                points.bits(0),
                points.millis(last),
                points.bits(last));
    }

    double first(boolean counter) {
        return value(firstBits, counter);
    }

    double last(boolean counter) {
        return value(lastBits, counter);
    }

    /** What the bits of a sample say: an unsigned number of a counter, of a gauge any. */
    static double value(long bits, boolean counter) {
        if (!counter) {
            return Double.longBitsToDouble(bits);
        }
        return bits >= 0 ? bits : (double) (bits & Long.MAX_VALUE) + 0x1p63;
    }
}
