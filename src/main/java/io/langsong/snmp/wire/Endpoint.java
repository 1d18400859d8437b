package io.langsong.snmp.wire;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** An address and port, also as a datagram carries them, so that a sender is told from others by its octets. Immutable. */
public final class Endpoint {
    private final InetSocketAddress address;
    private final boolean isIpv6;
    /** With {@code low} the octets of the address, of IPv4 all in that one. */
    private final long high;

    private final long low;
    private final int port;

    /** @param address resolved */
    public Endpoint(InetSocketAddress address) {
        this.address = address;
        this.port = address.getPort();
        InetAddress host = address.getAddress();
        this.isIpv6 = host instanceof Inet6Address;
        ByteBuffer octets = ByteBuffer.wrap(host.getAddress());
        this.high = isIpv6 ? octets.getLong() : 0;
        this.low = isIpv6 ? octets.getLong() : Integer.toUnsignedLong(octets.getInt());
    }

    public InetSocketAddress address() {
        return address;
    }

    boolean isIpv6() {
        return isIpv6;
    }

    /** Zone of a link-local address, 0 of others. */
    int scopeId() {
        return address.getAddress() instanceof Inet6Address ipv6 ? ipv6.getScopeId() : 0;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    int port() {
        return port;
    }

    @Override
    public String toString() {
        String host = NetUtil.toAddressString(address.getAddress());
        return (isIpv6 ? "[" + host + "]" : host) + ":" + port;
    }
}
