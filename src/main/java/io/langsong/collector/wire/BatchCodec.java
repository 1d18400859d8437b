package io.langsong.collector.wire;

import io.langsong.collector.wire.Batch.LeftOut;
import io.langsong.inventory.DeviceId;
import io.langsong.journal.LimitedStream;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.polling.DeviceNotice;
import io.langsong.polling.PollResult;
import io.langsong.polling.PollResult.DeviceClock;
import io.langsong.polling.PollResult.Outcome;
import io.langsong.polling.PollResult.PortState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * Batches as octets: CBOR (RFC 8949) of arrays without names, deflated (RFC 1950). Devices and series are named once a batch. What is added to the form later comes at the end of its array; who does not know
 * it passes over it.
 */
public final class BatchCodec {
    /** What a batch may come to when it is inflated. */
    public static final int LARGEST = 16 << 20;

    /** Samples, ports and results of a batch: each takes a few octets there, and some dozens here. */
    private static final int MOST_THINGS = 500_000;

    private static final int LONGEST_HEAD = 64;

    private static final CBORMapper CBOR = new CBORMapper();
    private static final double INTEGERS = 0x1p53;

    private BatchCodec() {}

    public static byte[] encode(Batch batch) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(4096);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (JsonGenerator out = CBOR.createGenerator(new DeflaterOutputStream(octets, deflater))) {
            new Writing(out, batch).write();
        } finally {
            deflater.end();
        }
        return octets.toByteArray();
    }

    /**
     * @throws WireException when these are not the octets of a batch, or of one that is too large, or a result of one device holds samples of
     *     another
     */
    public static Batch decode(byte[] octets) throws WireException {
        try (CborReading in = new CborReading(CBOR.createParser(
                new LimitedStream(new InflaterInputStream(new ByteArrayInputStream(octets)), LARGEST)))) {
            return new Reading(in).read();
        } catch (JacksonException
                | IllegalArgumentException
                | ArithmeticException
                | java.time.DateTimeException wrong) {
            throw new WireException("This is no batch of a collector: " + wrong.getMessage(), wrong);
        }
    }

    /** By what a batch is acknowledged. */
    public record Head(UUID life, long number) {}

    /** Of a batch that may be damaged further on. @throws WireException when not even this can be read */
    public static Head head(byte[] octets) throws WireException {
        try (CborReading in = new CborReading(CBOR.createParser(beginning(octets)))) {
            in.begin();
            in.begin();
            ByteBuffer id = ByteBuffer.wrap(in.octets(16));
            UUID life = new UUID(id.getLong(), id.getLong());
            in.number();
            return new Head(life, in.number());
        } catch (JacksonException | IllegalArgumentException wrong) {
            throw new WireException("This does not begin as a batch of a collector: " + wrong.getMessage(), wrong);
        }
    }

    /** One by one, since whoever asks for more at once gets nothing of what comes before the damage. */
    private static byte[] beginning(byte[] octets) {
        ByteArrayOutputStream inflated = new ByteArrayOutputStream(LONGEST_HEAD);
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(octets))) {
            for (int octet = in.read(); octet >= 0 && inflated.size() < LONGEST_HEAD; octet = in.read()) {
                inflated.write(octet);
            }
        } catch (IOException damaged) {
            // What there is may be enough.
        }
        return inflated.toByteArray();
    }

    /** Numbers given to things in the order in which they come. */
    private static final class Numbers<T> {
        private final Map<T, Integer> numbers = new LinkedHashMap<>();

        int of(T thing) {
            return numbers.computeIfAbsent(thing, fresh -> numbers.size());
        }

        Iterable<T> all() {
            return numbers.keySet();
        }

        int size() {
            return numbers.size();
        }
    }

    private record Writing(JsonGenerator out, Batch batch, Numbers<DeviceId> devices, Numbers<Series> series) {
        Writing(JsonGenerator out, Batch batch) {
            this(out, batch, new Numbers<>(), new Numbers<>());
            for (PollResult result : batch.results()) {
                devices.of(result.device());
                for (Sample sample : result.samples()) {
                    devices.of(sample.series().device());
                    series.of(sample.of());
                }
            }
            batch.notices().forEach(notice -> devices.of(notice.device()));
        }

        void write() {
            out.writeStartArray();
            writeHead();
            out.writeStartArray();
            devices.all().forEach(device -> out.writeString(device.value()));
            out.writeEndArray();
            out.writeStartArray();
            series.all().forEach(this::writeSeries);
            out.writeEndArray();
            out.writeStartArray();
            batch.results().forEach(this::writeResult);
            out.writeEndArray();
            out.writeStartArray();
            batch.notices().forEach(this::writeNotice);
            out.writeEndArray();
            out.writeStartArray();
            batch.datagrams().forEach(this::writeDatagram);
            out.writeEndArray();
            out.writeEndArray();
        }

        private void writeHead() {
            out.writeStartArray();
            UUID id = batch.life().id();
            out.writeBinary(ByteBuffer.allocate(16)
                    .putLong(id.getMostSignificantBits())
                    .putLong(id.getLeastSignificantBits())
                    .array());
            out.writeNumber(batch.life().startedAt().toEpochMilli());
            out.writeNumber(batch.number());
            out.writeNumber(batch.from());
            out.writeNumber(batch.until());
            Sync sync = batch.sync();
            if (sync == null) {
                out.writeNull();
            } else {
                out.writeStartArray();
                out.writeNumber(sync.millis());
                out.writeNumber(sync.server().toEpochMilli());
                out.writeNumber(sync.error());
                out.writeEndArray();
            }
            LeftOut left = batch.leftOut();
            out.writeNumber(left.batches());
            out.writeNumber(left.samples());
            out.writeNumber(left.datagrams());
            out.writeEndArray();
        }

        private void writeSeries(Series one) {
            out.writeStartArray();
            out.writeNumber(devices.of(one.key().device()));
            out.writeString(one.metric().name());
            out.writeNumber(one.metric().kind().ordinal());
            out.writeString(one.metric().unit());
            out.writeString(one.key().index());
            out.writeEndArray();
        }

        private void writeResult(PollResult result) {
            long at = result.at().toEpochMilli();
            out.writeStartArray();
            out.writeNumber(devices.of(result.device()));
            out.writeNumber(at - batch.from());
            out.writeNumber(at - result.sentAt().toEpochMilli());
            out.writeNumber(result.outcome().ordinal());
            out.writeNumber(result.silentTries());
            out.writeNumber(result.tries());
            out.writeString(result.fault());
            writeClock(result.clock());
            out.writeStartArray();
            result.ports().forEach(this::writePort);
            out.writeEndArray();
            out.writeStartArray();
            result.samples().forEach(sample -> writeSample(sample, at));
            out.writeEndArray();
            out.writeEndArray();
        }

        private void writeClock(@Nullable DeviceClock clock) {
            if (clock == null) {
                out.writeNull();
                return;
            }
            out.writeStartArray();
            out.writeNumber(clock.agentUptime().toMillis());
            write(clock.hostUptime());
            out.writeEndArray();
        }

        private void write(@Nullable Duration duration) {
            if (duration == null) {
                out.writeNull();
            } else {
                out.writeNumber(duration.toMillis());
            }
        }

        private void writePort(PortState port) {
            out.writeNumber(port.ifIndex());
            out.writeString(port.name());
            out.writeNumber((port.adminUp() ? 1 : 0) + (port.operUp() ? 2 : 0));
            write(port.lastChange());
        }

        /** Most gauges are whole numbers, which CBOR has in one to five octets instead of nine. */
        private void writeSample(Sample sample, long resultAt) {
            out.writeNumber(series.of(sample.of()));
            out.writeNumber(sample.at().toEpochMilli() - resultAt);
            if (sample.metric().kind() != Metric.Kind.GAUGE) {
                out.writeNumber(sample.bits());
                return;
            }
            double value = Double.longBitsToDouble(sample.bits());
            long whole = (long) value;
            boolean exact = Math.abs(value) < INTEGERS && Double.doubleToRawLongBits(whole) == sample.bits();
            if (exact) {
                out.writeNumber(whole);
            } else {
                out.writeNumber(value);
            }
        }

        private void writeNotice(DeviceNotice notice) {
            out.writeStartArray();
            out.writeNumber(devices.of(notice.device()));
            out.writeNumber(notice.kind().ordinal());
            out.writeNumber(notice.at().toEpochMilli() - batch.from());
            out.writeNumber(notice.ifIndex());
            out.writeEndArray();
        }

        private void writeDatagram(Datagram datagram) {
            out.writeStartArray();
            out.writeNumber(datagram.kind().ordinal());
            out.writeNumber(datagram.at() - batch.from());
            out.writeBinary(datagram.from().getAddress());
            out.writeBinary(datagram.octets());
            out.writeEndArray();
        }
    }

    private static final class Reading {
        private static final Outcome[] OUTCOMES = Outcome.values();
        private static final Metric.Kind[] KINDS = Metric.Kind.values();
        private static final DeviceNotice.Kind[] NOTICES = DeviceNotice.Kind.values();
        private static final Datagram.Kind[] DATAGRAMS = Datagram.Kind.values();

        private final CborReading in;
        private final List<DeviceId> devices = new ArrayList<>();
        private final List<Series> series = new ArrayList<>();
        private long from;
        private int things;

        Reading(CborReading in) {
            this.in = in;
        }

        Batch read() throws WireException {
            in.begin();
            in.begin();
            ByteBuffer id = ByteBuffer.wrap(in.octets(16));
            Life life = new Life(new UUID(id.getLong(), id.getLong()), Instant.ofEpochMilli(in.number()));
            long number = in.number();
            from = in.number();
            long until = in.number();
            Sync sync = in.nullable(() -> {
                in.begin();
                Sync read = new Sync(in.number(), Instant.ofEpochMilli(in.number()), in.number());
                in.end();
                return read;
            });
            LeftOut left = new LeftOut(in.number(), in.number(), in.number());
            in.end();
            in.each(() -> devices.add(new DeviceId(in.text())));
            in.each(() -> series.add(readSeries()));
            List<PollResult> results = new ArrayList<>();
            in.each(() -> results.add(readResult()));
            List<DeviceNotice> notices = new ArrayList<>();
            in.each(() -> notices.add(readNotice()));
            List<Datagram> datagrams = new ArrayList<>();
            in.each(() -> datagrams.add(readDatagram()));
            in.end();
            in.finish();
            return new Batch(life, number, from, until, sync, results, notices, datagrams, left);
        }

        private Series readSeries() throws WireException {
            in.begin();
            DeviceId device = in.of(devices);
            String name = in.text();
            Metric metric = new Metric(name, in.of(KINDS), in.text());
            Series read = new Series(new SeriesKey(device, name, in.text()), metric);
            in.end();
            return read;
        }

        private void count() throws WireException {
            if (++things > MOST_THINGS) {
                throw new WireException("This batch holds more than " + MOST_THINGS + " samples, ports and results");
            }
        }

        private PollResult readResult() throws WireException {
            count();
            in.begin();
            DeviceId device = in.of(devices);
            Instant at = Instant.ofEpochMilli(Math.addExact(from, in.number()));
            Instant sentAt = at.minusMillis(in.number());
            Outcome outcome = in.of(OUTCOMES);
            int silent = in.small();
            int tries = in.small();
            String fault = in.text();
            DeviceClock clock = in.nullable(() -> {
                in.begin();
                DeviceClock read = new DeviceClock(Duration.ofMillis(in.number()), readDuration());
                in.end();
                return read;
            });
            List<PortState> ports = new ArrayList<>();
            in.each(() -> {
                count();
                int ifIndex = in.small();
                String name = in.text();
                int states = in.small();
                return ports.add(new PortState(ifIndex, name, (states & 1) != 0, (states & 2) != 0, readDuration()));
            });
            List<Sample> samples = new ArrayList<>();
            in.each(() -> samples.add(readSample(device, at)));
            in.end();
            return new PollResult(device, sentAt, at, outcome, silent, tries, clock, ports, samples, fault);
        }

        private @Nullable Duration readDuration() throws WireException {
            return in.nullable(() -> Duration.ofMillis(in.number()));
        }

        private Sample readSample(DeviceId device, Instant resultAt) throws WireException {
            count();
            Series of = in.of(series);
            if (!of.key().device().equals(device)) {
                throw new WireException("A result of %s holds a sample of %s"
                        .formatted(device, of.key().device()));
            }
            Instant at = resultAt.plusMillis(in.number());
            return of.metric().kind() == Metric.Kind.GAUGE
                    ? Sample.gauge(of, at, in.decimal())
                    : new Sample(of, at, in.number());
        }

        private DeviceNotice readNotice() throws WireException {
            in.begin();
            DeviceNotice read = new DeviceNotice(
                    in.of(devices), in.of(NOTICES), Instant.ofEpochMilli(Math.addExact(from, in.number())), in.small());
            in.end();
            return read;
        }

        private Datagram readDatagram() throws WireException {
            in.begin();
            Datagram.Kind kind = in.of(DATAGRAMS);
            long at = Math.addExact(from, in.number());
            try {
                Datagram read = new Datagram(kind, at, InetAddress.getByAddress(in.octets(-1)), in.octets(-1));
                in.end();
                return read;
            } catch (UnknownHostException notAnAddress) {
                throw new WireException("A datagram comes from no address", notAnAddress);
            }
        }
    }
}
