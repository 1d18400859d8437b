package io.langsong.metric.embedded;

/** Reads what {@link ByteSink} wrote. */
final class ByteSource {
    private final byte[] bytes;
    private int position;

    ByteSource(byte[] bytes, int from) {
        this.bytes = bytes;
        this.position = from;
    }

    int position() {
        return position;
    }

    int read() {
        return bytes[position++] & 0xff;
    }

    long readVariable() {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            long next = read();
            number |= (next & 0x7f) << shift;
            if (next < 0x80) {
                return number;
            }
        }
    }

    long readSigned() {
        long coded = readVariable();
        return coded >>> 1 ^ -(coded & 1);
    }
}
