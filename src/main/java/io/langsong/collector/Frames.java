package io.langsong.collector;

import io.langsong.collector.wire.MessageCodec;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.List;

/** Cuts what comes into messages by the length before each. What is longer than whoever sends it may speak ends the line before it is read. */
final class Frames extends ByteToMessageDecoder {
    private static final int HEAD = Integer.BYTES;

    private volatile int largest = MessageCodec.LARGEST_OF_STRANGERS;
    private volatile Runnable heard = () -> {};

    /**
     * Any thread.
     *
     * @param heard is told that something came, be it part of a message: a large one takes minutes on a thin line. Fast; on the thread of the line
     */
    void trust(Runnable heard) {
        this.heard = heard;
        largest = MessageCodec.LARGEST;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object octets) throws Exception {
        heard.run();
        super.channelRead(context, octets);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < HEAD) {
            return;
        }
        int length = in.getInt(in.readerIndex());
        if (length < 1 || length > largest) {
            throw new CorruptedFrameException("A message of %d octets, where %d may be".formatted(length, largest));
        }
        if (in.readableBytes() >= HEAD + length) {
            byte[] frame = new byte[length];
            in.skipBytes(HEAD).readBytes(frame);
            out.add(frame);
        }
    }
}
