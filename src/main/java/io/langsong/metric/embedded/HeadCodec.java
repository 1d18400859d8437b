package io.langsong.metric.embedded;

import io.langsong.metric.intake.Batch;
import io.langsong.metric.intake.SeriesRegistry.Registered;

/**
 * One batch as one row of the log: of each sample the series and the time by their difference from the sample before, and
 * the value as it is or with its bytes turned round, whichever is shorter (a counter's zeros lie in front, a gauge's behind).
 */
final class HeadCodec {
    private HeadCodec() {}

    /** Takes one sample of a decoded row. */
    interface Taker {
        void take(int series, long millis, long bits);
    }

    static byte[] encode(Registered[] series, Batch batch) {
        ByteSink out = new ByteSink(8 * batch.size() + 8);
        out.writeVariable(batch.size());
        long previousId = 0;
        long previousMillis = 0;
        for (int i = 0; i < batch.size(); i++) {
            int id = series[i].id();
            long bits = batch.bits(i);
            long turned = Long.reverseBytes(bits);
            boolean turn = Long.compareUnsigned(turned, bits) < 0;
            out.writeSigned((id - previousId) << 1 | (turn ? 1 : 0));
            out.writeSigned(batch.millis(i) - previousMillis);
            out.writeVariable(turn ? turned : bits);
            previousId = id;
            previousMillis = batch.millis(i);
        }
        return out.toBytes();
    }

    /** @throws IllegalArgumentException when the bytes are not what {@link #encode} made */
    static void decode(byte[] row, Taker taker) {
        try {
            ByteSource in = new ByteSource(row, 0);
            long n = in.readVariable();
            long id = 0;
            long millis = 0;
            for (long i = 0; i < n; i++) {
                long step = in.readSigned();
                id += step >> 1;
                millis += in.readSigned();
                long value = in.readVariable();
                taker.take((int) id, millis, (step & 1) == 1 ? Long.reverseBytes(value) : value);
            }
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("Row of " + row.length + " bytes is damaged", e);
        }
    }
}
