package io.langsong.notification.channel;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** Keeps settings from turning this program against the machine that it runs on. */
final class AddressGuard {
    private AddressGuard() {}

    /** Loopback, link-local (with the metadata service of clouds), unspecified, multicast, or one of our own. */
    static boolean isOurSide(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || isOwn(address);
    }

    /** Of a private network: RFC 1918, and unique local addresses of IPv6 (RFC 4193). */
    static boolean isPrivate(InetAddress address) {
        return address.isSiteLocalAddress()
                || (address instanceof Inet6Address && (address.getAddress()[0] & 0xFE) == 0xFC);
    }

    private static boolean isOwn(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return true;
        }
    }
}
