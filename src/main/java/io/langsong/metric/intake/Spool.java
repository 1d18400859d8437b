package io.langsong.metric.intake;

import io.langsong.journal.Damaged;
import io.langsong.journal.Segment;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples on disk that a store could not take: files of about 8 MB in a folder of its own. What {@link #append} returned from survives a power cut. The oldest
 * file goes when there is no room, its samples counted. A file that is damaged gives what is whole, and stays aside in {@code damaged}. Any thread.
 */
public final class Spool implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Spool.class);
    private static final Pattern NAME = Pattern.compile("[0-9]{16}\\.spool");
    private static final long SEGMENT = 8L << 20;
    /** Left free for the database, which may share the disk: this, or a twentieth of a small disk. */
    private static final long RESERVE = 256L << 20;
    /** Of a block that can not be read: after that many tries it is given up. */
    private static final int MOST_TRIES = 60;

    /** What is taken first when the store is back. */
    public enum Order {
        OLDEST,
        NEWEST
    }

    /** One batch that was taken. */
    static final class Taken {
        private final Segment segment;
        private final Segment.Place place;
        private final Batch batch;

        Taken(Segment segment, Segment.Place place, Batch batch) {
            this.segment = segment;
            this.place = place;
            this.batch = batch;
        }

        Batch batch() {
            return batch;
        }
    }

    /**
     * @param waiting samples that can be taken
     * @param lost samples that went since there was no room, or whose blocks could not be read, as far as their heads told
     * @param octets on disk
     */
    public record State(long waiting, long lost, long octets) {}

    private final Path folder;
    private final long most;
    private final Order order;

    /** Ascending by name; only the last may be written. */
    private final Deque<Segment> segments = new ArrayDeque<>();

    private @Nullable Taken inFlight;
    /** In a row. */
    private int triesInVain;

    private long next;
    private long found;
    private long lost;

    private Spool(Path folder, long most, Order order) {
        this.folder = folder;
        this.most = most;
        this.order = order;
    }

    /**
     * @param folder made where it is missing; what is not ours there is left alone
     * @param most octets on disk, and one file more
     */
    public static Spool open(Path folder, long most, Order order) throws IOException {
        Spool spool = new Spool(folder, most, order);
        Files.createDirectories(folder);
        spool.findSegments();
        return spool;
    }

    private void findSegments() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            next = Math.max(next, Long.parseLong(file.getFileName().toString().substring(0, 16)) + 1);
            boolean newest = file.equals(files.get(files.size() - 1));
            try {
                find(file, newest);
            } catch (IOException unreadable) {
                log.error("spool file can not be read file={} reason={}", file, unreadable.toString());
            }
        }
        if (found > 0) {
            log.info("samples found in spool folder={} samples={} files={}", folder, found, segments.size());
        }
    }

    private void find(Path file, boolean newest) throws IOException {
        Segment segment = Segment.open(file);
        if (segment == null) {
            log.error("spool file is damaged from its beginning file={}", file);
            Damaged.setAside(file, true);
            return;
        }
        for (Segment.Gap gap : segment.gaps()) {
            boolean torn = newest && gap.atEnd();
            log.warn(
                    "spool file {} file={} octets={}",
                    torn ? "ends in what was being written at a crash" : "is damaged",
                    file,
                    gap.octets());
            if (!torn) {
                Damaged.setAside(file, false);
            }
        }
        found += segment.weightLeft();
        segments.add(segment);
        removeIfEmpty(segment);
    }

    /** Samples that were there when it was opened. */
    public long found() {
        return found;
    }

    public synchronized State state() {
        long waiting = 0;
        long octets = 0;
        for (Segment segment : segments) {
            waiting += segment.weightLeft();
            octets += segment.size();
        }
        if (inFlight != null) {
            waiting += inFlight.place.weight();
        }
        return new State(waiting, lost, octets);
    }

    /**
     * Returns when the batch survives a power cut.
     *
     * @throws IOException when it does not, as on a full disk; nothing of it is kept then
     */
    synchronized void append(Batch batch) throws IOException {
        byte[] block = SpoolBlock.encode(batch);
        makeRoom(block.length);
        Segment last = segments.peekLast();
        if (last == null || !last.isWritable() || last.size() >= SEGMENT) {
            if (last != null) {
                last.close();
            }
            last = created();
            segments.add(last);
        }
        last.append(block, batch.size());
    }

    private Segment created() throws IOException {
        while (true) {
            try {
                return Segment.create(folder.resolve(String.format(Locale.ROOT, "%016d.spool", next++)));
            } catch (FileAlreadyExistsException somebodyElses) {
                log.warn("spool file was there already file={}", somebodyElses.getFile());
            }
        }
    }

    private void makeRoom(long wanted) throws IOException {
        FileStore disk = Files.getFileStore(folder);
        long reserve = Math.min(RESERVE, disk.getTotalSpace() / 20);
        long octets = state().octets();
        long shortage = Math.max(octets + wanted - most, reserve + wanted - disk.getUsableSpace());
        if (shortage > octets) {
            throw new IOException("no room for %d octets in %s".formatted(wanted, folder));
        }
        while (!segments.isEmpty() && shortage > 0) {
            Segment oldest = segments.element();
            shortage -= oldest.size();
            lost += oldest.weightLeft();
            log.error("samples dropped from spool file={} samples={}", oldest.file(), oldest.weightLeft());
            oldest.delete();
            segments.remove();
        }
    }

    /**
     * The next batch; empty when there is none. It has to be given to {@link #done} or {@link #failed} before another is taken.
     *
     * @throws IOException when it can not be read at present, as without a free descriptor; what can not be read for long is given up
     */
    synchronized Optional<Taken> take() throws IOException {
        while (true) {
            Segment segment = order == Order.OLDEST ? segments.peekFirst() : newest();
            Segment.Place place = segment == null ? null : segment.take();
            if (segment == null || place == null) {
                return Optional.empty();
            }
            Batch batch = null;
            boolean decided = false;
            try {
                batch = read(segment, place);
                decided = true;
            } catch (IOException unreadable) {
                triesInVain++;
                decided = triesInVain == MOST_TRIES;
                if (!decided) {
                    throw unreadable;
                }
                log.error(
                        "spool block given up file={} at={} samples={} reason={}",
                        segment.file(),
                        place.at(),
                        place.weight(),
                        unreadable.toString());
            } finally {
                if (decided) {
                    triesInVain = 0;
                } else {
                    segment.giveBack(place);
                }
            }
            if (batch != null) {
                Taken taken = new Taken(segment, place, batch);
                inFlight = taken;
                return Optional.of(taken);
            }
            lost += place.weight();
            removeIfEmpty(segment);
        }
    }

    /** The newest that has something left. */
    private @Nullable Segment newest() {
        for (Iterator<Segment> back = segments.descendingIterator(); back.hasNext(); ) {
            Segment segment = back.next();
            if (segment.weightLeft() > 0) {
                return segment;
            }
        }
        return null;
    }

    /** @return null when it is damaged, and set aside then */
    private static @Nullable Batch read(Segment segment, Segment.Place place) throws IOException {
        byte[] content = segment.read(place);
        try {
            if (content != null) {
                return SpoolBlock.decode(content, place.weight());
            }
        } catch (IOException noBatch) {
            log.debug("octets of a right checksum are no samples", noBatch);
        }
        log.error("spool block is damaged file={} at={} samples={}", segment.file(), place.at(), place.weight());
        try {
            Damaged.setAside(segment.file(), false);
        } catch (IOException e) {
            log.error("damaged spool file can not be set aside file={} reason={}", segment.file(), e.toString());
        }
        return null;
    }

    /** The store took it, or will never take it. */
    synchronized void done(Taken taken) {
        inFlight = null;
        removeIfEmpty(taken.segment);
    }

    /** It has to be taken again. */
    synchronized void failed(Taken taken) {
        inFlight = null;
        if (segments.contains(taken.segment)) {
            taken.segment.giveBack(taken.place);
        } else {
            lost += taken.place.weight();
        }
    }

    private void removeIfEmpty(Segment segment) {
        if (segment.weightLeft() == 0) {
            segments.remove(segment);
            try {
                segment.delete();
            } catch (IOException e) {
                // It is sent again after the next start, which changes nothing.
                log.warn("spool file can not be deleted file={} reason={}", segment.file(), e.toString());
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        for (Segment segment : segments) {
            segment.close();
        }
    }
}
