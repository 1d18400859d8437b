package io.langsong.notification.channel;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** Keeps a webhook from being turned against the machine that sends it. */
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

    private static boolean isOwn(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return true;
        }
    }
}
