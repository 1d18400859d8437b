package io.langsong.snmp.wire;

import io.langsong.snmp.Oid;
import org.jspecify.annotations.Nullable;

/**
 * A PDU with the context it speaks of, RFC 3412 section 6.8.
 *
 * @param octets that it was read from; {@code from} is where it begins in them, {@code pduAt} where its PDU does
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ScopedPdu(
        byte[] contextEngineId, byte[] contextName, Pdu pdu, byte[] octets, int from, int pduAt, int end) {

    /** Octets behind the PDU are let pass: DES pads to whole blocks. */
    static ScopedPdu read(BerReader in) throws DecodeException {
        int from = in.position();
        int around = in.enter(Tag.SEQUENCE);
        byte[] contextEngineId = in.octetString();
        byte[] contextName = in.octetString();
        int pduAt = in.position();
        Pdu pdu = Pdu.read(in);
        int end = in.position();
        in.leave(around);
        return new ScopedPdu(contextEngineId, contextName, pdu, in.octets(), from, pduAt, end);
    }

    public boolean isReport() {
        return pdu.type() == Tag.REPORT;
    }

    /** The counter a Report is about, null when it names none. */
    public @Nullable Oid reported() {
        return pdu.varBinds().isEmpty() ? null : pdu.varBinds().name(0);
    }
}
