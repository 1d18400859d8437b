package io.langsong.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Sample;
import io.langsong.polling.profile.AnswerReader;
import io.langsong.polling.profile.PollPlan;
import io.langsong.polling.profile.Profile;
import io.langsong.polling.profile.Profiles;
import io.langsong.polling.profile.Reading;
import io.langsong.polling.profile.Recogniser;
import io.langsong.snmp.Interner;
import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBind;
import io.langsong.snmp.VarBinds;
import io.langsong.snmp.wire.BerReader;
import io.langsong.snmp.wire.CommunityMessage;
import io.langsong.snmp.wire.DecodeException;
import io.langsong.snmp.wire.PduRequest;
import io.langsong.snmp.wire.Tag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snmp4j.PDU;
import org.snmp4j.asn1.BER;
import org.snmp4j.asn1.BEROutputStream;
import org.snmp4j.smi.Counter32;
import org.snmp4j.smi.Counter64;
import org.snmp4j.smi.Gauge32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.IpAddress;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Opaque;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/** What a device answers again and again is read by place, and always means what it would mean read alone. */
class SteadyReadingTest {
    private static final DeviceId DEVICE = new DeviceId("thon-man-ap1");
    private static final Instant AT = Instant.parse("2026-11-29T01:00:00Z");
    private static final Profiles PROFILES = Profiles.load();
    private static final int POLLS = 60;

    private final Interner shared = new Interner();

    static Stream<String> recordings() throws IOException {
        return FamiliesTest.recordings();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void meansWhatItWouldMeanAlone(String name) throws Exception {
        List<VarBind> recorded = Snmprec.read(Path.of("src/test/resources/families", name + ".snmprec"));
        Profile profile = Recogniser.recognise(PROFILES, recorded).profile();
        List<VarBind> now = answers(profile.plan(), recorded);
        // Two of a kind, which share what they have in common and nothing else.
        DeviceId twin = new DeviceId("twin");
        AnswerReader reader = new AnswerReader(profile, DEVICE, shared);
        AnswerReader twinReader = new AnswerReader(profile, twin, shared);
        Random random = new Random(name.hashCode());
        Random twinRandom = new Random(name.hashCode() + 1);
        List<VarBind> twinNow = now;
        for (int poll = 0; poll < POLLS; poll++) {
            assertReads(reader, profile, DEVICE, now, AT.plusSeconds(poll));
            assertReads(twinReader, profile, twin, twinNow, AT.plusSeconds(poll));
            now = changed(now, random, poll);
            twinNow = changed(twinNow, twinRandom, poll);
        }
    }

    private static void assertReads(
            AnswerReader reader, Profile profile, DeviceId device, List<VarBind> answers, Instant at) throws Exception {
        VarBinds sent = sent(answers);
        AnswerReader.Read steady = reader.read(sent, at);
        Reading alone = Reading.of(profile, device, at, sent);
        assertThat(steady.clock()).as("at %s", at).isEqualTo(alone.clock());
        assertThat(steady.ports()).as("at %s", at).isEqualTo(alone.portStates());
        assertThat(steady.samples()).as("at %s", at).isEqualTo(alone.samples());
    }

    /** The list of ports is the one before, so these answers were read by place, and their counters are new. */
    @Test
    void newNumbersAreReadByPlace() throws Exception {
        Profile profile = PROFILES.byName("generic").orElseThrow();
        AnswerReader reader = new AnswerReader(profile, DEVICE, shared);
        List<VarBind> before = List.of(
                new VarBind(Oid.parse("1.3.6.1.2.1.1.3.0"), new SnmpValue.TimeTicks(100)),
                new VarBind(Oid.parse("1.3.6.1.2.1.2.2.1.2.1"), text("eth0")),
                new VarBind(Oid.parse("1.3.6.1.2.1.2.2.1.8.1"), new SnmpValue.Int(1)),
                new VarBind(Oid.parse("1.3.6.1.2.1.31.1.1.1.6.1"), new SnmpValue.Counter64(5)));
        List<VarBind> after = new ArrayList<>(before);
        after.set(3, new VarBind(before.get(3).oid(), new SnmpValue.Counter64(7)));

        AnswerReader.Read first = reader.read(sent(before), AT);
        AnswerReader.Read second = reader.read(sent(after), AT);
        after.set(2, new VarBind(before.get(2).oid(), new SnmpValue.Int(2)));
        AnswerReader.Read third = reader.read(sent(after), AT);

        assertThat(second.ports()).isSameAs(first.ports());
        assertThat(List.copyOf(first.ports()))
                .as("stays the same object in a poll's result")
                .isSameAs(first.ports());
        assertThat(second.samples()).extracting(Sample::bits).contains(7L);
        assertThat(third.ports()).singleElement().matches(port -> !port.operUp());
        AnswerReader.Read once = reader.readOnce(sent(before), AT);
        assertThat(Stream.of(second, third, once)
                        .flatMap(read -> read.samples().stream())
                        .allMatch(sample -> first.samples().stream().anyMatch(one -> one.of() == sample.of())))
                .as("a series is one object however it is read")
                .isTrue();
    }

    /** So of version 1, which comes in parts: what waits to be stored must not hold a series anew for each of its samples. */
    @Test
    void whatIsReadAnewEachTimeIsOfTheSameSeries() {
        Profile profile = PROFILES.byName("generic").orElseThrow();
        AnswerReader reader = new AnswerReader(profile, DEVICE, shared);
        List<VarBind> parts = List.of(
                new VarBind(Oid.parse("1.3.6.1.2.1.2.2.1.2.1"), text("eth0")),
                new VarBind(Oid.parse("1.3.6.1.2.1.31.1.1.1.6.1"), new SnmpValue.Counter64(5)));

        Sample first = reader.read(parts, AT).samples().get(0);
        Sample second = reader.read(parts, AT.plusSeconds(30)).samples().get(0);

        assertThat(second.of()).isSameAs(first.of());
        assertThat(second.at()).isEqualTo(AT.plusSeconds(30));
    }

    /** What an agent with these objects answers to the GET and the walks, in the order of the engine. */
    private static List<VarBind> answers(PollPlan plan, List<VarBind> recorded) {
        Map<Oid, SnmpValue> values = new HashMap<>();
        recorded.forEach(varBind -> values.putIfAbsent(varBind.oid(), varBind.value()));
        List<VarBind> answers = new ArrayList<>();
        plan.get()
                .forEach(oid -> answers.add(new VarBind(oid, values.getOrDefault(oid, new SnmpValue.NoSuchObject()))));
        plan.walks().stream()
                .flatMap(List::stream)
                .forEach(column -> recorded.stream()
                        .filter(varBind -> varBind.oid().startsWith(column)
                                && !varBind.oid().equals(column))
                        .forEach(answers::add));
        return answers;
    }

    /** Mostly counters that count on; now and then a text, a type or a row that is another. */
    private static List<VarBind> changed(List<VarBind> before, Random random, int poll) {
        List<VarBind> after = new ArrayList<>();
        for (VarBind varBind : before) {
            SnmpValue value = varBind.value();
            boolean counts = value instanceof SnmpValue.Counter32
                    || value instanceof SnmpValue.Counter64
                    || value instanceof SnmpValue.TimeTicks;
            boolean changes = counts ? random.nextInt(3) > 0 : poll % 3 == 0 && random.nextInt(8) == 0;
            after.add(changes ? new VarBind(varBind.oid(), other(value, random)) : varBind);
        }
        if (poll % 7 == 6 && after.size() > 2) {
            after.remove(random.nextInt(after.size()));
        }
        if (poll % 11 == 10) {
            int at = random.nextInt(after.size());
            after.set(at, new VarBind(after.get(at).oid(), new SnmpValue.NoSuchInstance()));
        }
        return after;
    }

    private static SnmpValue other(SnmpValue value, Random random) {
        if (value instanceof SnmpValue.Counter32 counter) {
            return new SnmpValue.Counter32(counter.value() + random.nextInt(1000) & 0xFFFF_FFFFL);
        }
        if (value instanceof SnmpValue.Counter64 counter) {
            return new SnmpValue.Counter64(counter.bits() + random.nextInt(1000));
        }
        if (value instanceof SnmpValue.TimeTicks ticks) {
            return new SnmpValue.TimeTicks(ticks.value() + 3000 & 0xFFFF_FFFFL);
        }
        if (value instanceof SnmpValue.Gauge32 gauge) {
            return new SnmpValue.Gauge32(gauge.value() + random.nextInt(3) & 0xFFFF_FFFFL);
        }
        if (value instanceof SnmpValue.Int number) {
            return new SnmpValue.Int(number.value() + random.nextInt(3) - 1);
        }
        if (value instanceof SnmpValue.Octets) {
            return text(random.nextBoolean() ? Integer.toString(random.nextInt(100)) : "Thôn Mận " + random.nextInt(9));
        }
        return new SnmpValue.Int(random.nextInt(5));
    }

    private static SnmpValue text(String text) {
        return new SnmpValue.Octets(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same answers off the wire; SNMP4J encodes. */
    private static VarBinds sent(List<VarBind> varBinds) throws IOException, DecodeException {
        PDU pdu = new PDU();
        pdu.setType(PDU.RESPONSE);
        varBinds.forEach(varBind ->
                pdu.add(new VariableBinding(new OID(varBind.oid().toIntArray()), variable(varBind.value()))));
        BEROutputStream body = output(1 << 20);
        new Integer32(1).encodeBER(body);
        new OctetString("public").encodeBER(body);
        pdu.encodeBER(body);
        int length = body.getBuffer().position();
        BEROutputStream message = output(length + 8);
        BER.encodeHeader(message, BER.SEQUENCE, length);
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        octets.write(message.getBuffer().array(), 0, message.getBuffer().position());
        octets.write(body.getBuffer().array(), 0, length);
        BerReader reader = new BerReader(octets.toByteArray(), 0, octets.size());
        CommunityMessage read = CommunityMessage.read(reader, CommunityMessage.version(reader));
        VarBinds packed = new VarBinds();
        packed.append(read.pdu(new VarBinds(), new PduRequest(Tag.GET, new byte[0][], 0))
                .varBinds());
        return packed;
    }

    private static BEROutputStream output(int room) {
        return new BEROutputStream(java.nio.ByteBuffer.allocate(room));
    }

    private static Variable variable(SnmpValue value) {
        if (value instanceof SnmpValue.Int number) {
            return new Integer32(number.value());
        } else if (value instanceof SnmpValue.Counter32 number) {
            return new Counter32(number.value());
        } else if (value instanceof SnmpValue.Gauge32 number) {
            return new Gauge32(number.value());
        } else if (value instanceof SnmpValue.TimeTicks number) {
            return new TimeTicks(number.value());
        } else if (value instanceof SnmpValue.Counter64 number) {
            return new Counter64(number.bits());
        } else if (value instanceof SnmpValue.ObjectId oid) {
            return new OID(oid.value().toIntArray());
        } else if (value instanceof SnmpValue.IpAddress address) {
            return new IpAddress(address.value());
        } else if (value instanceof SnmpValue.Opaque opaque) {
            return new Opaque(opaque.bytes());
        } else if (value instanceof SnmpValue.Octets octets) {
            return new OctetString(octets.bytes());
        } else if (value instanceof SnmpValue.NoSuchInstance) {
            return Null.noSuchInstance;
        }
        return Null.noSuchObject;
    }
}
