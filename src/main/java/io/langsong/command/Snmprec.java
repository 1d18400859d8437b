package io.langsong.command;

import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBind;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A walk as a recording of the snmpsim project: a line {@code OID|TAG|VALUE} each. The tag is the ASN.1 one in decimal; an
 * x behind it says that the value stands in hexadecimal, an e that it has backslash escapes.
 */
final class Snmprec {
    private static final Pattern LINE = Pattern.compile("\\.?([0-9.]+)\\|(\\d{1,3})([xe]?)\\|(.*)");
    private static final long LARGEST_FILE = 64L << 20;

    private Snmprec() {}

    /**
     * The objects of a recording, in its order. A line that is none, or whose value its type can not hold, is left out:
     * recordings are made anonymous by hand.
     *
     * @throws InputException when there is no such file, or not one line of it is a recording's
     */
    static List<VarBind> read(Path file) {
        String text;
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new InputException(file + ": larger than 64 MB; a recording of one device is smaller");
            }
            // Octets that are no UTF-8 are octets of a value.
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new InputException(file + ": the recording can not be read; check that it is there and may be read");
        }
        List<VarBind> varBinds = text.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .flatMap(line -> varBind(line).stream())
                .toList();
        if (varBinds.isEmpty()) {
            throw new InputException(file + ": no line OID|TAG|VALUE in it; make one with: walk ADDRESS --record FILE");
        }
        return varBinds;
    }

    private static Optional<VarBind> varBind(Matcher line) {
        try {
            Oid oid = Oid.parse(line.group(1));
            return Optional.of(new VarBind(oid, value(Integer.parseInt(line.group(2)), octets(line))));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    private static byte[] octets(Matcher line) {
        String value = line.group(4);
        return switch (line.group(3)) {
            case "x" -> HexFormat.of().parseHex(value);
            case "e" -> value.translateEscapes().getBytes(StandardCharsets.ISO_8859_1);
            default -> value.getBytes(StandardCharsets.ISO_8859_1);
        };
    }

    private static SnmpValue value(int tag, byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        return switch (tag) {
            case 2 -> new SnmpValue.Int(Integer.parseInt(text));
            case 4 -> new SnmpValue.Octets(octets);
            case 6 -> new SnmpValue.ObjectId(Oid.parse(text.startsWith(".") ? text.substring(1) : text));
            case 64 -> new SnmpValue.IpAddress(ipv4(text, octets));
            case 65 -> new SnmpValue.Counter32(Integer.toUnsignedLong(Integer.parseUnsignedInt(text)));
            case 66 -> new SnmpValue.Gauge32(Integer.toUnsignedLong(Integer.parseUnsignedInt(text)));
            case 67 -> new SnmpValue.TimeTicks(Integer.toUnsignedLong(Integer.parseUnsignedInt(text)));
            case 68 -> new SnmpValue.Opaque(octets);
            case 70 -> new SnmpValue.Counter64(Long.parseUnsignedLong(text));
            default -> new SnmpValue.Null();
        };
    }

    /** Dotted, or the four octets themselves. */
    private static InetAddress ipv4(String text, byte[] octets) {
        try {
            if (text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
                return InetAddress.getByName(text);
            }
            if (octets.length == 4) {
                return InetAddress.getByAddress(octets);
            }
        } catch (UnknownHostException notAnAddress) {
            throw new IllegalArgumentException("Not an IPv4 address: " + text, notAnAddress);
        }
        throw new IllegalArgumentException("Not an IPv4 address: " + text);
    }

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
