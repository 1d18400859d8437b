package io.langsong.metric.embedded;

/**
 * Codes the values of one series in whichever of three ways is shortest: as whole numbers (counters), as decimal fractions with up to
 * six places (most gauges), or each by its difference in bits from the one before (Gorilla, VLDB 2015, section 4.1.2).
 */
final class ValueCodec {
    private static final int WHOLE = 0x10;
    private static final int DECIMAL = 0x20;
    private static final int XOR = 0x30;
    private static final double[] TENS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};
    private static final double EXACT_UP_TO = 0x1p53;

    /** @param way one byte that names the way and the decimal places */
    record Coded(int way, byte[] bytes) {}

    private ValueCodec() {}

    /** @param values at least one */
    static Coded encode(long[] values) {
        int way = WHOLE;
        BitWriter value = new BitWriter();
        IntegerStream.write(values, value);
        int places = places(values);
        if (places >= 0) {
            BitWriter decimal = new BitWriter();
            IntegerStream.write(scaled(values, places), decimal);
            if (decimal.sizeInBytes() < value.sizeInBytes()) {
                way = DECIMAL | places;
                value = decimal;
            }
        }
        BitWriter xor = new BitWriter();
        writeXor(values, xor);
        if (xor.sizeInBytes() < value.sizeInBytes()) {
            way = XOR;
            value = xor;
        }
        return new Coded(way, value.toBytes());
    }

    /** @throws IllegalArgumentException when there is no such way; IndexOutOfBoundsException when {@code in} ends before */
    static long[] decode(int way, int n, BitReader in) {
        return switch (way & 0xf0) {
            case WHOLE -> IntegerStream.read(n, in);
            case DECIMAL -> unscaled(IntegerStream.read(n, in), way & 0x0f);
            case XOR -> readXor(n, in);
            default -> throw new IllegalArgumentException("Chunk of an unknown kind " + way);
        };
    }

    /** The fewest decimal places that say every value exactly; -1 when six do not. */
    private static int places(long[] values) {
        int places = 0;
        for (long bits : values) {
            double value = Double.longBitsToDouble(bits);
            while (!saysExactly(value, bits, TENS[places])) {
                if (++places == TENS.length) {
                    return -1;
                }
            }
        }
        for (long bits : values) {
            if (!saysExactly(Double.longBitsToDouble(bits), bits, TENS[places])) {
                return -1;
            }
        }
        return places;
    }

    private static boolean saysExactly(double value, long bits, double ten) {
        double scaled = Math.rint(value * ten);
        return Math.abs(scaled) < EXACT_UP_TO && Double.doubleToRawLongBits((long) scaled / ten) == bits;
    }

    private static long[] scaled(long[] values, int places) {
        long[] scaled = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = (long) Math.rint(Double.longBitsToDouble(values[i]) * TENS[places]);
        }
        return scaled;
    }

    private static long[] unscaled(long[] scaled, int places) {
        long[] values = new long[scaled.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Double.doubleToRawLongBits(scaled[i] / TENS[places]);
        }
        return values;
    }

    private static void writeXor(long[] values, BitWriter out) {
        out.write(values[0], 64);
        int leading = 65;
        int trailing = 0;
        for (int i = 1; i < values.length; i++) {
            long changed = values[i] ^ values[i - 1];
            if (changed == 0) {
                out.write(0, 1);
                continue;
            }
            int before = Math.min(31, Long.numberOfLeadingZeros(changed));
            int behind = Long.numberOfTrailingZeros(changed);
            if (before >= leading && behind >= trailing) {
                out.write(0b10, 2);
            } else {
                leading = before;
                trailing = behind;
                out.write(0b11, 2);
                out.write(leading, 5);
                out.write(63 - leading - trailing, 6);
            }
            out.write(changed >>> trailing, 64 - leading - trailing);
        }
    }

    private static long[] readXor(int n, BitReader in) {
        long[] values = new long[n];
        values[0] = in.read(64);
        int width = 0;
        int trailing = 0;
        for (int i = 1; i < n; i++) {
            long changed = 0;
            if (in.read(1) == 1) {
                if (in.read(1) == 1) {
                    int leading = (int) in.read(5);
                    width = (int) in.read(6) + 1;
                    trailing = 64 - leading - width;
                }
                changed = in.read(width) << trailing;
            }
            values[i] = values[i - 1] ^ changed;
        }
        return values;
    }
}
