package io.langsong.collector.site;

import io.langsong.collector.wire.Batch;
import io.langsong.collector.wire.BatchCodec;
import io.langsong.collector.wire.Message;
import io.langsong.collector.wire.MessageCodec;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;

/** The server's side of the line, which keeps in memory what it takes, and can be made to behave badly. */
final class TestServer implements AutoCloseable {
    /** A batch that came in. @param again whether it was there already */
    record Came(Batch batch, long atNanos, boolean again) {}

    final TestAuthority authority;
    final String token;
    final List<Came> came = new CopyOnWriteArrayList<>();
    final List<Message> said = new CopyOnWriteArrayList<>();
    /** Lines that came in with a certificate. */
    final List<Channel> lines = new CopyOnWriteArrayList<>();

    final List<X509Certificate> shown = new CopyOnWriteArrayList<>();
    private final Map<String, Boolean> kept = new ConcurrentHashMap<>();
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private @Nullable Channel open;
    int port;
    volatile Message.@Nullable Assignment assignment;
    /** Added to the time of the server. */
    volatile Duration clockOffset = Duration.ZERO;
    /** Batches of which one is not acknowledged, and lines of which one is cut at a batch; 0 for none. */
    volatile int deafOf;

    volatile int cutOf;
    volatile boolean inOrder;
    /** While it can keep nothing. */
    volatile boolean away;

    volatile @Nullable String refusal;
    /** Whether the certificate that was shown first is over. */
    volatile boolean firstIsOver;

    volatile Duration certificateLasts = Duration.ofDays(365);
    volatile Duration certificateAge = Duration.ofHours(1);
    private final Random random = new Random(5);

    TestServer(TestAuthority authority) throws Exception {
        this.authority = authority;
        this.token = authority.token();
    }

    /** @param at 0 for any port */
    TestServer start(int at) throws Exception {
        return start(at, authority.server, KeyPurposeId.id_kp_serverAuth);
    }

    TestServer start(int at, KeyPair key, KeyPurposeId purpose) throws Exception {
        X509Certificate own = authority.issue(
                "server", key.getPublic(), purpose, Instant.EPOCH, Instant.parse("9999-12-31T00:00:00Z"));
        SslContext tls = SslContextBuilder.forServer(key.getPrivate(), own, authority.certificate)
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3")
                .trustManager(authority.certificate)
                .clientAuth(ClientAuth.OPTIONAL)
                .build();
        open = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel line) {
                        line.pipeline()
                                .addLast(
                                        tls.newHandler(line.alloc()),
                                        new LengthFieldBasedFrameDecoder(MessageCodec.LARGEST, 0, 4, 0, 4),
                                        new Talk());
                    }
                })
                .bind("127.0.0.1", at)
                .sync()
                .channel();
        port = ((InetSocketAddress) open.localAddress()).getPort();
        return this;
    }

    Instant now() {
        return Instant.now().plus(clockOffset);
    }

    /** Numbers of the batches of that life, or of all when null, each once. */
    List<Batch> batches() {
        return came.stream().filter(one -> !one.again()).map(Came::batch).toList();
    }

    void stopListening() throws Exception {
        Channel listening = open;
        if (listening != null) {
            listening.close().sync();
        }
        for (Channel line : lines) {
            line.close();
        }
    }

    void tell(Message message) {
        for (Channel line : lines) {
            write(line, message);
        }
    }

    private static void write(Channel to, Message message) {
        byte[] octets = MessageCodec.encode(message);
        to.writeAndFlush(
                to.alloc().buffer(4 + octets.length).writeInt(octets.length).writeBytes(octets));
    }

    private final class Talk extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) throws Exception {
            byte[] octets = new byte[frame.readableBytes()];
            frame.readBytes(octets);
            answer(context.channel(), MessageCodec.decode(octets));
        }

        /** Who is cut, or is a stranger, says so in his own words. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
            context.close();
        }

        private void answer(Channel line, Message message) throws Exception {
            if (!(message instanceof Message.Upload)) {
                said.add(message);
            }
            String no = refusal;
            if (no != null) {
                write(line, new Message.Refusal("test", no));
                line.close();
            } else if (message instanceof Message.Enrol enrol) {
                enrol(line, enrol);
            } else if (message instanceof Message.Hello) {
                lines.add(line);
                shown.add(certificateOf(line));
                if (firstIsOver && shown.get(shown.size() - 1).equals(shown.get(0))) {
                    write(line, new Message.Refusal("certificate-expired", "This certificate ended"));
                    line.close();
                    return;
                }
                write(line, new Message.Welcome("tram-1", now().toEpochMilli(), inOrder));
                Message.Assignment assigned = assignment;
                if (assigned != null) {
                    write(line, assigned);
                }
            } else if (message instanceof Message.Ping ping) {
                write(line, new Message.Pong(ping.at(), now().toEpochMilli()));
            } else if (message instanceof Message.Renew renew) {
                write(line, certified(renew.request()));
            } else if (message instanceof Message.Upload upload) {
                take(line, upload);
            }
        }

        private X509Certificate certificateOf(Channel line) throws SSLPeerUnverifiedException {
            return (X509Certificate)
                    line.pipeline().get(SslHandler.class).engine().getSession().getPeerCertificates()[0];
        }

        private void enrol(Channel line, Message.Enrol enrol) throws Exception {
            if (enrol.token().equals(token)) {
                write(line, certified(enrol.request()));
            } else {
                write(
                        line,
                        new Message.Refusal("token-unknown", "The server does not know this token; issue a new token"));
            }
            line.close();
        }

        private Message.Enrolled certified(byte[] request) throws Exception {
            Instant from = now().minus(certificateAge);
            return new Message.Enrolled("tram-1", authority.answer(request, from, from.plus(certificateLasts)));
        }

        private void take(Channel line, Message.Upload upload) throws Exception {
            Batch batch = BatchCodec.decode(upload.batch());
            if (cutOf > 0 && random.nextInt(cutOf) == 0) {
                line.close();
                return;
            }
            if (away) {
                write(line, new Message.Later(batch.life().id(), batch.number(), 200));
                return;
            }
            boolean again = kept.put(batch.life().id() + "/" + batch.number(), true) != null;
            came.add(new Came(batch, System.nanoTime(), again));
            if (deafOf > 0 && random.nextInt(deafOf) == 0) {
                line.close();
                return;
            }
            write(line, new Message.Taken(batch.life().id(), batch.number()));
        }
    }

    List<Message.Ping> pings() {
        List<Message.Ping> all = new ArrayList<>();
        said.forEach(message -> {
            if (message instanceof Message.Ping ping) {
                all.add(ping);
            }
        });
        return all;
    }

    boolean hears(Class<? extends Message> kind) {
        return said.stream().anyMatch(kind::isInstance);
    }

    @Override
    public void close() throws Exception {
        stopListening();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).sync();
    }
}
