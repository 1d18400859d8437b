package io.langsong.metric.embedded;

/** Reads what {@link BitWriter} wrote. */
final class BitReader {
    private final byte[] bytes;
    private long position;

    BitReader(byte[] bytes, int offset) {
        this.bytes = bytes;
        this.position = 8L * offset;
    }

    long read(int width) {
        long value = 0;
        int left = width;
        while (left > 0) {
            int free = 8 - (int) (position & 7);
            int take = Math.min(free, left);
            int part = (bytes[(int) (position >>> 3)] >>> (free - take)) & ((1 << take) - 1);
            value = value << take | part;
            position += take;
            left -= take;
        }
        return value;
    }

    long readSized() {
        return read((int) read(7));
    }

    /** Counts ones up to the next zero, which is read too; ends after {@code most} ones without one. */
    int readOnes(int most) {
        int ones = 0;
        while (ones < most && read(1) == 1) {
            ones++;
        }
        return ones;
    }

    /** Goes on at the next whole byte. */
    void align() {
        position = (position + 7) & ~7L;
    }
}
