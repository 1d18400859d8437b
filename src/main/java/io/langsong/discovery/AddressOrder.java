package io.langsong.discovery;

import io.langsong.inventory.HostAddress;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;

/** Addresses as people count them: 10.0.0.9 before 10.0.0.10. */
final class AddressOrder {
    static final Comparator<String> ASCENDING =
            Comparator.comparingInt(AddressOrder::octets).thenComparing(AddressOrder::number);

    private AddressOrder() {}

    /** As the inventory writes it: IPv6 in the form of RFC 5952. */
    static String canonical(InetAddress address) {
        return HostAddress.written(address);
    }

    private static int octets(String address) {
        return address.indexOf(':') >= 0 ? 16 : 4;
    }

    /** Only addresses in digits come here; they are parsed, not looked up. */
    private static BigInteger number(String address) {
        try {
            return new BigInteger(1, InetAddress.getByName(address).getAddress());
        } catch (UnknownHostException impossible) {
            return BigInteger.ZERO;
        }
    }
}
