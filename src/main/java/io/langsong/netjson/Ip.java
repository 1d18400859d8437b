package io.langsong.netjson;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An address with the length of its network, never looked up. */
final class Ip {
    private static final Pattern IPV4 = Pattern.compile("(?:0|[1-9][0-9]{0,2})(?:\\.(?:0|[1-9][0-9]{0,2})){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");
    private static final Pattern CIDR = Pattern.compile("([^/]+)(?:/(.*))?");

    private final String text;
    private final byte[] octets;
    private final int prefix;

    private Ip(String text, byte[] octets, int prefix) {
        this.text = text;
        this.octets = octets;
        this.prefix = prefix;
    }

    static boolean isIpv4(String text) {
        return bytes(text).filter(octets -> octets.length == 4).isPresent();
    }

    static boolean isIpv6(String text) {
        return bytes(text).filter(octets -> octets.length == 16).isPresent();
    }

    static boolean isCidr(String text) {
        Matcher parts = CIDR.matcher(text);
        return parts.matches()
                && bytes(parts.group(1)).isPresent()
                && (parts.group(2) == null
                        || prefix(parts.group(2), bytes(parts.group(1)).get().length)
                                .isPresent());
    }

    /**
     * @param text an address; behind a slash the length of the network, or its mask
     * @param mask for an address that has none itself; where this is none either, the network is the one address
     * @return empty for anything else
     */
    static Optional<Ip> of(String text, String mask) {
        Matcher parts = CIDR.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String length = parts.group(2) == null || parts.group(2).isEmpty() ? mask : parts.group(2);
        return bytes(parts.group(1))
                .map(octets -> new Ip(
                        parts.group(1), octets, prefix(length, octets.length).orElse(octets.length * 8)));
    }

    /** The address as it was written. */
    String text() {
        return text;
    }

    /** Bits of the network, 0 to 32 or 128. */
    int prefix() {
        return prefix;
    }

    boolean isVersion4() {
        return octets.length == 4;
    }

    String mask() {
        StringBuilder mask = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            int bits = Math.max(0, Math.min(8, prefix - 8 * i));
            mask.append(i == 0 ? "" : ".").append(0xff & (0xff00 >> bits));
        }
        return mask.toString();
    }

    boolean contains(Ip other) {
        if (other.octets.length != octets.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int place = 0x80 >> (bit % 8);
            if ((octets[bit / 8] & place) != (other.octets[bit / 8] & place)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<byte[]> bytes(String text) {
        if (IPV4.matcher(text).matches()) {
            byte[] octets = new byte[4];
            String[] numbers = text.split("\\.");
            for (int i = 0; i < 4; i++) {
                int number = Integer.parseInt(numbers[i]);
                octets[i] = (byte) number;
                if (number > 255) {
                    return Optional.empty();
                }
            }
            return Optional.of(octets);
        }
        // What has a colon is never asked of a name server.
        if (!IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            byte[] octets = InetAddress.getByName(text).getAddress();
            // An IPv4 address that is written as IPv6 comes back as IPv4.
            return octets.length == 16 ? Optional.of(octets) : Optional.empty();
        } catch (UnknownHostException notOne) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> prefix(String text, int octets) {
        if (text.matches("[0-9]{1,3}") && Integer.parseInt(text) <= octets * 8) {
            return Optional.of(Integer.parseInt(text));
        }
        return octets == 4 && IPV4.matcher(text).matches() ? bytes(text).flatMap(Ip::length) : Optional.empty();
    }

    private static Optional<Integer> length(byte[] mask) {
        int bits = (mask[0] & 0xff) << 24 | (mask[1] & 0xff) << 16 | (mask[2] & 0xff) << 8 | (mask[3] & 0xff);
        int length = Integer.bitCount(bits);
        return length == 0 || bits == -1 << (32 - length) ? Optional.of(length) : Optional.empty();
    }
}
