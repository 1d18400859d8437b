package io.langsong.snmp.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.langsong.snmp.Oid;
import io.langsong.snmp.VarBinds;

/**
 * Whatever octets come, every decoder ends in values or in {@link DecodeException}. Looks for octets that say otherwise:
 * {@code JAZZER_FUZZ=1 mvn test -Dtest=DecoderFuzz#community}. What it found worth keeping lies in the resources, and {@link
 * HostileInputTest} reads it in every run; by itself this is no part of one, since Jazzer slows down whatever else its Java
 * runs.
 */
class DecoderFuzz {
    private final UsmEngine engine = new UsmEngine(SampleMessages.USER, SampleMessages.ENGINE_ID, new UsmKeys());

    @FuzzTest(maxDuration = "5m")
    void community(byte[] octets) {
        readCommunity(octets);
    }

    @FuzzTest(maxDuration = "5m")
    void usm(byte[] octets) {
        readUsm(engine, octets);
    }

    @FuzzTest(maxDuration = "5m")
    void scopedPdu(byte[] octets) {
        readScoped(octets);
    }

    static void readCommunity(byte[] octets) {
        try {
            BerReader in = new BerReader(octets, 0, octets.length);
            int version = CommunityMessage.version(in);
            CommunityMessage message = CommunityMessage.read(in, version);
            int nonRepeaters = octets.length % (SampleMessages.COLUMNS.length + 1);
            touch(message.pdu(new VarBinds(), new PduRequest(Tag.GET_BULK, SampleMessages.COLUMNS, nonRepeaters, 10)));
        } catch (DecodeException expected) {
            return;
        }
    }

    static void readUsm(UsmEngine engine, byte[] octets) {
        try {
            BerReader in = new BerReader(octets, 0, octets.length);
            int unused = CommunityMessage.version(in);
            UsmMessage message = UsmMessage.read(in, 0);
            ScopedPdu scoped = message.authenticated() ? engine.open(message) : message.plainPdu();
            touch(scoped.pdu());
        } catch (DecodeException | UntrustedException expected) {
            return;
        }
    }

    static void readScoped(byte[] octets) {
        try {
            ScopedPdu scoped = ScopedPdu.read(new BerReader(octets, 0, octets.length));
            Oid unused = scoped.reported();
            touch(scoped.pdu());
        } catch (DecodeException expected) {
            return;
        }
    }

    /** Makes an object of everything. */
    static void touch(Pdu pdu) {
        VarBinds varBinds = pdu.varBinds();
        for (int i = 0; i < varBinds.size(); i++) {
            String unused = varBinds.get(i).toString();
        }
    }
}
