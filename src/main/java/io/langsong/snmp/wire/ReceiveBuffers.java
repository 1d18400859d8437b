package io.langsong.snmp.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * Buffers for the largest datagram there is, used round and round: a channel reads at most {@link #PER_READ} datagrams
 * before it hands all of them on, and they are decoded before it reads again. They lie on the heap, where decoding in
 * place is fastest.
 */
final class ReceiveBuffers extends DefaultMaxMessagesRecvByteBufAllocator {
    static final int PER_READ = 32;
    private static final int LARGEST_DATAGRAM = 65_535;

    ReceiveBuffers() {
        super(PER_READ);
    }

    @Override
    public RecvByteBufAllocator.Handle newHandle() {
        return new Ring();
    }

    private final class Ring extends MaxMessageHandle {
        private final ByteBuf[] buffers = new ByteBuf[PER_READ + 1];
        private int next;

        @Override
        public ByteBuf allocate(ByteBufAllocator unused) {
            next = (next + 1) % buffers.length;
            if (buffers[next] == null) {
                buffers[next] = Unpooled.buffer(LARGEST_DATAGRAM, LARGEST_DATAGRAM);
            }
            return buffers[next].clear().retain();
        }

        @Override
        public int guess() {
            return LARGEST_DATAGRAM;
        }
    }
}
