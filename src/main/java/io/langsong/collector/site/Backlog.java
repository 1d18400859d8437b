package io.langsong.collector.site;

import io.langsong.collector.wire.Batch;
import io.langsong.collector.wire.Batch.LeftOut;
import io.langsong.journal.Damaged;
import io.langsong.journal.Segment;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches that the server does not have yet, in files of half a megabyte. What {@link #add} returned from survives a power cut, or is held in memory while the disk takes
 * nothing. The oldest goes when there is no room, and what it was is told with the next batch. One thread.
 */
final class Backlog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Backlog.class);
    private static final long FILE = 512 << 10;
    private static final long LEAST = 4 * FILE;
    private static final long MOST_HELD = 4 << 20;
    /** Each takes 145 octets of memory, of which a collector of 35 devices has 20 MB left (measured with -Xmx64m). Eleven days, at one each ten seconds. */
    private static final int MOST_BATCHES = 100_000;

    /** What can not be read, as without a free descriptor, is tried again after so long, and given up in the end. */
    private static final long REREAD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final Path folder;
    private final int mostBatches;
    private long most;

    /** Ascending; only the last may be written. */
    private final Deque<Shelf> shelves = new ArrayDeque<>();
    /** Not written since the disk takes nothing; oldest first. */
    private final Deque<Waiting> held = new ArrayDeque<>();
    /** Not in flight, by their order. */
    private final NavigableMap<Long, Waiting> waiting = new TreeMap<>();

    /** Files of what was dropped, until a batch that tells of it is on disk. */
    private final List<Path> dropped = new ArrayList<>();

    private final Flight flight = new Flight();
    private long nextFile;
    /** Of the files that could not be read at the start, the lowest. */
    private long unread = Long.MAX_VALUE;

    private long nextOrder;
    private long octets;
    private boolean full;
    private boolean unreadable;
    private long rereadAt;
    private LeftOut untold = LeftOut.NOTHING;
    private LeftOut lost = LeftOut.NOTHING;

    private Backlog(Path folder, long most, int mostBatches) {
        this.folder = folder;
        this.most = Math.max(LEAST, most);
        this.mostBatches = mostBatches;
    }

    /** @param most octets on disk, and one file more */
    static Backlog open(Path folder, long most) throws IOException {
        return open(folder, most, MOST_BATCHES);
    }

    /** @param mostBatches on disk, and those of one file more */
    static Backlog open(Path folder, long most, int mostBatches) throws IOException {
        Backlog backlog = new Backlog(folder, most, mostBatches);
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        backlog.find();
        return backlog;
    }

    private void find() throws IOException {
        Shelves.Found found = Shelves.in(folder);
        nextFile = found.nextFile();
        long newest = nextFile - 1;
        List<Shelf> damaged = new ArrayList<>();
        for (Path file : found.files()) {
            Shelf shelf = opened(file);
            if (shelf == null) {
                continue;
            }
            shelf.waiting.forEach(this::enter);
            if (isDamaged(shelf, shelf.file == newest)) {
                damaged.add(shelf);
            } else if (shelf.waiting.isEmpty()) {
                shelf.segment.delete();
            } else {
                shelves.add(shelf);
            }
            // Not at the end: more than may wait may also be more than there is memory for.
            while (isCrowded() && canDrop()) {
                drop();
            }
        }
        // What is whole of them goes into a file behind all others, so these have to be there first.
        for (Shelf shelf : damaged) {
            salvage(shelf);
        }
        if (!waiting.isEmpty()) {
            log.info("batches found that the server does not have batches={} octets={}", waiting.size(), octets);
        }
    }

    /** @return null when it holds nothing of ours, and was put aside, or can not be read this time */
    private @Nullable Shelf opened(Path file) {
        try {
            Segment segment = Segment.open(file);
            if (segment != null) {
                return new Shelf(Shelves.numberOf(file), segment);
            }
            log.error("file of batches is damaged from its beginning file={}", file);
            Damaged.setAside(file, true);
            lose(new LeftOut(1, 0, 0));
        } catch (IOException refused) {
            log.error("file of batches can not be read file={} reason={}", file, refused.toString());
            unread = Math.min(unread, Shelves.numberOf(file));
        }
        return null;
    }

    /** What is damaged is lost. What was being written to the newest at a crash is not: nobody was told that it is kept. */
    private boolean isDamaged(Shelf shelf, boolean newest) throws IOException {
        long damage = 0;
        for (Segment.Gap gap : shelf.segment.gaps()) {
            boolean torn = newest && gap.atEnd();
            log.warn(
                    "file of batches {} file={} octets={}",
                    torn ? "ends in what was being written at a crash" : "is damaged",
                    shelf.segment.file(),
                    gap.octets());
            if (torn) {
                Shelves.cut(shelf.segment, gap.octets());
            } else {
                damage++;
            }
        }
        lose(new LeftOut(damage, 0, 0));
        return damage > 0;
    }

    private void enter(Waiting one) {
        one.order = nextOrder++;
        octets += one.length();
        waiting.put(one.order, one);
    }

    /** What is whole goes into another file, so that the damage is found and counted once. */
    private void salvage(Shelf damaged) throws IOException {
        shelves.remove(damaged);
        // Not those that came into another one before, when reading broke off.
        for (Waiting one :
                damaged.waiting.stream().filter(one -> one.shelf == damaged).toList()) {
            Block block = one.read();
            if (block == null) {
                lose(new LeftOut(1, 0, 0));
                forget(one);
            } else {
                one.held = block;
                one.shelf = null;
                one.place = null;
                held.add(one);
            }
        }
        writeHeld();
        Damaged.setAside(damaged.segment.file(), false);
        damaged.segment.delete();
    }

    private void forget(Waiting one) {
        waiting.remove(one.order);
        octets -= one.length();
    }

    private void lose(LeftOut what) {
        untold = untold.plus(what);
        lost = lost.plus(what);
    }

    /** What a batch was to tell of others has been counted, and is to be told by another. */
    private void drop(Waiting one) {
        LeftOut loss = lossOf(one);
        untold = untold.plus(loss);
        lost = lost.plus(new LeftOut(1, loss.samples(), 0));
        forget(one);
    }

    /** From now on. */
    void limit(long octetsOnDisk) {
        most = Math.max(LEAST, octetsOnDisk);
    }

    /** What is added from here on has an order that is not less. */
    long nextOrder() {
        return nextOrder;
    }

    /** @param batch with what was left out besides what is lost here */
    void add(Batch batch) {
        Block block = told(batch);
        while ((onDisk() + block.batch().length > most || isCrowded()) && canDrop()) {
            drop();
            block = told(batch);
        }
        untold = LeftOut.NOTHING;
        lost = lost.plus(batch.leftOut());
        Waiting one = new Waiting(block);
        enter(one);
        held.add(one);
        writeHeld();
        deleteDropped();
    }

    private Block told(Batch batch) {
        return Block.of(
                new Batch(
                        batch.life(),
                        batch.number(),
                        batch.from(),
                        batch.until(),
                        batch.sync(),
                        batch.results(),
                        batch.notices(),
                        batch.datagrams(),
                        batch.leftOut().plus(untold)),
                oldestFile());
    }

    /** All files before it were dropped. One that could not be read at the start was not, and may be read at the next. */
    private long oldestFile() {
        long oldest = shelves.stream().mapToLong(shelf -> shelf.file).min().orElse(nextFile);
        return Math.min(oldest, unread);
    }

    private boolean isCrowded() {
        return waiting.size() + flight.size() >= mostBatches;
    }

    private long onDisk() {
        return shelves.stream().mapToLong(shelf -> shelf.segment.size()).sum();
    }

    /** What is in flight may arrive, and would be counted as lost. */
    private boolean canDrop() {
        Shelf oldest = shelves.peekFirst();
        return oldest != null && !oldest.isInFlight();
    }

    private void drop() {
        Shelf oldest = shelves.removeFirst();
        oldest.waiting.forEach(this::drop);
        dropped.add(oldest.segment.file());
        close(oldest);
    }

    private static void close(Shelf shelf) {
        try {
            shelf.segment.close();
        } catch (IOException e) {
            log.debug("file of batches not closed file={}", shelf.segment.file(), e);
        }
    }

    /** Only when what was in them is told by a batch on disk. */
    private void deleteDropped() {
        for (Path file : dropped) {
            log.error("batches dropped since there is no room file={}", file);
            delete(file);
        }
        dropped.clear();
    }

    private static LeftOut lossOf(Waiting one) {
        try {
            Block block = one.read();
            if (block != null) {
                return block.loss();
            }
        } catch (IOException unreadable) {
            log.debug("batch to be dropped can not be read", unreadable);
        }
        return new LeftOut(1, 0, 0);
    }

    private void writeHeld() {
        try {
            while (!held.isEmpty()) {
                write(held.element());
                held.remove();
            }
            if (full) {
                full = false;
                log.info("disk takes batches again folder={}", folder);
            }
        } catch (IOException refused) {
            if (!full) {
                full = true;
                log.error(
                        "disk takes no batches, the newest are held in memory; make room on it folder={} reason={}",
                        folder,
                        refused.toString());
            }
            dropHeld();
        }
    }

    private void write(Waiting one) throws IOException {
        Block block = one.held;
        if (block == null) {
            return;
        }
        Shelf last = shelves.peekLast();
        if (last == null || !last.segment.isWritable() || last.segment.size() >= FILE) {
            if (last != null) {
                last.segment.close();
                deleteIfDone(last);
            }
            last = begun();
            shelves.add(last);
        }
        Waiting written = last.append(block.octets(), 1 + block.samples());
        last.waiting.set(last.waiting.size() - 1, one);
        octets -= one.length();
        one.shelf = last;
        one.place = written.place;
        one.held = null;
        octets += one.length();
    }

    private Shelf begun() throws IOException {
        while (true) {
            long number = nextFile++;
            try {
                return new Shelf(number, Segment.create(Shelves.fileOf(folder, number)));
            } catch (FileAlreadyExistsException somebodyElses) {
                log.warn("file of batches was there already file={}", somebodyElses.getFile());
            } catch (IOException refused) {
                nextFile = number;
                throw refused;
            }
        }
    }

    private void dropHeld() {
        long size = held.stream().mapToLong(Waiting::length).sum();
        for (Waiting oldest = held.peek();
                oldest != null && size > MOST_HELD && !oldest.inFlight;
                oldest = held.peek()) {
            size -= oldest.length();
            held.remove();
            drop(oldest);
        }
    }

    /** The next batch, which is in flight then. @param from {@link #nextOrder} of an earlier time @param until half-open */
    Optional<Flight.Sent> next(long from, long until, long nowNanos) {
        unreadable = unreadable && nowNanos - rereadAt < 0;
        while (!unreadable) {
            Long order = waiting.ceilingKey(from);
            if (order == null || order >= until) {
                return Optional.empty();
            }
            Waiting one = waiting.get(order);
            Block block = one == null ? null : readOrSalvage(one, nowNanos);
            if (one != null
                    && block != null
                    && flight.find(block.life(), block.number()).isPresent()) {
                // A crash while damage was put right left it in two files.
                forget(one);
                leaveShelf(one);
            } else if (one != null && block != null) {
                waiting.remove(order);
                return Optional.of(flight.begin(one, block, nowNanos));
            }
        }
        return Optional.empty();
    }

    private @Nullable Block readOrSalvage(Waiting one, long nowNanos) {
        try {
            Block block = one.read();
            one.unreadableSince = null;
            Shelf shelf = one.shelf;
            if (block == null && shelf != null) {
                log.error("batch is damaged file={}", shelf.segment.file());
                salvage(shelf);
            }
            return block;
        } catch (IOException notRead) {
            Long since = one.unreadableSince;
            if (since == null) {
                log.error("batch can not be read, will be tried again folder={} reason={}", folder, notRead.toString());
                one.unreadableSince = nowNanos;
            } else if (nowNanos - since > PATIENCE_NANOS) {
                log.error("batch is given up folder={} reason={}", folder, notRead.toString());
                lose(new LeftOut(1, 0, 0));
                forget(one);
                return null;
            }
            unreadable = true;
            rereadAt = nowNanos + REREAD_NANOS;
            return null;
        }
    }

    /** How long the next one is; 0 when there is none. */
    int nextLength(long from, long until) {
        Map.Entry<Long, Waiting> first = waiting.ceilingEntry(from);
        return first == null || first.getKey() >= until ? 0 : first.getValue().length();
    }

    /** The server has it. */
    void done(Flight.Sent sent) {
        flight.end(sent);
        Waiting one = sent.waiting();
        octets -= one.length();
        held.remove(one);
        leaveShelf(one);
    }

    private void leaveShelf(Waiting one) {
        Shelf shelf = one.shelf;
        if (shelf != null) {
            shelf.waiting.remove(one);
            deleteIfDone(shelf);
        }
    }

    private void deleteIfDone(Shelf shelf) {
        boolean more = shelf.segment.isWritable() && shelf.segment.size() < FILE;
        if (shelf.waiting.isEmpty() && !more) {
            shelves.remove(shelf);
            close(shelf);
            delete(shelf.segment.file());
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It is sent again after the next start, which changes nothing.
            log.warn("file of batches can not be deleted file={} reason={}", file, e.toString());
        }
    }

    /** It has to be sent again. */
    void failed(Flight.Sent sent) {
        flight.end(sent);
        waiting.put(sent.waiting().order, sent.waiting());
    }

    Flight flight() {
        return flight;
    }

    /** Whether something of before that order is waiting or in flight. */
    boolean hasBefore(long order) {
        return (!waiting.isEmpty() && waiting.firstKey() < order) || flight.hasBefore(order);
    }

    /** Octets that wait and are not in flight. */
    long octetsFrom(long order) {
        return waiting.tailMap(order, true).values().stream()
                .mapToLong(Waiting::length)
                .sum();
    }

    /** @param lost since it was opened */
    record State(long batches, long octets, LeftOut lost) {}

    State state() {
        return new State(waiting.size() + flight.size(), octets, lost);
    }

    /** When the oldest batch of that life began; 0 when it is of a life before. */
    Optional<Long> oldest(UUID life) {
        Map.Entry<Long, Waiting> first = waiting.firstEntry();
        Waiting flying = flight.oldest().orElse(null);
        Waiting oldest = first == null || (flying != null && flying.order < first.getKey()) ? flying : first.getValue();
        try {
            Block block = oldest == null ? null : oldest.read();
            return Optional.ofNullable(block).map(read -> read.life().equals(life) ? read.from() : 0);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** What the server has is gone, so that it is not sent once more after the next start. */
    @Override
    public void close() throws IOException {
        writeHeld();
        for (Shelf shelf : List.copyOf(shelves)) {
            shelf.segment.close();
            deleteIfDone(shelf);
        }
    }
}
