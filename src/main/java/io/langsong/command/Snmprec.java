package io.langsong.command;

import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBind;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** Writes what was walked as a recording of the snmpsim project: a line {@code OID|TAG|VALUE} each, ascending. */
final class Snmprec {
    private Snmprec() {}

    static void write(Path file, List<VarBind> varBinds) throws IOException {
        List<VarBind> ascending =
                varBinds.stream().sorted(Comparator.comparing(VarBind::oid)).toList();
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (VarBind varBind : ascending) {
                if (varBind.value().isPresent()) {
                    out.write(varBind.oid() + "|" + tagged(varBind.value()) + "\n");
                }
            }
        }
    }

    /** The tag is the ASN.1 one in decimal; an x behind it says that the value stands in hexadecimal. */
    private static String tagged(SnmpValue value) {
        if (value instanceof SnmpValue.Int number) {
            return "2|" + number.value();
        }
        if (value instanceof SnmpValue.Octets octets) {
            return plain(octets.bytes())
                    ? "4|" + new String(octets.bytes(), StandardCharsets.US_ASCII)
                    : "4x|" + HexFormat.of().formatHex(octets.bytes());
        }
        if (value instanceof SnmpValue.ObjectId oid) {
            return "6|" + oid.value();
        }
        if (value instanceof SnmpValue.IpAddress address) {
            return "64|" + address.value().getHostAddress();
        }
        if (value instanceof SnmpValue.Counter32 number) {
            return "65|" + number.value();
        }
        if (value instanceof SnmpValue.Gauge32 number) {
            return "66|" + number.value();
        }
        if (value instanceof SnmpValue.TimeTicks ticks) {
            return "67|" + ticks.value();
        }
        if (value instanceof SnmpValue.Opaque opaque) {
            return "68x|" + HexFormat.of().formatHex(opaque.bytes());
        }
        if (value instanceof SnmpValue.Counter64 number) {
            return "70|" + Long.toUnsignedString(number.bits());
        }
        return "5|";
    }

    /** Whether the octets can stand in a line as they are, without losing a space at an end. */
    private static boolean plain(byte[] bytes) {
        for (byte octet : bytes) {
            if (octet < 0x20 || octet >= 0x7f) {
                return false;
            }
        }
        return bytes.length == 0 || (bytes[0] != ' ' && bytes[bytes.length - 1] != ' ');
    }
}
