package io.langsong.metric.embedded;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStoreException;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.metric.embedded.Chunks.Chunk;
import io.langsong.metric.embedded.Chunks.ChunkKey;
import io.langsong.metric.intake.Batch;
import io.langsong.metric.intake.SampleIntake;
import io.langsong.metric.intake.SampleSink;
import io.langsong.metric.intake.SamplesRefused;
import io.langsong.metric.intake.SeriesRegistry;
import io.langsong.metric.intake.SeriesRegistry.Registered;
import io.langsong.metric.intake.StoreAway;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps samples in PostgreSQL. Every second what has come is written as one row of {@code metric_head}, the log; in memory
 * it is kept by series as well. When two hours are over, {@link #compact} makes one row of {@code metric_chunk} of each
 * series and takes the rows off the log. A start reads the log back. Writing anything twice changes nothing, so a crash
 * between any two steps neither loses nor doubles a sample.
 */
public final class EmbeddedMetricStore implements MetricStore {
    private static final int BATCH = 50_000;
    private static final int SERIES_IN_A_SLICE = 500;
    private static final Logger log = LoggerFactory.getLogger(EmbeddedMetricStore.class);

    private final Clock clock;
    private final SeriesRegistry registry;
    private final Chunks chunks;
    private final SampleIntake intake;
    private final RecentSamples recent = new RecentSamples();

    /** Held while series are registered and samples enter the log, or series are forgotten. */
    private final ReentrantLock writing = new ReentrantLock();

    private final ReentrantLock compacting = new ReentrantLock();

    /**
     * @param writing transactions of {@code dataSource} in which this may write
     * @param buffer samples kept while the database is away
     */
    public EmbeddedMetricStore(DataSource dataSource, TransactionTemplate writing, Clock clock, int buffer) {
        this.clock = clock;
        this.registry = new SeriesRegistry(dataSource);
        this.chunks = new Chunks(dataSource, writing);
        SampleSink sink = this::write;
        this.intake = new SampleIntake("embedded", sink, buffer, BATCH);
    }

    @Override
    public void start() {
        recent.clear();
        reading(() -> {
            registry.load();
            chunks.replayHead(recent::add);
            return true;
        });
        intake.start();
        log.info("metric store started store=embedded series={}", registry.all().size());
    }

    @Override
    public void stop() {
        intake.stop();
    }

    @Override
    public void append(List<Sample> samples) {
        intake.append(samples);
    }

    @Override
    public void flush() {
        intake.flush();
    }

    @Override
    public Counts counts() {
        return intake.counts();
    }

    private void write(Batch batch) throws SamplesRefused {
        writing.lock();
        try {
            Registered[] series = registry.register(batch);
            long row = chunks.insertHead(batch.size(), HeadCodec.encode(series, batch));
            recent.add(row, series, batch);
        } catch (DataAccessException | TransactionException e) {
            // Classes of SQLSTATE: data exception, constraint violation, program limit exceeded.
            String state = sqlCause(e).map(SQLException::getSQLState).orElse("");
            if (state.startsWith("22") || state.startsWith("23") || state.startsWith("54")) {
                throw new SamplesRefused("PostgreSQL refused samples: " + said(e), e);
            }
            throw away(e);
        } finally {
            writing.unlock();
        }
    }

    private static Optional<SQLException> sqlCause(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }

    /** What the database said, without the statement that Spring puts in front. */
    private static String said(RuntimeException e) {
        return sqlCause(e).map(Throwable::getMessage).orElseGet(() -> String.valueOf(e.getMessage()));
    }

    private static StoreAway away(RuntimeException e) {
        return new StoreAway(
                "PostgreSQL does not take samples; see that it runs, that spring.datasource.* is right and that its disk is not"
                        + " full: " + said(e),
                Duration.ZERO,
                e);
    }

    private static <A> A reading(Supplier<A> query) {
        try {
            return query.get();
        } catch (DataAccessException | TransactionException e) {
            throw new MetricStoreException(
                    "PostgreSQL does not give samples; see that it runs and that spring.datasource.* is right: "
                            + said(e),
                    e);
        } catch (IllegalArgumentException e) {
            throw new MetricStoreException("Stored samples are damaged; restore a backup: " + e.getMessage(), e);
        }
    }

    @Override
    public List<Point> read(SeriesKey key, Instant from, Instant until) {
        long fromMillis = Windows.ceiling(from);
        long untilMillis = Windows.ceiling(until);
        Registered found = registry.find(key).orElse(null);
        if (found == null || fromMillis >= untilMillis) {
            return List.of();
        }
        // First memory, then the table: what moves from one to the other meanwhile is seen twice rather than not at
        // all.
        Points fresh = new Points(64);
        recent.of(found.id()).collect(fromMillis, untilMillis, fresh);
        return reading(() -> {
            Points all = new Points(256);
            for (byte[] chunk : chunks.read(found.id(), fromMillis, untilMillis)) {
                all.addAll(ChunkCodec.decode(chunk), fromMillis, untilMillis);
            }
            all.addAll(fresh, fromMillis, untilMillis);
            return asList(all.inOrder());
        });
    }

    private static List<Point> asList(Points points) {
        List<Point> list = new ArrayList<>(points.size());
        for (int i = 0; i < points.size(); i++) {
            list.add(new Point(Instant.ofEpochMilli(points.millis(i)), points.bits(i)));
        }
        return list;
    }

    @Override
    public List<Series> seriesOf(DeviceId device) {
        return registry.of(device).stream().map(Registered::series).toList();
    }

    @Override
    public List<Sample> latest(DeviceId device, Instant since) {
        List<Registered> series = registry.of(device);
        lookIntoChunks(series);
        List<Sample> latest = new ArrayList<>(series.size());
        for (Registered one : series) {
            Points newest = recent.of(one.id()).newest();
            if (newest.size() > 0 && newest.millis(0) >= Windows.ceiling(since)) {
                latest.add(new Sample(
                        one.series().key(),
                        one.series().metric(),
                        Instant.ofEpochMilli(newest.millis(0)),
                        newest.bits(0)));
            }
        }
        return latest;
    }

    /** Once after each start: from then on whatever becomes the newest has passed through memory. */
    private void lookIntoChunks(List<Registered> series) {
        List<Integer> unseen = series.stream()
                .map(Registered::id)
                .filter(id -> !recent.of(id).chunksSeen())
                .toList();
        if (unseen.isEmpty()) {
            return;
        }
        Map<Integer, byte[]> newest = reading(() -> chunks.newest(unseen));
        for (int id : unseen) {
            byte[] chunk = newest.get(id);
            Points last = new Points(1);
            if (chunk != null) {
                Points points = reading(() -> ChunkCodec.decode(chunk));
                last.add(points.millis(points.size() - 1), points.bits(points.size() - 1));
            }
            recent.of(id).chunksSeen(last);
        }
    }

    /** Writes windows that are over as chunks and takes them off the log. Any thread; never holds up {@link #append}. */
    @Override
    public void compact() {
        compacting.lock();
        try {
            long now = clock.millis();
            LongPredicate closed = window -> Windows.isClosed(window, now);
            OptionalLong upTo = recent.newestRow();
            if (upTo.isEmpty()) {
                return;
            }
            int written = reading(() -> writeChunks(closed));
            recent.takeRows(upTo.getAsLong(), closed)
                    .ifPresent(row -> reading(() -> {
                        chunks.deleteHead(row);
                        return row;
                    }));
            if (written > 0) {
                log.debug("samples compacted chunks={}", written);
            }
        } finally {
            compacting.unlock();
        }
    }

    private int writeChunks(LongPredicate closed) {
        Map<Integer, Boolean> counters = new HashMap<>();
        registry.all().forEach(one -> counters.put(one.id(), one.isCounter()));
        List<Integer> ids = recent.ids();
        int written = 0;
        for (int start = 0; start < ids.size(); start += SERIES_IN_A_SLICE) {
            List<Chunk> slice = new ArrayList<>();
            List<Runnable> after = new ArrayList<>();
            for (int id : ids.subList(start, Math.min(ids.size(), start + SERIES_IN_A_SLICE))) {
                OpenSeries open = recent.of(id);
                for (OpenSeries.Snapshot snapshot : open.snapshots(closed)) {
                    slice.add(new Chunk(
                            new ChunkKey(id, snapshot.window()),
                            counters.getOrDefault(id, false),
                            snapshot.points().inOrder()));
                    after.add(() -> open.forget(snapshot));
                }
            }
            if (!slice.isEmpty()) {
                chunks.merge(slice);
                after.forEach(Runnable::run);
                written += slice.size();
            }
        }
        return written;
    }

    @Override
    public void expire(Instant before) {
        long window = Windows.of(Windows.ceiling(before));
        compact();
        recent.expire(window);
        reading(() -> {
            chunks.deleteBefore(window);
            return window;
        });
        forgetEmptySeries();
    }

    private void forgetEmptySeries() {
        writing.lock();
        try {
            List<Integer> empty = registry.all().stream()
                    .map(Registered::id)
                    .filter(id -> recent.of(id).isEmpty())
                    .toList();
            List<Integer> gone = reading(() -> chunks.deleteSeriesWithoutChunk(empty));
            registry.forget(gone);
            gone.forEach(recent::forget);
        } finally {
            writing.unlock();
        }
    }
}
