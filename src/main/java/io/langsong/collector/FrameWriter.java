package io.langsong.collector;

import io.langsong.collector.wire.Message;
import io.langsong.collector.wire.MessageCodec;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;

/** Writes messages with their length before them. */
@Sharable
final class FrameWriter extends MessageToByteEncoder<Message> {
    FrameWriter() {
        super(Message.class);
    }

    @Override
    protected void encode(ChannelHandlerContext context, Message message, ByteBuf out) {
        byte[] octets = MessageCodec.encode(message);
        out.writeInt(octets.length).writeBytes(octets);
    }
}
