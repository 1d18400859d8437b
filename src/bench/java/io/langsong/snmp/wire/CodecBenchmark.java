package io.langsong.snmp.wire;

import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpCredentials.AuthProtocol;
import io.langsong.snmp.SnmpCredentials.PrivProtocol;
import io.langsong.snmp.SnmpCredentials.User;
import io.langsong.snmp.VarBinds;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
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

/** What reading and writing a message costs, without the datagram. {@code src/bench/codec.sh} runs it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {
    private static final byte[] COMMUNITY = "public".getBytes(StandardCharsets.US_ASCII);
    private static final int REQUEST_ID = 0x12345678;

    private final byte[][] names = new byte[10][];
    private final PduRequest column =
            new PduRequest(Tag.GET_BULK, new byte[][] {Oid.parse("1.3.6.1.2.1.2.2.1.10").ber()}, 60);
    private final byte[] get;
    private final byte[] rows;
    private final PduRequest request;
    private final PduRequest.Encoded encoded;
    private final UsmEngine engine = new UsmEngine(
            new User("poller", AuthProtocol.SHA256, "authpass12", PrivProtocol.AES128, "privpass12", ""),
            HexFormat.of().parseHex("80001f88046c616e67736f6e67"),
            new UsmKeys());
    private final BerWriter out = new BerWriter();
    private final VarBinds varBinds = new VarBinds();
    private final BerReader reader = new BerReader(new byte[0], 0, 0);

    public CodecBenchmark() {
        for (int i = 0; i < names.length; i++) {
            names[i] = Oid.parse("1.3.6.1.4.1.8072.9999.9999.1.1.5." + (i + 1)).ber();
        }
        request = new PduRequest(Tag.GET, names, 0);
        encoded = request.encoded(1, COMMUNITY);
        get = answer(names);
        byte[][] many = new byte[60][];
        for (int i = 0; i < many.length; i++) {
            many[i] = Oid.parse("1.3.6.1.2.1.2.2.1.10." + (i + 1)).ber();
        }
        rows = answer(many);
    }

    /** Counters under these names. */
    private static byte[] answer(byte[][] of) {
        BerWriter writer = new BerWriter();
        writer.reset();
        for (int i = of.length - 1; i >= 0; i--) {
            int before = writer.size();
            writer.raw(new byte[] {1, 2, 3, (byte) i});
            writer.wrap(Tag.COUNTER32, before);
            int name = writer.size();
            writer.raw(of[i]);
            writer.wrap(Tag.OBJECT_IDENTIFIER, name);
            writer.wrap(Tag.SEQUENCE, before);
        }
        writer.wrap(Tag.SEQUENCE, 0);
        writer.integer(0);
        writer.integer(0);
        writer.integer(REQUEST_ID);
        writer.wrap(Tag.RESPONSE, 0);
        writer.octetString(COMMUNITY);
        writer.integer(1);
        writer.wrap(Tag.SEQUENCE, 0);
        return writer.toByteArray();
    }

    private Pdu read(byte[] message, PduRequest asked) throws DecodeException {
        reader.reset(message, 0, message.length);
        int version = CommunityMessage.version(reader);
        return CommunityMessage.read(reader, version).pdu(varBinds, asked);
    }

    /** An answer to a GET of ten counters. */
    @Benchmark
    public Pdu readGet() throws DecodeException {
        return read(get, request);
    }

    /** A frame full of rows of a column: 60 counters. */
    @Benchmark
    public Pdu readRows() throws DecodeException {
        return read(rows, column);
    }

    @Benchmark
    public int writeGet() {
        request.writeMessage(out, 1, COMMUNITY, REQUEST_ID);
        return out.size();
    }

    /** A GET that was encoded before, under another request-id. */
    @Benchmark
    public int writeGetAgain() {
        PduRequest.writeAgain(out, encoded, REQUEST_ID);
        return out.size();
    }

    /** A GET of version 3: encrypted by AES-128, authenticated by HMAC-SHA-256. */
    @Benchmark
    public int writeUsm() {
        engine.writeRequest(out, REQUEST_ID, REQUEST_ID, request, 0);
        return out.size();
    }
}
