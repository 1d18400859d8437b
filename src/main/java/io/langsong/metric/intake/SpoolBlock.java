package io.langsong.metric.intake;

import io.langsong.inventory.DeviceId;
import io.langsong.journal.LimitedStream;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.SeriesKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A batch as octets that stand alone: the metrics and series it speaks of, then its samples, deflated (RFC 1950). Each block names its
 * series again, so that no damage of another one takes it along.
 */
final class SpoolBlock {
    /** What a block may come to when it is inflated; one of 50,000 samples of as many series has some megabytes. */
    private static final int LARGEST = 64 << 20;

    private SpoolBlock() {}

    static byte[] encode(Batch batch) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(16 * batch.size());
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(octets, fast))) {
            Map<Series, Integer> numbers = new HashMap<>();
            for (int i = 0; i < batch.size(); i++) {
                Series series = batch.series(i);
                Integer number = numbers.get(series);
                if (number == null) {
                    out.writeInt(numbers.size());
                    write(out, series);
                    numbers.put(series, numbers.size());
                } else {
                    out.writeInt(number);
                }
                out.writeLong(batch.millis(i));
                out.writeLong(batch.bits(i));
            }
        } catch (IOException e) {
            throw new IllegalStateException("Memory does not fail to be written", e);
        } finally {
            fast.end();
        }
        return octets.toByteArray();
    }

    private static void write(DataOutputStream out, Series series) throws IOException {
        out.writeUTF(series.key().device().value());
        out.writeUTF(series.metric().name());
        out.writeUTF(series.metric().kind().name());
        out.writeUTF(series.metric().unit());
        out.writeUTF(series.key().index());
    }

    /** @throws IOException when these are not the octets of so many samples */
    static Batch decode(byte[] octets, int samples) throws IOException {
        if (samples < 0 || samples > LARGEST / 20) {
            throw new IOException("A block of %d samples".formatted(samples));
        }
        Series[] series = new Series[samples];
        long[] millis = new long[samples];
        long[] bits = new long[samples];
        Map<Integer, Series> numbers = new HashMap<>();
        try (DataInputStream in = new DataInputStream(
                new LimitedStream(new InflaterInputStream(new ByteArrayInputStream(octets)), LARGEST))) {
            for (int i = 0; i < samples; i++) {
                int number = in.readInt();
                Series one = numbers.get(number);
                if (one == null) {
                    if (number != numbers.size()) {
                        throw new IOException("A block speaks of a series that it did not name");
                    }
                    one = readSeries(in);
                    numbers.put(number, one);
                }
                series[i] = one;
                millis[i] = in.readLong();
                bits[i] = in.readLong();
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("A block names no series: " + e.getMessage(), e);
        }
        return new Batch(series, millis, bits);
    }

    private static Series readSeries(DataInputStream in) throws IOException {
        DeviceId device = new DeviceId(in.readUTF());
        Metric metric = new Metric(in.readUTF(), Metric.Kind.valueOf(in.readUTF()), in.readUTF());
        return new Series(new SeriesKey(device, metric.name(), in.readUTF()), metric);
    }
}
