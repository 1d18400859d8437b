package io.langsong.polling.profile;

import io.langsong.inventory.DeviceId;
import io.langsong.snmp.Interner;
import io.langsong.snmp.Oid;
import io.langsong.snmp.VarBinds;
import io.langsong.snmp.wire.Tag;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to read the answers of a poll by the generic profile: an access point of twelve ports, all counters of each.
 * {@code src/bench/codec.sh} runs it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReadingBenchmark {
    private static final int PORTS = 12;
    private static final DeviceId DEVICE = new DeviceId("thon-man-ap1");
    private static final Instant AT = Instant.parse("2026-11-29T01:00:00Z");
    private static final Oid TEXTS = Oid.parse("1.3.6.1.2.1.2.2.1.2");
    private static final Oid NAMES = Oid.parse("1.3.6.1.2.1.31.1.1.1.1");
    private static final Oid WIDE = Oid.parse("1.3.6.1.2.1.31.1.1.1");

    private final Profile profile = Profiles.load().byName("generic").orElseThrow();
    private final VarBinds answers = new VarBinds();
    private final AnswerReader reader = new AnswerReader(profile, DEVICE, new Interner());

    public ReadingBenchmark() {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        PollPlan plan = profile.plan();
        List<Oid> columns =
                plan.walks().stream().flatMap(List::stream).filter(ReadingBenchmark::isOfPorts).toList();
        columns.forEach(column -> {
            for (int row = 1; row <= PORTS; row++) {
                octets.writeBytes(column.append(row).ber());
                octets.writeBytes(value(column, row));
            }
        });
        answers.over(octets.toByteArray());
        int at = 0;
        for (Oid column : columns) {
            for (int row = 1; row <= PORTS; row++) {
                int nameEnd = at + column.append(row).ber().length;
                byte[] value = value(column, row);
                answers.add(at, nameEnd, tag(column), nameEnd, nameEnd + value.length, row, 0, false);
                at = nameEnd + value.length;
            }
        }
        reader.read(answers, AT);
    }

    private static boolean isOfPorts(Oid column) {
        return column.startsWith(Oid.parse("1.3.6.1.2.1.2.2.1")) || column.startsWith(WIDE);
    }

    private static int tag(Oid column) {
        if (column.equals(TEXTS) || column.equals(NAMES)) {
            return Tag.OCTET_STRING;
        }
        return column.startsWith(WIDE) ? Tag.COUNTER64 : Tag.INTEGER;
    }

    private static byte[] value(Oid column, int row) {
        return tag(column) == Tag.OCTET_STRING
                ? ("eth" + row).getBytes(StandardCharsets.US_ASCII)
                : ByteBuffer.allocate(4).putInt(row).array();
    }

    /** As the first poll of a device. */
    @Benchmark
    public Reading readAnew() {
        return Reading.of(profile, DEVICE, AT, answers);
    }

    /** As every further one whose answers look alike. */
    @Benchmark
    public AnswerReader.Read readByPlace() {
        return reader.read(answers, AT);
    }
}
