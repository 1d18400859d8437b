package io.langsong.metric;

import io.langsong.inventory.DeviceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where samples are kept. Two adapters: PostgreSQL chunks (embedded) and InfluxDB; both pass {@code MetricStoreContract}.
 * Every method may be called from any thread.
 */
public interface MetricStore {

    /**
     * Reads back what is known of the series, and begins to write. Only in the active server, each time it becomes so: what
     * another one wrote meanwhile is seen from here on.
     *
     * @throws MetricStoreException when PostgreSQL can not be read
     */
    void start();

    /** Writes what waits, for some seconds at most, and ends. */
    void stop();

    /**
     * Takes samples into a bounded buffer and returns at once; the adapter writes them in batches. A sample of the same
     * series and instant replaces the earlier one. When the buffer is full the oldest go, counted.
     */
    void append(List<Sample> samples);

    /**
     * Returns when all that was appended before is durable. What went for want of room is not waited for: {@link Counts#dropped} has grown then.
     *
     * @throws MetricStoreException when the store can not be reached
     */
    void flush();

    /** Raw samples in {@code [from, until)}, ascending by time; empty when the series is not known. */
    List<Point> read(SeriesKey series, Instant from, Instant until);

    /** The series known of a device. */
    List<Series> seriesOf(DeviceId device);

    /** The newest sample of each series of a device, not older than {@code since}. */
    List<Sample> latest(DeviceId device, Instant since);

    /**
     * What is known of each series of a metric in {@code [from, until)}, without its samples: for questions over many series.
     * Those of which nothing is known are left out.
     *
     * @param devices of which the series are asked for
     * @throws MetricStoreException when the store can not be read
     */
    List<Summary> summaries(String metric, Predicate<DeviceId> devices, Instant from, Instant until);

    /** Drops samples older than {@code before}; what shares a chunk with a newer one may stay. */
    void expire(Instant before);

    /** Puts what has come in into the form in which it is kept; called every few minutes. Nothing else waits for it. */
    default void compact() {}

    /**
     * Drops the oldest samples until the rest takes no more room than allowed. A store that does not know how much room it takes
     * does nothing: whoever runs it sees to that.
     *
     * @param mostBytes of tables and index
     * @param untouched from then on nothing is dropped, however much room it takes
     * @return what was found and done; empty when this store does nothing
     * @throws MetricStoreException when the store can not be reached
     */
    default Optional<Room> makeRoom(long mostBytes, Instant untouched) {
        return Optional.empty();
    }

    /** What makes up a series. */
    record Series(SeriesKey key, Metric metric) {
        public Series {
            if (!key.metric().equals(metric.name())) {
                throw new IllegalArgumentException("Series " + key + " does not measure " + metric.name());
            }
        }
    }

    /** @param bits as in {@link Sample} */
    record Point(Instant at, long bits) {}

    /**
     * Some samples of one series.
     *
     * @param count at least one
     * @param sum of the values; of a counter NaN, since its readings are no amounts
     */
    record Summary(
            Series series,
            long count,
            double min,
            double max,
            double sum,
            Instant firstAt,
            double first,
            Instant lastAt,
            double last) {}

    /**
     * What samples take, and what went for it.
     *
     * @param bytes that are left, estimated
     * @param mostBytes that are allowed
     * @param dropped samples
     * @param since the oldest samples that are left are of then or later; empty when nothing was dropped
     */
    record Room(long bytes, long mostBytes, long dropped, Optional<Instant> since) {
        /** Whether more is taken than allowed, since what is left may not be dropped. */
        public boolean exceeded() {
            return bytes > mostBytes;
        }
    }

    /** What has been counted since start; appended = stored + waiting + dropped + rejected. */
    record Counts(long appended, long stored, long waiting, long dropped, long rejected, Optional<String> lastError) {}

    Counts counts();
}
