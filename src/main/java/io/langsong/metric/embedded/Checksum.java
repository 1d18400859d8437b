package io.langsong.metric.embedded;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Four bytes in front of others that tell when one of those is not what was written (CRC-32C, RFC 3720 appendix B.4). */
final class Checksum {
    static final int LENGTH = 4;

    private Checksum() {}

    static byte[] before(byte[] bytes) {
        return ByteBuffer.allocate(LENGTH + bytes.length)
                .putInt(of(bytes, 0))
                .put(bytes)
                .array();
    }

    /** @throws IllegalArgumentException when {@code bytes} are not what {@link #before} made */
    static void check(byte[] bytes) {
        if (bytes.length < LENGTH || ByteBuffer.wrap(bytes).getInt() != of(bytes, LENGTH)) {
            throw new IllegalArgumentException("Chunk of " + bytes.length + " bytes is damaged");
        }
    }

    private static int of(byte[] bytes, int from) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, from, bytes.length - from);
        return (int) sum.getValue();
    }
}
