package io.langsong.collector.site;

import io.langsong.collector.wire.Message;
import io.langsong.collector.wire.MessageCodec;
import io.langsong.collector.wire.WireException;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslProvider;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One connection to the server, TLS 1.3 (RFC 8446). What comes is told on the executor given, in order. */
final class Line {
    private static final int CONNECT_MILLIS = 20_000;
    /** A thin line takes its time for two chains of certificates. */
    private static final int HANDSHAKE_MILLIS = 30_000;
    /** A line whose kernel holds much tells of its end late, and makes fresh batches wait. */
    private static final int SEND_BUFFER = 32 << 10;

    private static final WriteBufferWaterMark MUCH = new WriteBufferWaterMark(32 << 10, 64 << 10);
    private static final int LENGTH_OCTETS = 4;

    private final Executor executor;
    private final Listener listener;
    private volatile @Nullable Channel channel;
    private boolean ended;

    /** Told on the executor. */
    interface Listener {
        void opened(Line line);

        /** @param atNanos by System.nanoTime, when it came in */
        void said(Line line, Message message, long atNanos);

        /** Once, last. @param why for people */
        void closed(Line line, String why);
    }

    private Line(Executor executor, Listener listener) {
        this.executor = executor;
        this.listener = listener;
    }

    /** @param identity null for a stranger */
    static SslContext context(Trust trust, @Nullable Identity identity) {
        try {
            SslContextBuilder builder = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3")
                    .trustManager(trust)
                    // By what name the server is called is of no account, see Trust.
                    .endpointIdentificationAlgorithm(null);
            if (identity != null) {
                builder.keyManager(identity.key(), identity.own(), identity.issuer());
            }
            return builder.build();
        } catch (SSLException | GeneralSecurityException damaged) {
            throw new SiteException(
                    "The identity of this collector can not be used; remove the file \"identity\" from its data directory, and enrol again with a new token",
                    damaged);
        }
    }

    static Line open(EventLoopGroup group, ServerAddress to, SslContext tls, Executor executor, Listener listener) {
        Line line = new Line(executor, listener);
        new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_SNDBUF, SEND_BUFFER)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, MUCH)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel opened) {
                        line.equip(opened, tls, to);
                    }
                })
                .connect(to.host(), to.port())
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        line.end(reason(done.cause()));
                    }
                });
        return line;
    }

    private void equip(SocketChannel opened, SslContext tls, ServerAddress to) {
        channel = opened;
        SslHandler secure = tls.newHandler(opened.alloc(), to.host(), to.port());
        secure.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
        opened.pipeline()
                .addLast(
                        secure,
                        new LengthFieldBasedFrameDecoder(MessageCodec.LARGEST, 0, LENGTH_OCTETS, 0, LENGTH_OCTETS),
                        new Ears());
    }

    /** What comes in, on the loop. */
    private final class Ears extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent done) {
                if (done.isSuccess()) {
                    executor.execute(() -> listener.opened(Line.this));
                } else {
                    end(reason(done.cause()));
                }
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) throws WireException {
            long at = System.nanoTime();
            byte[] octets = new byte[frame.readableBytes()];
            frame.readBytes(octets);
            Message message = MessageCodec.decode(octets);
            executor.execute(() -> listener.said(Line.this, message, at));
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end("the server ended it");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
            end(reason(fault));
        }
    }

    /** Any thread; what is said on a line that has ended is lost. @return octets with their length before them */
    int say(Message message) {
        byte[] octets = MessageCodec.encode(message);
        Channel open = channel;
        if (open != null && open.isActive()) {
            ByteBuf frame = open.alloc().buffer(LENGTH_OCTETS + octets.length);
            frame.writeInt(octets.length).writeBytes(octets);
            var unused = open.writeAndFlush(frame);
        }
        return LENGTH_OCTETS + octets.length;
    }

    /** Octets that the kernel does not take yet. Any thread. */
    long unsent() {
        Channel open = channel;
        if (open == null) {
            return 0;
        }
        return open.isWritable() ? MUCH.high() - open.bytesBeforeUnwritable() : MUCH.low() + open.bytesBeforeWritable();
    }

    /** Any thread. */
    void close(String why) {
        end(why);
    }

    private synchronized void end(String why) {
        if (!ended) {
            ended = true;
            Channel open = channel;
            if (open != null) {
                var unused = open.close();
            }
            executor.execute(() -> listener.closed(this, why));
        }
    }

    private static String reason(@Nullable Throwable fault) {
        Throwable root = fault;
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return "it is not the server of the token or of the enrolment (%s)".formatted(cause.getMessage());
            }
            root = cause;
        }
        if (root instanceof UnknownHostException) {
            return "there is no host of that name, or no name server is reached";
        } else if (root instanceof ConnectException) {
            return "nobody takes the connection (%s)".formatted(root.getMessage());
        } else if (root instanceof SSLException
                && String.valueOf(root.getMessage()).contains("certificate")) {
            // Since TLS 1.3 a server says so only after the handshake.
            return "the server does not take the certificate of this collector (%s); enrol again with a new token"
                    .formatted(root.getMessage());
        } else if (fault instanceof DecoderException || root instanceof SSLException) {
            return "it can not be agreed on TLS 1.3 (%s)".formatted(root == null ? "" : root.getMessage());
        }
        return root == null ? "it ended" : String.valueOf(root.getMessage());
    }
}
