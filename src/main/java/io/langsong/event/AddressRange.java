package io.langsong.event;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A network such as {@code 10.4.0.0/16} or {@code 2001:db8::/32}, or one address. */
record AddressRange(InetAddress base, int bits) {
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern BITS = Pattern.compile("[0-9]{1,3}");

    /** @throws IllegalArgumentException for what is none, saying what would be */
    static AddressRange parse(String setting, String text) {
        String[] parts = text.strip().split("/", 2);
        int most = 0;
        try {
            if (LITERAL.matcher(parts[0]).matches()) {
                // A literal is parsed, never looked up.
                InetAddress base = InetAddress.getByName(parts[0]);
                most = base.getAddress().length * 8;
                int bits =
                        parts.length == 1 ? most : BITS.matcher(parts[1]).matches() ? Integer.parseInt(parts[1]) : -1;
                if (bits >= 0 && bits <= most) {
                    return new AddressRange(base, bits);
                }
            }
        } catch (UnknownHostException notAnAddress) {
            // As one that can not be.
        }
        throw new IllegalArgumentException(
                "%s names the network \"%s\", which is none; write it like 10.4.0.0/16 or 10.4.2.7"
                        .formatted(setting, HostileText.of(parts[0], 40)));
    }

    boolean contains(InetAddress address) {
        byte[] own = base.getAddress();
        byte[] other = address.getAddress();
        if (own.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if (((own[bit / 8] ^ other[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
