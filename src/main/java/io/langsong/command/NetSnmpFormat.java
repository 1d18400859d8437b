package io.langsong.command;

import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBind;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Writes variables as net-snmp's {@code snmpbulkwalk -On} does without MIB files, so that scripts can read both. */
final class NetSnmpFormat {
    private static final int HEX_ON_A_LINE = 16;

    private NetSnmpFormat() {}

    /** One variable; a value of many octets goes over several lines. */
    static String line(VarBind varBind) {
        return "." + varBind.oid() + " = " + value(varBind.value());
    }

    private static String value(SnmpValue value) {
        if (value instanceof SnmpValue.Int number) {
            return "INTEGER: " + number.value();
        }
        if (value instanceof SnmpValue.Octets octets) {
            return octets(octets.bytes());
        }
        if (value instanceof SnmpValue.ObjectId oid) {
            return "OID: ." + oid.value();
        }
        if (value instanceof SnmpValue.Counter32 number) {
            return "Counter32: " + number.value();
        }
        if (value instanceof SnmpValue.Gauge32 number) {
            return "Gauge32: " + number.value();
        }
        if (value instanceof SnmpValue.TimeTicks ticks) {
            return "Timeticks: (" + ticks.value() + ") " + clock(ticks.value());
        }
        if (value instanceof SnmpValue.Counter64 number) {
            return "Counter64: " + Long.toUnsignedString(number.bits());
        }
        if (value instanceof SnmpValue.IpAddress address) {
            return "IpAddress: " + address.value().getHostAddress();
        }
        if (value instanceof SnmpValue.Opaque opaque) {
            return opaque(opaque);
        }
        return noValue(value);
    }

    private static String noValue(SnmpValue value) {
        if (value instanceof SnmpValue.NoSuchObject) {
            return "No Such Object available on this agent at this OID";
        }
        if (value instanceof SnmpValue.NoSuchInstance) {
            return "No Such Instance currently exists at this OID";
        }
        if (value instanceof SnmpValue.EndOfMibView) {
            return "No more variables left in this MIB View (It is past the end of the MIB tree)";
        }
        return value instanceof SnmpValue.Malformed malformed ? "Malformed: " + malformed.reason() : "NULL";
    }

    private static String octets(byte[] bytes) {
        if (bytes.length == 0) {
            return "\"\"";
        }
        for (byte octet : bytes) {
            if (!printable(octet)) {
                return "Hex-STRING: " + hex(bytes);
            }
        }
        String text = new String(bytes, StandardCharsets.US_ASCII);
        return "STRING: \"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** C's isprint and isspace. */
    private static boolean printable(byte octet) {
        return (octet >= 0x20 && octet < 0x7f) || (octet >= 0x09 && octet <= 0x0d);
    }

    private static String hex(byte[] bytes) {
        StringBuilder hex = new StringBuilder(bytes.length * 3 + 8);
        for (int i = 0; i < bytes.length; i++) {
            hex.append(i > 0 && i % HEX_ON_A_LINE == 0 ? "\n" : "").append("%02X ".formatted(bytes[i] & 0xff));
        }
        return hex.toString();
    }

    private static String opaque(SnmpValue.Opaque opaque) {
        double number = opaque.asDouble();
        if (Double.isNaN(number)) {
            return "OPAQUE: " + hex(opaque.bytes());
        }
        return "Opaque: " + (opaque.bytes().length == 7 ? "Float" : "Double") + ": "
                + String.format(Locale.ROOT, "%f", number);
    }

    /** {@code 2 days, 3:04:05.67}. */
    private static String clock(long ticks) {
        long days = ticks / 8_640_000;
        String time =
                "%d:%02d:%02d.%02d".formatted(ticks / 360_000 % 24, ticks / 6_000 % 60, ticks / 100 % 60, ticks % 100);
        return days == 0 ? time : days == 1 ? "1 day, " + time : days + " days, " + time;
    }
}
