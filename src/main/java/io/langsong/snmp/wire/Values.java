package io.langsong.snmp.wire;

import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpValue;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** What the contents octets of names and values mean. */
public final class Values {
    private Values() {}

    /** An OID that was found valid before. */
    public static Oid oid(byte[] octets, int from, int end) {
        try {
            return BerReader.oid(octets, from, end);
        } catch (DecodeException impossible) {
            throw new IllegalStateException("a name that was found valid is not", impossible);
        }
    }

    /** The value, or that it is malformed. @param tag one of SMIv2 */
    public static SnmpValue value(int tag, byte[] octets, int from, int end) {
        try {
            return read(tag, octets, from, end);
        } catch (DecodeException wrong) {
            return new SnmpValue.Malformed("0x%02x: %s".formatted(tag, wrong.getMessage()));
        }
    }

    /** Why it is no value. */
    public static SnmpValue malformed(int tag, byte[] octets, int from, int end) {
        return isSmi(tag)
                ? value(tag, octets, from, end)
                : new SnmpValue.Malformed("0x%02x: no type of SMIv2".formatted(tag));
    }

    static boolean isSmi(int tag) {
        return switch (tag) {
            case Tag.INTEGER, Tag.OCTET_STRING, Tag.NULL, Tag.OBJECT_IDENTIFIER -> true;
            case Tag.IP_ADDRESS, Tag.COUNTER32, Tag.GAUGE32, Tag.TIME_TICKS, Tag.OPAQUE, Tag.COUNTER64 -> true;
            case Tag.NO_SUCH_OBJECT, Tag.NO_SUCH_INSTANCE, Tag.END_OF_MIB_VIEW -> true;
            default -> false;
        };
    }

    /** The number of a numeric type, 0 of any other; its form is checked all the same. */
    static long number(int tag, byte[] octets, int from, int end) throws DecodeException {
        switch (tag) {
            case Tag.INTEGER:
                return BerReader.integer(octets, from, end);
            case Tag.COUNTER32, Tag.GAUGE32, Tag.TIME_TICKS:
                return BerReader.unsigned(octets, from, end, 32);
            case Tag.COUNTER64:
                return BerReader.unsigned(octets, from, end, 64);
            case Tag.OBJECT_IDENTIFIER:
                BerReader.checkOid(octets, from, end);
                return 0;
            case Tag.IP_ADDRESS:
                checkIpAddress(from, end);
                return 0;
            default:
                return 0;
        }
    }

    private static SnmpValue read(int tag, byte[] octets, int from, int end) throws DecodeException {
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

    private static void checkIpAddress(int from, int end) throws DecodeException {
        if (end - from != 4) {
            throw new DecodeException("IpAddress of " + (end - from) + " octets");
        }
    }

    private static SnmpValue ipAddress(byte[] octets, int from, int end) throws DecodeException {
        checkIpAddress(from, end);
        try {
            return new SnmpValue.IpAddress(InetAddress.getByAddress(Arrays.copyOfRange(octets, from, end)));
        } catch (UnknownHostException impossible) {
            throw new DecodeException("IpAddress");
        }
    }

    /**
     * Order of two names in their shortest form (RFC 3416 section 4.2.2), as their sub-identifiers have it: of the first that
     * differ the one of more octets is the larger.
     */
    public static int compareNames(byte[] one, int from, int end, byte[] other, int otherFrom, int otherEnd) {
        int same = Arrays.mismatch(one, from, end, other, otherFrom, otherEnd);
        return same < 0 ? 0 : compareNames(one, from, end, other, otherFrom, otherEnd, same);
    }

    /** As without {@code same}, of two whose first so many octets are the same, and no more. */
    public static int compareNames(byte[] one, int from, int end, byte[] other, int otherFrom, int otherEnd, int same) {
        if (from + same == end || otherFrom + same == otherEnd) {
            return (end - from) - (otherEnd - otherFrom);
        }
        boolean singleOctets =
                one[from + same] >= 0 && other[otherFrom + same] >= 0 && (same == 0 || one[from + same - 1] >= 0);
        if (singleOctets) {
            return one[from + same] - other[otherFrom + same];
        }
        int begin = same;
        while (begin > 0 && one[from + begin - 1] < 0) {
            begin--;
        }
        int length = arcLength(one, from + begin, end);
        int otherLength = arcLength(other, otherFrom + begin, otherEnd);
        return length != otherLength
                ? length - otherLength
                : (one[from + same] & 0xff) - (other[otherFrom + same] & 0xff);
    }

    private static int arcLength(byte[] octets, int from, int end) {
        int at = from;
        while (at < end - 1 && octets[at] < 0) {
            at++;
        }
        return at - from + 1;
    }
}
