package io.langsong.snmp.wire;

import io.langsong.snmp.Oid;
import org.jspecify.annotations.Nullable;

/** A PDU with the context it speaks of, RFC 3412 section 6.8. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ScopedPdu(byte[] contextEngineId, byte[] contextName, Pdu pdu) {

    /** Octets behind the PDU are let pass: DES pads to whole blocks. */
    static ScopedPdu read(BerReader in) throws DecodeException {
        int around = in.enter(Tag.SEQUENCE);
        byte[] contextEngineId = in.octetString();
        byte[] contextName = in.octetString();
        Pdu pdu = Pdu.read(in);
        in.leave(around);
        return new ScopedPdu(contextEngineId, contextName, pdu);
    }

    public boolean isReport() {
        return pdu.type() == Tag.REPORT;
    }

    /** The counter a Report is about, null when it names none. */
    public @Nullable Oid reported() {
        return pdu.varBinds().isEmpty() ? null : pdu.varBinds().name(0);
    }
}
