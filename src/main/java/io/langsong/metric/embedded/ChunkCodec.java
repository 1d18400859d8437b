package io.langsong.metric.embedded;

/**
 * Codes samples of one series by themselves into few bytes, and back to the last bit: in memory, and in rows from before series lay in
 * bundles. Times as an {@link IntegerStream}, values by {@link ValueCodec}.
 *
 * <p>Layout: one byte that names the way of the values, the count as a variable-length number, times, values, each from a whole byte on.
 */
final class ChunkCodec {
    /** More than one a millisecond of a window: a damaged count must not become a huge array. */
    static final int MOST_SAMPLES = 10_000_000;

    private ChunkCodec() {}

    /** @param points at least one, in any order, which is kept */
    static byte[] encode(Points points) {
        BitWriter times = new BitWriter();
        IntegerStream.write(points.times(), times);
        ValueCodec.Coded values = ValueCodec.encode(points.values());
        ByteSink out = new ByteSink(6 + times.sizeInBytes() + values.bytes().length);
        out.write((byte) values.way());
        out.writeVariable(points.size());
        out.write(times.toBytes());
        out.write(values.bytes());
        return out.toBytes();
    }

    /** @throws IllegalArgumentException when the bytes are not what {@link #encode} made */
    static Points decode(byte[] chunk) {
        try {
            ByteSource head = new ByteSource(chunk, 0);
            int way = head.read();
            int n = Math.toIntExact(head.readVariable());
            if (n < 1 || n > MOST_SAMPLES) {
                throw new IllegalArgumentException("Chunk claims " + n + " samples in " + chunk.length + " bytes");
            }
            BitReader in = new BitReader(chunk, head.position());
            long[] times = IntegerStream.read(n, in);
            in.align();
            return Points.of(times, ValueCodec.decode(way, n, in));
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw new IllegalArgumentException("Chunk of " + chunk.length + " bytes is damaged", e);
        }
    }
}
