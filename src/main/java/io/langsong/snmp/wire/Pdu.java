package io.langsong.snmp.wire;

import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A PDU as it was received. A value that is wrong in itself stands there as {@link SnmpValue.Malformed}, so that it costs
 * the others nothing; a wrong structure is a {@link DecodeException} for the whole.
 *
 * @param unnamed varbinds left out because their name is not an OID
 */
public record Pdu(int type, int requestId, int errorStatus, int errorIndex, List<VarBind> varBinds, int unnamed) {

    static Pdu read(BerReader in) throws DecodeException {
        int type = in.peekTag();
        int around = in.enter(type);
        Pdu pdu = readRest(in, type, in.integer(), List.of());
        in.leave(around);
        return pdu;
    }

    /**
     * Reads what follows the request-id, to the end of the PDU entered.
     *
     * @param asked names that are expected, in order: one that comes as it was asked is not made anew
     */
    static Pdu readRest(BerReader in, int type, int requestId, List<Oid> asked) throws DecodeException {
        int errorStatus = in.integer();
        int errorIndex = in.integer();
        List<VarBind> varBinds = new ArrayList<>();
        int unnamed = 0;
        int pdu = in.enter(Tag.SEQUENCE);
        while (in.hasMore()) {
            int list = in.enter(Tag.SEQUENCE);
            int position = varBinds.size() + unnamed;
            Oid name = name(in, position < asked.size() ? asked.get(position) : null);
            SnmpValue value = value(in);
            in.leave(list);
            if (name == null) {
                unnamed++;
            } else {
                varBinds.add(new VarBind(name, value));
            }
        }
        in.leave(pdu);
        return new Pdu(type, requestId, errorStatus, errorIndex, varBinds, unnamed);
    }

    private static @Nullable Oid name(BerReader in, @Nullable Oid asked) throws DecodeException {
        int stop = in.header(Tag.OBJECT_IDENTIFIER);
        int start = in.position();
        in.skipTo(stop);
        if (asked != null && Arrays.equals(in.octets(), start, stop, asked.ber(), 0, asked.ber().length)) {
            return asked;
        }
        try {
            return BerReader.oid(in.octets(), start, stop);
        } catch (DecodeException notAnOid) {
            return null;
        }
    }

    private static SnmpValue value(BerReader in) throws DecodeException {
        int tag = in.peekTag();
        if (!isSmi(tag)) {
            // Its header may have a form that SNMP does not use, so the varbind's own length is what counts.
            in.skipToEnd();
            return new SnmpValue.Malformed("0x%02x: no type of SMIv2".formatted(tag));
        }
        int stop = in.anyHeader();
        int start = in.position();
        in.skipTo(stop);
        try {
            return value(tag, in.octets(), start, stop);
        } catch (DecodeException wrongValue) {
            return new SnmpValue.Malformed("0x%02x: %s".formatted(tag, wrongValue.getMessage()));
        }
    }

    private static boolean isSmi(int tag) {
        return switch (tag) {
            case Tag.INTEGER, Tag.OCTET_STRING, Tag.NULL, Tag.OBJECT_IDENTIFIER -> true;
            case Tag.IP_ADDRESS, Tag.COUNTER32, Tag.GAUGE32, Tag.TIME_TICKS, Tag.OPAQUE, Tag.COUNTER64 -> true;
            case Tag.NO_SUCH_OBJECT, Tag.NO_SUCH_INSTANCE, Tag.END_OF_MIB_VIEW -> true;
            default -> false;
        };
    }

    private static SnmpValue value(int tag, byte[] octets, int from, int end) throws DecodeException {
        return switch (tag) {
            case Tag.INTEGER -> new SnmpValue.Int(BerReader.integer(octets, from, end));
            case Tag.OCTET_STRING -> new SnmpValue.Octets(Arrays.copyOfRange(octets, from, end));
            case Tag.NULL -> new SnmpValue.Null();
            case Tag.OBJECT_IDENTIFIER -> new SnmpValue.ObjectId(BerReader.oid(octets, from, end));
            case Tag.IP_ADDRESS -> ipAddress(octets, from, end);
            case Tag.COUNTER32 -> new SnmpValue.Counter32(BerReader.unsigned(octets, from, end, 32));
            case Tag.GAUGE32 -> new SnmpValue.Gauge32(BerReader.unsigned(octets, from, end, 32));
            case Tag.TIME_TICKS -> new SnmpValue.TimeTicks(BerReader.unsigned(octets, from, end, 32));
            case Tag.OPAQUE -> new SnmpValue.Opaque(Arrays.copyOfRange(octets, from, end));
            case Tag.COUNTER64 -> new SnmpValue.Counter64(BerReader.unsigned(octets, from, end, 64));
            case Tag.NO_SUCH_OBJECT -> new SnmpValue.NoSuchObject();
            case Tag.NO_SUCH_INSTANCE -> new SnmpValue.NoSuchInstance();
            case Tag.END_OF_MIB_VIEW -> new SnmpValue.EndOfMibView();
            default -> throw new IllegalStateException("no reading for type " + tag);
        };
    }

    private static SnmpValue ipAddress(byte[] octets, int from, int end) throws DecodeException {
        if (end - from != 4) {
            throw new DecodeException("IpAddress of " + (end - from) + " octets");
        }
        try {
            return new SnmpValue.IpAddress(InetAddress.getByAddress(Arrays.copyOfRange(octets, from, end)));
        } catch (UnknownHostException impossible) {
            throw new DecodeException("IpAddress");
        }
    }
}
