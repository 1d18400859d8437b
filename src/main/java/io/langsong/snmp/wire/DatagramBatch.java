package io.langsong.snmp.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Datagrams that leave and enter one socket many at a time, in one system call each, which costs a fifth less than one by one.
 * For where {@link SystemCalls} are there; the structures are those of Linux on little-endian processors of 64 bits. One thread.
 */
final class DatagramBatch implements DatagramTransport.Sender {
    /** Datagrams that leave together. */
    static final int MOST_SENT = 64;
    /** Datagrams that enter together. */
    static final int MOST_RECEIVED = 32;

    private static final int LONGEST_SENT = 2048;
    private static final int LONGEST_RECEIVED = 65_536;

    private final int descriptor;
    private final boolean isIpv6;
    private final Messages out;
    private final Messages in;
    private int pending;
    /** The datagram received that is looked at. */
    private int current;

    /** @param descriptor of a UDP socket that does not wait */
    DatagramBatch(int descriptor, boolean isIpv6) {
        this.descriptor = descriptor;
        this.isIpv6 = isIpv6;
        this.out = new Messages(MOST_SENT, LONGEST_SENT, isIpv6);
        this.in = new Messages(MOST_RECEIVED, LONGEST_RECEIVED, isIpv6);
    }

    /** Datagrams added and not taken out. */
    int pending() {
        return pending;
    }

    boolean isFull() {
        return pending == MOST_SENT;
    }

    /** Adds a datagram to be sent, while it is not full. Answers whether it could: a long one has no room here. */
    boolean add(Endpoint to, BerWriter message) {
        if (message.size() > LONGEST_SENT) {
            return false;
        }
        message.copyTo(out.content(pending));
        out.setLength(pending, message.size());
        out.name(pending, to);
        pending++;
        return true;
    }

    /**
     * Sends what was added, from number {@code from} on.
     *
     * @return how many of them left; where not all did the next one is in trouble, and 0 or -1 when it is the first of them
     */
    int send(int from) {
        return SystemCalls.sendmmsg(descriptor, out.address(from), pending - from);
    }

    /** Puts what was added as number {@code index} into {@code into}. */
    void copySent(int index, ByteBuffer into) {
        ByteBuffer content = out.content(index);
        into.put(content.limit(content.position() + out.length(index)));
    }

    /** Takes out all that was added. */
    void clear() {
        pending = 0;
    }

    /** Takes what has come, up to {@link #MOST_RECEIVED}. Answers how many; 0 or less when there is nothing, or trouble. */
    int receive() {
        return SystemCalls.recvmmsg(descriptor, in.address(0), MOST_RECEIVED);
    }

    /** Copies the content of datagram {@code index} of those received, whose sender this is from now on. Answers its length. */
    int take(int index, byte[] into) {
        current = index;
        int length = in.received(index);
        in.content(index).get(into, 0, length);
        return length;
    }

    @Override
    public boolean is(Endpoint peer) {
        return peer.isIpv6() == isIpv6 && in.isNamed(current, peer);
    }

    @Override
    public InetSocketAddress address() {
        return in.name(current, isIpv6);
    }

    /**
     * The number that the kernel has for the socket of a channel, which Java keeps to itself.
     *
     * @throws IOException when it can not be found out
     */
    static int descriptor(DatagramChannel bound, boolean isIpv6) throws IOException {
        int port = ((InetSocketAddress) bound.getLocalAddress()).getPort();
        String ending = String.format(Locale.ROOT, ":%04X", port);
        List<String> sockets =
                Files.readAllLines(Path.of(isIpv6 ? "/proc/self/net/udp6" : "/proc/self/net/udp")).stream()
                        .map(line -> line.trim().split("\\s+"))
                        .filter(fields -> fields.length > 9 && fields[1].endsWith(ending))
                        .map(fields -> "socket:[" + fields[9] + "]")
                        .toList();
        try (DirectoryStream<Path> ours = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path one : ours) {
                if (sockets.contains(target(one))) {
                    return Integer.parseInt(one.getFileName().toString());
                }
            }
        }
        throw new IOException("no socket of port " + port + " in /proc/self/fd");
    }

    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException closedMeanwhile) {
            return "";
        }
    }

    /** An array of struct mmsghdr with the struct iovec, the struct sockaddr_in or sockaddr_in6 and the content of each. */
    private static final class Messages {
        private static final int HEADER = 64;
        private static final int HEADER_NAME_LENGTH = 8;
        private static final int HEADER_VECTORS = 16;
        private static final int HEADER_VECTOR_COUNT = 24;
        private static final int HEADER_RECEIVED = 56;

        private static final int VECTOR = 16;
        private static final int VECTOR_LENGTH = 8;

        private static final int NAME = 32;
        private static final int NAME_PORT = 2;
        private static final int NAME_IPV4 = 4;
        private static final int NAME_IPV6 = 8;
        private static final int NAME_SCOPE = 24;
        private static final int IPV4_LENGTH = 16;
        private static final int IPV6_LENGTH = 28;
        private static final byte AF_INET = 2;
        private static final byte AF_INET6 = 10;

        /** Between contents, so that they do not all fall on the same lines of the processor's cache. */
        private static final int GAP = 320;

        private final ByteBuffer headers;
        private final ByteBuffer vectors;
        /** In the order of the network, but for the family and the scope. */
        private final ByteBuffer names;

        private final ByteBuffer contents;
        private final int longest;
        private final long address;

        Messages(int count, int longest, boolean isIpv6) {
            this.longest = longest;
            headers = ByteBuffer.allocateDirect(count * HEADER).order(ByteOrder.nativeOrder());
            vectors = ByteBuffer.allocateDirect(count * VECTOR).order(ByteOrder.nativeOrder());
            names = ByteBuffer.allocateDirect(count * NAME).order(ByteOrder.BIG_ENDIAN);
            contents = ByteBuffer.allocateDirect(count * (longest + GAP));
            address = SystemCalls.address(headers);
            long vectorsAt = SystemCalls.address(vectors);
            long namesAt = SystemCalls.address(names);
            long contentsAt = SystemCalls.address(contents);
            for (int i = 0; i < count; i++) {
                headers.putLong(i * HEADER, namesAt + i * NAME);
                headers.putInt(i * HEADER + HEADER_NAME_LENGTH, isIpv6 ? IPV6_LENGTH : IPV4_LENGTH);
                headers.putLong(i * HEADER + HEADER_VECTORS, vectorsAt + i * VECTOR);
                headers.putLong(i * HEADER + HEADER_VECTOR_COUNT, 1);
                vectors.putLong(i * VECTOR, contentsAt + at(i));
                setLength(i, longest);
                names.put(i * NAME, isIpv6 ? AF_INET6 : AF_INET);
            }
        }

        private int at(int index) {
            return index * (longest + GAP);
        }

        /** Address of the header of this one and those behind it. */
        long address(int index) {
            return address + (long) index * HEADER;
        }

        /** Its room, from its beginning to its end. */
        ByteBuffer content(int index) {
            return contents.limit(at(index) + longest).position(at(index));
        }

        void setLength(int index, int octets) {
            vectors.putLong(index * VECTOR + VECTOR_LENGTH, octets);
        }

        int length(int index) {
            return (int) vectors.getLong(index * VECTOR + VECTOR_LENGTH);
        }

        int received(int index) {
            return headers.getInt(index * HEADER + HEADER_RECEIVED);
        }

        void name(int index, Endpoint peer) {
            int at = index * NAME;
            names.putShort(at + NAME_PORT, (short) peer.port());
            if (peer.isIpv6()) {
                names.putLong(at + NAME_IPV6, peer.high());
                names.putLong(at + NAME_IPV6 + Long.BYTES, peer.low());
                names.putInt(at + NAME_SCOPE, Integer.reverseBytes(peer.scopeId()));
            } else {
                names.putInt(at + NAME_IPV4, (int) peer.low());
            }
        }

        private int port(int index) {
            return Short.toUnsignedInt(names.getShort(index * NAME + NAME_PORT));
        }

        boolean isNamed(int index, Endpoint peer) {
            int at = index * NAME;
            if (port(index) != peer.port()) {
                return false;
            }
            return peer.isIpv6()
                    ? names.getLong(at + NAME_IPV6) == peer.high()
                            && names.getLong(at + NAME_IPV6 + Long.BYTES) == peer.low()
                    : names.getInt(at + NAME_IPV4) == (int) peer.low();
        }

        InetSocketAddress name(int index, boolean isIpv6) {
            byte[] octets = new byte[isIpv6 ? 16 : 4];
            names.get(index * NAME + (isIpv6 ? NAME_IPV6 : NAME_IPV4), octets);
            try {
                return new InetSocketAddress(InetAddress.getByAddress(octets), port(index));
            } catch (UnknownHostException notOfThisLength) {
                throw new IllegalStateException(notOfThisLength);
            }
        }
    }
}
