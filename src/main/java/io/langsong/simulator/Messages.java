package io.langsong.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.snmp4j.asn1.BER;
import org.snmp4j.asn1.BERInputStream;

/** From a datagram to its answer, for all three versions of SNMP. Called by the thread that serves the device. */
final class Messages {
    /** Largest message in either direction, octets: what fits into one Ethernet frame, as small agents have it. */
    static final int MAX_SIZE = 1472;

    static final int VERSION_1 = 0;
    static final int VERSION_2C = 1;
    static final int VERSION_3 = 3;
    private static final int OVERHEAD = 80;

    private Messages() {}

    /**
     * @param at the instant of the question, milliseconds since 1970
     * @return null where a real agent keeps silent: rubbish, an unknown community, something that is no request
     */
    static byte @Nullable [] answer(Box box, byte[] datagram, long at) {
        try {
            BERInputStream in = new BERInputStream(ByteBuffer.wrap(datagram));
            Ber.enter(in, BER.SEQUENCE);
            int version = Ber.readInteger(in);
            if (version == VERSION_3) {
                return Usm.answer(box, datagram, in, at);
            }
            return version == VERSION_1 || version == VERSION_2C ? community(box, version, in, at) : null;
        } catch (IOException | RuntimeException rubbish) {
            return null;
        }
    }

    private static byte @Nullable [] community(Box box, int version, BERInputStream in, long at) throws IOException {
        byte[] community = Ber.readOctets(in);
        String known = box.device.access().community();
        boolean tooNew = version == VERSION_2C && box.device.access().version().equals("1");
        if (known == null
                || tooNew
                || !box.path.accepted()
                || !MessageDigest.isEqual(known.getBytes(StandardCharsets.UTF_8), community)) {
            return null;
        }
        Question question = Question.read(in);
        if (!question.isRequest()) {
            return null;
        }
        byte[] pdu = question.answer(box, at, version == VERSION_1, MAX_SIZE - OVERHEAD);
        return Ber.sequence(Ber.integer(version), Ber.octets(community), pdu);
    }
}
