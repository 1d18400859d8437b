package io.langsong.collector.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.collector.wire.Batch.LeftOut;
import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.polling.DeviceNotice;
import io.langsong.polling.PollResult;
import io.langsong.polling.PollResult.DeviceClock;
import io.langsong.polling.PollResult.Outcome;
import io.langsong.polling.PollResult.PortState;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

class BatchCodecTest {
    private static final Metric GAUGE = new Metric("wifi.rssi", Metric.Kind.GAUGE, "dBm");
    private static final Metric COUNTER = new Metric("if.in_octets", Metric.Kind.COUNTER64, "bytes");
    private static final Life LIFE = new Life(UUID.randomUUID(), Instant.parse("1970-01-01T00:03:20Z"));

    /** @param polls results of as many devices */
    static Batch batch(SplittableRandom random, int polls) throws Exception {
        long from = random.nextLong(1L << 40);
        List<PollResult> results = new ArrayList<>();
        for (int i = 0; i < polls; i++) {
            results.add(result(random, new DeviceId("ap-" + i), from));
        }
        DeviceNotice notice = new DeviceNotice(
                new DeviceId("ap-ngoai"), DeviceNotice.Kind.COLD_START, Instant.ofEpochMilli(from - 40), 3);
        byte[] octets = new byte[random.nextInt(300)];
        random.nextBytes(octets);
        Datagram datagram = new Datagram(
                Datagram.Kind.SYSLOG,
                from + 1,
                InetAddress.getByName(random.nextBoolean() ? "10.0.0.7" : "fe80::1"),
                octets);
        Sync sync = random.nextBoolean()
                ? null
                : new Sync(random.nextLong(1L << 40), Instant.ofEpochMilli(1_790_000_000_123L), 12);
        return new Batch(
                LIFE,
                1 + random.nextLong(1L << 50),
                from,
                from + 2000,
                sync,
                results,
                List.of(notice),
                List.of(datagram),
                new LeftOut(1, 2, 3));
    }

    private static PollResult result(SplittableRandom random, DeviceId device, long from) {
        Instant at = Instant.ofEpochMilli(from + random.nextInt(2000));
        boolean answered = random.nextInt(4) > 0;
        Series rssi = new Series(new SeriesKey(device, GAUGE.name(), "Mạng thôn"), GAUGE);
        Series octets = new Series(new SeriesKey(device, COUNTER.name(), "2"), COUNTER);
        double[] values = {0, -0.0, -71, 1e300, 4.5, Double.MIN_VALUE, 0x1p53, -0x1p60, random.nextDouble()};
        List<Sample> samples = new ArrayList<>();
        for (double value : values) {
            samples.add(Sample.gauge(rssi, at.minusMillis(random.nextInt(3)), value));
        }
        samples.add(new Sample(octets, at, random.nextLong()));
        return new PollResult(
                device,
                at.minusMillis(random.nextInt(4000)),
                at,
                answered ? Outcome.ANSWERED : Outcome.SILENT,
                random.nextInt(9),
                random.nextInt(9),
                answered
                        ? new DeviceClock(
                                Duration.ofMillis(random.nextLong(1L << 40)),
                                random.nextBoolean() ? null : Duration.ZERO)
                        : null,
                answered
                        ? List.of(
                                new PortState(1, "eth0", true, random.nextBoolean(), null),
                                new PortState(2, "wlan0 \"Thôn\"", false, false, Duration.ofHours(2)))
                        : List.of(),
                answered ? samples : List.of(),
                answered ? "" : "không");
    }

    @Test
    void aBatchComesOutAsItWentIn() throws Exception {
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 100; i++) {
            Batch batch = batch(random, random.nextInt(20));
            Batch read = BatchCodec.decode(BatchCodec.encode(batch));
            assertThat(read).usingRecursiveComparison().isEqualTo(batch);
        }
    }

    @Test
    void whatIsNoBatchIsRefusedAndNothingElseHappens() throws Exception {
        SplittableRandom random = new SplittableRandom(9);
        byte[] good = BatchCodec.encode(batch(random, 5));
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> BatchCodec.decode(cut)).isInstanceOf(WireException.class);
        }
        byte[] plain = inflated(good);
        for (int i = 0; i < 4_000; i++) {
            byte[] spoiled = plain.clone();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                spoiled[random.nextInt(spoiled.length)] = (byte) random.nextInt(256);
            }
            try {
                BatchCodec.decode(deflated(spoiled));
            } catch (WireException refused) {
                assertThat(refused).hasMessageNotContaining("NullPointer");
            }
        }
    }

    @Test
    void aBombIsNotInflated() throws Exception {
        byte[] bomb = deflated(new byte[40 << 20]);
        assertThat(bomb.length).isLessThan(80_000);
        assertThatThrownBy(() -> BatchCodec.decode(bomb)).isInstanceOf(WireException.class);
        // An array that opens others for ever.
        byte[] deep = new byte[30 << 20];
        Arrays.fill(deep, (byte) 0x9f);
        assertThatThrownBy(() -> BatchCodec.decode(deflated(deep))).isInstanceOf(WireException.class);
    }

    @Test
    void whatALaterVersionAddsIsPassedOver() throws Exception {
        Batch batch = batch(new SplittableRandom(10), 3);
        byte[] plain = inflated(BatchCodec.encode(batch));
        // The outermost array, of open length, gets one more element: an array with a text.
        assertThat(plain[0]).isEqualTo((byte) 0x9f);
        ByteArrayOutputStream longer = new ByteArrayOutputStream();
        longer.write(plain, 0, plain.length - 1);
        longer.write(new byte[] {(byte) 0x81, 0x61, 'x', (byte) 0xff});
        assertThat(BatchCodec.decode(deflated(longer.toByteArray())))
                .usingRecursiveComparison()
                .isEqualTo(batch);
    }

    @Test
    void theServersClockDatesWhatWasCollected() throws Exception {
        Sync sync = new Sync(10_000, Instant.parse("2026-12-01T00:00:10Z"), 30);
        Batch batch = batch(new SplittableRandom(11), 2);
        PollResult result = batch.results().get(0);

        PollResult dated = Dating.by(sync).date(result);

        assertThat(dated.at())
                .isEqualTo(Instant.parse("2026-12-01T00:00:00Z")
                        .plusMillis(result.at().toEpochMilli()));
        assertThat(Duration.between(dated.sentAt(), dated.at()))
                .isEqualTo(Duration.between(result.sentAt(), result.at()));
        assertThat(dated.samples()).hasSameSizeAs(result.samples());
    }

    private static byte[] inflated(byte[] octets) throws Exception {
        return new java.util.zip.InflaterInputStream(new java.io.ByteArrayInputStream(octets)).readAllBytes();
    }

    private static byte[] deflated(byte[] octets) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(octets);
        }
        return out.toByteArray();
    }
}
