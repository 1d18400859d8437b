package io.langsong.snmp.wire;

import io.langsong.snmp.Oid;
import io.langsong.snmp.VarBinds;
import java.util.Arrays;

/**
 * A Trap-PDU of version 1, RFC 1157 section 4.1.6.
 *
 * @param agentAddress four octets: whom it is about, where it was passed on
 * @param ticks sysUpTime of its sender, hundredths of a second
 * @param varBinds may lie in the buffer that was read from: for the call in which they are handed on
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TrapPdu(Oid enterprise, byte[] agentAddress, int generic, int specific, long ticks, VarBinds varBinds) {

    /** Reads to the end of the PDU entered; its variables into {@code varBinds}. */
    static TrapPdu readRest(BerReader in, VarBinds varBinds) throws DecodeException {
        int enterpriseEnd = in.header(Tag.OBJECT_IDENTIFIER);
        Oid enterprise = BerReader.oid(in.octets(), in.position(), enterpriseEnd);
        in.skipTo(enterpriseEnd);
        int addressEnd = in.header(Tag.IP_ADDRESS);
        byte[] address = Arrays.copyOfRange(in.octets(), in.position(), addressEnd);
        if (address.length != 4) {
            throw new DecodeException("agent-addr of " + address.length + " octets");
        }
        in.skipTo(addressEnd);
        int generic = in.integer();
        int specific = in.integer();
        int ticksEnd = in.header(Tag.TIME_TICKS);
        long ticks = BerReader.unsigned(in.octets(), in.position(), ticksEnd, 32);
        in.skipTo(ticksEnd);
        int unused = Pdu.readList(in, varBinds, PduRequest.NONE);
        in.requireEnd();
        return new TrapPdu(enterprise, address, generic, specific, ticks, varBinds);
    }
}
