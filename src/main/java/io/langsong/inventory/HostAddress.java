package io.langsong.inventory;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may be entered as the address of a device: an IPv4 or IPv6 address in its usual form, or a host name. */
public final class HostAddress {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9_.-]{1,32}");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9a-fA-F]*");
    private static final int LONGEST_NAME = 253;

    private HostAddress() {}

    /** An address as it is kept and shown: IPv6 as RFC 5952 writes it. */
    public static String written(InetAddress address) {
        return address instanceof Inet4Address ? address.getHostAddress() : rfc5952(address.getAddress());
    }

    /** An IP address of one host, as it is kept and shown; empty for any other text. */
    public static Optional<String> ip(String text) {
        boolean maybe = text.length() <= LONGEST_NAME
                && (IPV4.matcher(text).matches() || IPV6.matcher(text).matches());
        return Optional.ofNullable(maybe ? literal(text) : null)
                .filter(address -> !address.isAnyLocalAddress() && !address.isMulticastAddress())
                .map(HostAddress::written);
    }

    /**
     * The address in the one form in which it is kept and shown: IPv6 as RFC 5952 writes it, names in lower case.
     *
     * @throws InventoryRefused when it is not the address of one host, or in a form that programs read differently
     */
    static String canonical(InventoryId object, String field, String entered) {
        String address = entered.strip();
        if (address.length() <= LONGEST_NAME) {
            if (IPV4.matcher(address).matches()) {
                return one(object, field, address, address, literal(address));
            }
            if (address.contains(":")) {
                return ipv6(object, field, address);
            }
            if (isHostName(address)) {
                return address.toLowerCase(Locale.ROOT);
            }
        }
        throw InventoryRefused.invalid(
                object,
                field,
                entered,
                address.chars().anyMatch(c -> c > 127) ? Fault.NOT_AN_ASCII_NAME : Fault.NOT_AN_ADDRESS);
    }

    private static String ipv6(InventoryId object, String field, String address) {
        int percent = address.indexOf('%');
        String host = percent < 0 ? address : address.substring(0, percent);
        String zone = percent < 0 ? "" : address.substring(percent + 1);
        InetAddress parsed = IPV6.matcher(host).matches() ? literal(host) : null;
        if (parsed == null || (percent >= 0 && !ZONE.matcher(zone).matches())) {
            throw InventoryRefused.invalid(object, field, address, Fault.NOT_IPV6);
        }
        if (parsed instanceof Inet4Address) {
            throw InventoryRefused.invalid(object, field, address, Fault.DISGUISED_ADDRESS, parsed.getHostAddress());
        }
        return one(object, field, address, rfc5952(parsed.getAddress()) + (percent < 0 ? "" : "%" + zone), parsed);
    }

    private static String one(
            InventoryId object, String field, String address, String canonical, @Nullable InetAddress parsed) {
        if (parsed == null
                || parsed.isAnyLocalAddress()
                || parsed.isMulticastAddress()
                || address.equals("255.255.255.255")) {
            throw InventoryRefused.invalid(object, field, address, Fault.NOT_ONE_DEVICE);
        }
        return canonical;
    }

    /** Literals are parsed, never looked up: the callers pass nothing that could be a name. */
    private static @Nullable InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException notAnAddress) {
            return null;
        }
    }

    /**
     * RFC 1123 section 2.1. A last label that is a number, also in hexadecimal, is no name: the C library reads
     * {@code 127.1}, {@code 2130706433} and {@code 0x7f000001} as addresses.
     */
    private static boolean isHostName(String address) {
        String[] labels = address.split("\\.", -1);
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return !NUMBER.matcher(labels[labels.length - 1]).matches();
    }

    /** RFC 5952 section 4: no leading zeros, lower case, the first longest run of at least two zero fields as "::". */
    private static String rfc5952(byte[] address) {
        int[] fields = new int[8];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = (address[2 * i] & 0xff) << 8 | (address[2 * i + 1] & 0xff);
        }
        int runStart = -1;
        int runLength = 1;
        for (int i = 0; i < fields.length; i++) {
            int length = 0;
            while (i + length < fields.length && fields[i + length] == 0) {
                length++;
            }
            if (length > runLength) {
                runStart = i;
                runLength = length;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < fields.length; i++) {
            if (i == runStart) {
                text.append("::");
                i += runLength - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(fields[i]));
            }
        }
        return text.toString();
    }
}
