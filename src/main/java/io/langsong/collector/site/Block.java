package io.langsong.collector.site;

import io.langsong.collector.wire.Batch;
import io.langsong.collector.wire.Batch.LeftOut;
import io.langsong.collector.wire.BatchCodec;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A batch as it lies on disk: what is needed of it without reading it, then its octets.
 *
 * @param oldestFile number of the file that was the oldest when it was written: those before had been dropped, and are in {@link #leftOut}
 * @param samples in it
 * @param batch as it is sent
 */
@SuppressWarnings("ArrayRecordComponent")
record Block(UUID life, long number, long from, long oldestFile, int samples, LeftOut leftOut, byte[] batch) {
    private static final int HEAD = 16 + 8 + 8 + 8 + 4 + 3 * 8;

    static Block of(Batch batch, long oldestFile) {
        return new Block(
                batch.life().id(),
                batch.number(),
                batch.from(),
                oldestFile,
                batch.results().stream()
                        .mapToInt(result -> result.samples().size())
                        .sum(),
                batch.leftOut(),
                BatchCodec.encode(batch));
    }

    byte[] octets() {
        return ByteBuffer.allocate(HEAD + batch.length)
                .putLong(life.getMostSignificantBits())
                .putLong(life.getLeastSignificantBits())
                .putLong(number)
                .putLong(from)
                .putLong(oldestFile)
                .putInt(samples)
                .putLong(leftOut.batches())
                .putLong(leftOut.samples())
                .putLong(leftOut.datagrams())
                .put(batch)
                .array();
    }

    /** @return null when these can not be the octets of one */
    static @Nullable Block read(byte[] octets) {
        if (octets.length <= HEAD) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(octets);
        UUID life = new UUID(in.getLong(), in.getLong());
        long number = in.getLong();
        long from = in.getLong();
        long oldest = in.getLong();
        int samples = in.getInt();
        LeftOut left = new LeftOut(in.getLong(), in.getLong(), in.getLong());
        byte[] batch = new byte[in.remaining()];
        in.get(batch);
        return new Block(life, number, from, oldest, samples, left, batch);
    }

    /** What is missing when this is dropped: itself, and what it was to tell. */
    LeftOut loss() {
        return leftOut.plus(new LeftOut(1, samples, 0));
    }
}
