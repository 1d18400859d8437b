package io.langsong.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of a journal: eight octets that say what it is, then blocks, each with a head of sixteen: a mark, its length, its weight and the CRC-32C
 * (RFC 3720, section 12.1) of those two and of what follows. Written at its end alone, and never again once it was closed. One thread at a time.
 */
public final class Segment {
    private static final long HEADER = 0x4C53_5350_4F4F_4C31L;
    private static final int MARK = 0x4C53_424B;
    private static final int HEAD = 16;
    private static final int LARGEST_BLOCK = 64 << 20;

    /** Where a block lies. @param weight what its loss would cost, in whatever the writer counts; positive */
    public record Place(long at, int length, int weight) {}

    /** What a file holds that is no block. @param octets of them @param atEnd whether there is nothing behind it */
    public record Gap(long octets, boolean atEnd) {}

    private final Path file;
    private final List<Place> places = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private @Nullable FileChannel out;
    private long size;
    private int taken;
    private long weightLeft;

    private Segment(Path file) {
        this.file = file;
    }

    /** @throws IOException also when there is such a file already */
    public static Segment create(Path file) throws IOException {
        Segment segment = new Segment(file);
        FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        segment.out = out;
        try {
            writeAll(out, ByteBuffer.allocate(8).putLong(HEADER).flip());
            out.force(true);
            forceFolder(file);
        } catch (IOException e) {
            segment.close();
            Files.deleteIfExists(file);
            throw e;
        }
        segment.size = 8;
        return segment;
    }

    /** The name of a file is as lasting as its folder. */
    private static void forceFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    /**
     * Finds the blocks of a file by their heads; what stands in them is checked when it is read.
     *
     * @return null when the file is no segment
     */
    public static @Nullable Segment open(Path file) throws IOException {
        Segment segment = new Segment(file);
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            segment.size = in.size();
            ByteBuffer header = read(in, 0, 8);
            if (header == null) {
                return segment.size == 0 || isPartOfHeader(in, segment.size) ? segment : null;
            }
            if (header.getLong() != HEADER) {
                return null;
            }
            segment.index(in);
        }
        return segment;
    }

    /** A crash may leave a file that was just begun. */
    private static boolean isPartOfHeader(FileChannel in, long size) throws IOException {
        ByteBuffer begun = read(in, 0, (int) size);
        byte[] whole = ByteBuffer.allocate(8).putLong(HEADER).array();
        for (int i = 0; begun != null && begun.hasRemaining(); i++) {
            if (begun.get() != whole[i]) {
                return false;
            }
        }
        return true;
    }

    private void index(FileChannel in) throws IOException {
        long at = 8;
        while (at < size) {
            Place place = head(in, at);
            if (place == null || !endsWell(in, place)) {
                long next = nextBlock(in, at + 1);
                gaps.add(new Gap((next < 0 ? size : next) - at, next < 0));
                at = next < 0 ? size : next;
            } else {
                places.add(place);
                weightLeft += place.weight();
                at += HEAD + place.length();
            }
        }
    }

    /** A length that is wrong would take the block behind along; so it is believed when another one or the end follows, or the checksum is right. */
    private boolean endsWell(FileChannel in, Place place) throws IOException {
        long end = place.at() + HEAD + place.length();
        return end == size || head(in, end) != null || content(in, place) != null;
    }

    private @Nullable Place head(FileChannel in, long at) throws IOException {
        ByteBuffer head = read(in, at, HEAD);
        if (head == null || head.getInt() != MARK) {
            return null;
        }
        int length = head.getInt();
        int weight = head.getInt();
        boolean fits = length > 0 && length <= LARGEST_BLOCK && weight > 0 && at + HEAD + length <= size;
        return fits ? new Place(at, length, weight) : null;
    }

    /** Behind damage a block is believed when its checksum is right. @return -1 for none */
    private long nextBlock(FileChannel in, long from) throws IOException {
        for (long at = from; at + HEAD < size; at++) {
            Place place = head(in, at);
            if (place != null && content(in, place) != null) {
                return at;
            }
        }
        return -1;
    }

    private static @Nullable ByteBuffer read(FileChannel in, long at, int octets) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(octets);
        while (buffer.hasRemaining()) {
            if (in.read(buffer, at + buffer.position()) < 0) {
                return null;
            }
        }
        return buffer.flip();
    }

    private static byte @Nullable [] content(FileChannel in, Place place) throws IOException {
        ByteBuffer all = read(in, place.at(), HEAD + place.length());
        if (all == null) {
            return null;
        }
        byte[] content = new byte[place.length()];
        all.get(HEAD, content);
        return all.getInt(12) == checksum(place.weight(), content) ? content : null;
    }

    private static int checksum(int weight, byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(8).putInt(content.length).putInt(weight).flip());
        crc.update(content);
        return (int) crc.getValue();
    }

    /**
     * Returns when the block survives a power cut.
     *
     * @throws IOException when it does not; nothing of it stays, or nothing more can be added here
     */
    public void append(byte[] content, int weight) throws IOException {
        FileChannel to = out;
        if (to == null) {
            throw new IOException("The segment is closed: " + file);
        }
        ByteBuffer block = ByteBuffer.allocate(HEAD + content.length)
                .putInt(MARK)
                .putInt(content.length)
                .putInt(weight)
                .putInt(checksum(weight, content))
                .put(content)
                .flip();
        try {
            to.position(size);
            writeAll(to, block);
            to.force(false);
        } catch (IOException e) {
            cutBack(to);
            throw e;
        }
        places.add(new Place(size, content.length, weight));
        size += HEAD + content.length;
        weightLeft += weight;
    }

    private static void writeAll(FileChannel to, ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            to.write(octets);
        }
    }

    /** After a failed force nobody knows what of it is on the disk, so nothing more is added behind it. */
    private void cutBack(FileChannel to) throws IOException {
        try {
            to.truncate(size);
        } finally {
            close();
        }
    }

    /** False once it was closed, also by an error of writing. */
    public boolean isWritable() {
        return out != null;
    }

    public void close() throws IOException {
        FileChannel open = out;
        out = null;
        if (open != null) {
            open.close();
        }
    }

    public Path file() {
        return file;
    }

    /** Octets. */
    public long size() {
        return size;
    }

    /** Of the blocks that were not taken. */
    public long weightLeft() {
        return weightLeft;
    }

    /** Its blocks, oldest first, taken or not. */
    public List<Place> places() {
        return List.copyOf(places);
    }

    /** Found when it was opened; none of one that was created here. */
    public List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    /** The next block, which is taken with this. @return null at the end */
    public @Nullable Place take() {
        if (taken == places.size()) {
            return null;
        }
        Place place = places.get(taken++);
        weightLeft -= place.weight();
        return place;
    }

    /** The block that was taken last is to be taken again. */
    public void giveBack(Place place) {
        taken--;
        weightLeft += place.weight();
    }

    /** @return null when it is damaged */
    public byte @Nullable [] read(Place place) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            return content(in, place);
        }
    }

    /** Closes it too. */
    public void delete() throws IOException {
        close();
        Files.deleteIfExists(file);
    }
}
