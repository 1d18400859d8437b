package io.langsong.metric.embedded;

import static io.langsong.metric.embedded.DatabaseTrouble.reading;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStoreException;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.metric.intake.Batch;
import io.langsong.metric.intake.SampleIntake;
import io.langsong.metric.intake.SampleSink;
import io.langsong.metric.intake.SamplesRefused;
import io.langsong.metric.intake.SeriesRegistry;
import io.langsong.metric.intake.SeriesRegistry.Registered;
import io.langsong.metric.intake.SpoolFolder;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps samples in PostgreSQL. Every second what has come is written as one row of {@code metric_head}, the log; in memory
 * it is kept by series as well. When two hours are over, {@link #compact} makes one row of {@code metric_bundle} of each
 * {@value Bundle#SERIES} series and takes the rows off the log. A start reads the log back. Writing anything twice changes nothing, so a crash
 * between any two steps neither loses nor doubles a sample.
 */
public final class EmbeddedMetricStore implements MetricStore {
    private static final int BATCH = 50_000;
    private static final Logger log = LoggerFactory.getLogger(EmbeddedMetricStore.class);

    private final Clock clock;
    private final SeriesRegistry registry;
    private final HeadRows head;
    private final FormerChunks former;
    private final Chunks chunks;
    private final ChunkRoom room;
    private final SampleIntake intake;
    private final RecentSamples recent = new RecentSamples();
    private final Compaction compaction;

    /** Held while series are registered and samples enter the log, or series are forgotten. */
    private final ReentrantLock writing = new ReentrantLock();

    private final ReentrantLock compacting = new ReentrantLock();

    /**
     * @param writing transactions of {@code dataSource} in which this may write
     * @param buffer samples kept in memory while neither the database nor the spool takes them
     * @param spool null: none
     */
    public EmbeddedMetricStore(
            DataSource dataSource, TransactionTemplate writing, Clock clock, int buffer, @Nullable SpoolFolder spool) {
        this.clock = clock;
        this.registry = new SeriesRegistry(dataSource);
        this.head = new HeadRows(dataSource, writing);
        this.former = new FormerChunks(dataSource);
        this.chunks = new Chunks(dataSource, former);
        this.room = new ChunkRoom(dataSource);
        this.compaction = new Compaction(registry, recent, new ChunkWriter(dataSource, writing, former));
        SampleSink sink = this::write;
        this.intake = new SampleIntake("embedded", sink, buffer, BATCH, spool);
    }

    @Override
    public void start() {
        // What is being compacted is in memory until it is written.
        compacting.lock();
        try {
            recent.clear();
            reading(() -> {
                registry.load();
                head.replay(this::recall);
                former.look();
                return true;
            });
        } finally {
            compacting.unlock();
        }
        intake.start();
        log.info("metric store started store=embedded series={}", registry.all().size());
    }

    /** A second of samples that can not be read is no reason to watch nothing. */
    private void recall(long row, byte[] samples) {
        try {
            recent.add(row, samples);
        } catch (IllegalArgumentException damaged) {
            log.error("row of the log of samples is damaged, some of its samples are missing row={}", row, damaged);
        }
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
            long row = head.insert(batch.size(), HeadCodec.encode(series, batch));
            recent.add(row, series, batch);
        } catch (DataAccessException | TransactionException e) {
            throw DatabaseTrouble.onWriting(e);
        } finally {
            writing.unlock();
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
            for (Points chunk : chunks.read(found.id(), fromMillis, untilMillis)) {
                all.addAll(chunk, fromMillis, untilMillis);
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
    public List<Summary> summaries(String metric, Predicate<DeviceId> devices, Instant from, Instant until) {
        long fromMillis = Windows.ceiling(from);
        long untilMillis = Windows.ceiling(until);
        if (fromMillis >= untilMillis) {
            return List.of();
        }
        Summaries summaries = new Summaries(measuring(metric, devices), fromMillis, untilMillis);
        summaries.readRecent(recent);
        return reading(() -> {
            summaries.readChunks(chunks);
            return summaries.result();
        });
    }

    /** Those that are found by their key; what turned from gauge to counter has its older half besides. */
    private List<Registered> measuring(String metric, Predicate<DeviceId> devices) {
        return registry.all().stream()
                .filter(one -> one.series().key().metric().equals(metric)
                        && devices.test(one.series().key().device())
                        && registry.find(one.series().key()).equals(Optional.of(one)))
                .toList();
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
        Map<Integer, Points> newest = reading(() -> chunks.newest(unseen));
        unseen.forEach(id -> recent.of(id).chunksSeen(newest.getOrDefault(id, new Points(0))));
    }

    /** Writes windows that are over as chunks and takes them off the log. Any thread; never holds up {@link #append}. */
    @Override
    public void compact() {
        compacting.lock();
        try {
            long now = clock.millis();
            LongPredicate closed = window -> Windows.isClosed(window, now);
            OptionalLong upTo = recent.newestRow();
            if (upTo.isPresent()) {
                int written = reading(() -> compaction.write(closed));
                recent.takeRows(upTo.getAsLong(), closed)
                        .ifPresent(row -> reading(() -> {
                            head.deleteUpTo(row);
                            return row;
                        }));
                if (written > 0) {
                    log.debug("samples compacted chunks={}", written);
                }
            }
            moveFormer();
        } finally {
            compacting.unlock();
        }
    }

    private void moveFormer() {
        try {
            compaction.moveFormer();
        } catch (DataAccessException | TransactionException | IllegalArgumentException e) {
            // They are read where they are too, and the next call goes on.
            log.warn("former samples not moved reason={}", DatabaseTrouble.said(e));
        }
    }

    @Override
    public void expire(Instant before) {
        dropBefore(Windows.of(Windows.ceiling(before)));
    }

    @Override
    public Optional<Room> makeRoom(long mostBytes, Instant untouched) {
        ChunkRoom.Split split = reading(() -> room.split(mostBytes, Windows.of(Windows.ceiling(untouched))));
        if (split.cutoff() == Long.MIN_VALUE) {
            return Optional.of(new Room(split.bytes(), mostBytes, 0, Optional.empty()));
        }
        long dropped = dropBefore(split.cutoff());
        return Optional.of(
                new Room(split.bytes(), mostBytes, dropped, Optional.of(Instant.ofEpochMilli(split.cutoff()))));
    }

    private long dropBefore(long window) {
        try {
            compact();
        } catch (MetricStoreException notWritten) {
            // A full disk keeps chunks from being written; what goes here may be what it lacks.
            log.warn("samples not compacted before older ones go reason={}", notWritten.getMessage());
        }
        recent.expire(window);
        long dropped = reading(() -> chunks.deleteBefore(window));
        forgetEmptySeries();
        return dropped;
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
