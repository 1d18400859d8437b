package io.langsong.metric.embedded;

import java.util.Arrays;

/** A growing row of bytes with variable-length numbers in it: seven bits a byte, lowest first. */
final class ByteSink {
    private byte[] bytes;
    private int size;

    ByteSink(int expected) {
        bytes = new byte[Math.max(16, expected)];
    }

    void write(byte one) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, size * 2);
        }
        bytes[size++] = one;
    }

    void write(byte[] some) {
        if (size + some.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size * 2, size + some.length));
        }
        System.arraycopy(some, 0, bytes, size, some.length);
        size += some.length;
    }

    /** @param number unsigned; one to ten bytes */
    void writeVariable(long number) {
        long left = number;
        while ((left & ~0x7fL) != 0) {
            write((byte) (left | 0x80));
            left >>>= 7;
        }
        write((byte) left);
    }

    void writeSigned(long number) {
        writeVariable(number << 1 ^ number >> 63);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
