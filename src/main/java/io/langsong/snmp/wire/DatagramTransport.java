package io.langsong.snmp.wire;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One IPv4 socket and, where the host has it, one IPv6 socket on one event loop. What is sent leaves at the next
 * {@link #flush}. All methods but {@link #open} run on the loop.
 */
public final class DatagramTransport {
    private static final Logger log = LoggerFactory.getLogger(DatagramTransport.class);
    private static final int WANTED_BUFFER_BYTES = 4 << 20;

    private final EventLoop loop;
    private final Receiver receiver;
    private @Nullable Channel ipv4;
    private @Nullable Channel ipv6;

    /** Takes what comes in, on the loop. */
    public interface Receiver {
        /** @param octets holds the datagram from {@code from} to {@code end}; valid during the call only */
        void received(InetSocketAddress sender, byte[] octets, int from, int end);
    }

    public DatagramTransport(EventLoop loop, Receiver receiver) {
        this.loop = loop;
        this.receiver = receiver;
    }

    /**
     * Opens the sockets, from a thread other than the loop.
     *
     * @throws RuntimeException when not even IPv4 can be had
     */
    public void open() {
        ipv4 = bind(SocketProtocolFamily.INET);
        try {
            ipv6 = bind(SocketProtocolFamily.INET6);
        } catch (RuntimeException noIpv6) {
            log.info("snmp without ipv6 reason={}", noIpv6.getMessage());
        }
    }

    private Channel bind(SocketProtocolFamily family) {
        return new Bootstrap()
                .group(loop)
                .channelFactory(() -> new NioDatagramChannel(family))
                .option(ChannelOption.SO_RCVBUF, WANTED_BUFFER_BYTES)
                .option(ChannelOption.SO_SNDBUF, WANTED_BUFFER_BYTES)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new ReceiveBuffers())
                .handler(new Inbound())
                .bind(0)
                .syncUninterruptibly()
                .channel();
    }

    /** What the kernel really gave each socket for datagrams not read yet, octets. */
    public int receiveBufferBytes() {
        return ipv4 == null ? 0 : ipv4.config().getOption(ChannelOption.SO_RCVBUF);
    }

    /** Queues what {@code message} holds. {@code failed} learns why it could not leave; it may run at once. */
    public void write(InetSocketAddress to, BerWriter message, Consumer<String> failed) {
        Channel channel = to.getAddress() instanceof Inet6Address ? ipv6 : ipv4;
        if (channel == null) {
            failed.accept("this host has no IPv6, which " + shown(to) + " needs");
            return;
        }
        ByteBuf out = channel.alloc().directBuffer(message.size());
        message.copyTo(out);
        channel.write(new DatagramPacket(out, to)).addListener(written -> {
            if (!written.isSuccess()) {
                failed.accept("could not send to " + shown(to) + ": "
                        + written.cause().getMessage());
            }
        });
    }

    private static String shown(InetSocketAddress to) {
        String host = to.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + to.getPort();
    }

    public void flush() {
        if (ipv4 != null) {
            ipv4.flush();
        }
        if (ipv6 != null) {
            ipv6.flush();
        }
    }

    public void close() {
        if (ipv4 != null) {
            var unused = ipv4.close();
        }
        if (ipv6 != null) {
            var unused = ipv6.close();
        }
    }

    private final class Inbound extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            try {
                ByteBuf content = packet.content();
                int from = content.arrayOffset() + content.readerIndex();
                receiver.received(packet.sender(), content.array(), from, from + content.readableBytes());
            } finally {
                packet.release();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            log.warn("snmp socket failed address={}", context.channel().localAddress(), cause);
        }
    }
}
