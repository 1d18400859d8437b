package io.langsong.metric.embedded;

import java.util.Arrays;

/** Appends numbers of any width to a growing row of bits, highest bit first. */
final class BitWriter {
    private byte[] bytes = new byte[128];
    private long bits;

    /** @param width 0 to 64; the lowest bits of {@code value} are written */
    void write(long value, int width) {
        while (bits + width > 8L * bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        int left = width;
        while (left > 0) {
            int free = 8 - (int) (bits & 7);
            int take = Math.min(free, left);
            int part = (int) (value >>> (left - take)) & ((1 << take) - 1);
            bytes[(int) (bits >>> 3)] |= (byte) (part << (free - take));
            bits += take;
            left -= take;
        }
    }

    /** Writes a number with its width before it: 7 bits more than it needs. */
    void writeSized(long value) {
        int width = 64 - Long.numberOfLeadingZeros(value);
        write(width, 7);
        write(value, width);
    }

    int sizeInBytes() {
        return (int) ((bits + 7) >>> 3);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, sizeInBytes());
    }
}
