package io.langsong.collector;

import io.langsong.inventory.InventoryChanged;
import io.langsong.polling.ProfilesChanged;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * The port at which collectors come in, over TLS 1.3. It is open on the active server alone, and only once there is a collector. Whoever
 * knows that this is the active server calls {@link #start} and {@link #stop}.
 */
@Component
public class Gateway {
    private static final Logger log = LoggerFactory.getLogger(Gateway.class);
    /** What they do is small, or waits for the database. */
    private static final int WORKERS = 4;

    private static final int LOOPS = 2;

    private static final long DEBOUNCE_MILLIS = 1_000;
    private static final int WRITE_HIGH = 4 << 20;
    private static final int WRITE_LOW = 1 << 20;

    private final CollectorsProperties settings;
    private final Authority authority;
    private final Collectors collectors;
    private final Attendance attendance;
    private final Roster roster;
    private final House house;
    private final FrameWriter writer = new FrameWriter();
    private final AtomicBoolean changed = new AtomicBoolean();
    private boolean active;
    private volatile @Nullable Open open;
    private volatile @Nullable String trouble;

    Gateway(
            CollectorsProperties settings,
            Authority authority,
            Enrolment enrolment,
            Collectors collectors,
            Assignments assignments,
            Attendance attendance,
            Roster roster,
            MeterRegistry meters,
            Clock clock) {
        this.settings = settings;
        this.authority = authority;
        this.collectors = collectors;
        this.attendance = attendance;
        this.roster = roster;
        this.house = new House(
                enrolment, collectors, assignments, attendance, roster, new Doorman(), new House.Counts(meters), clock);
    }

    private record Open(EventLoopGroup loops, ExecutorService workers, Channel port, ChannelGroup lines) {}

    /** Lets collectors in from the next {@link #tick} on. */
    public synchronized void start() {
        attendance.begin();
        active = true;
    }

    /** Ends all lines. */
    public synchronized void stop() {
        active = false;
        Open closing = open;
        open = null;
        if (closing == null) {
            return;
        }
        closing.port().close().awaitUninterruptibly(5, TimeUnit.SECONDS);
        closing.lines().close().awaitUninterruptibly(5, TimeUnit.SECONDS);
        closing.workers().shutdown();
        try {
            if (!closing.workers().awaitTermination(10, TimeUnit.SECONDS)) {
                closing.workers().shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closing.loops().shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }

    /** Looks who is lost, and opens the port when that has come to be needed. One thread. */
    synchronized void tick() {
        if (!active) {
            return;
        }
        if (collectors.reload()) {
            changed();
        }
        attendance.look();
        if (open == null && settings.port() != 0 && !collectors.all().isEmpty()) {
            listen();
        }
    }

    /** Where it listens; empty while it does not. */
    Optional<InetSocketAddress> address() {
        Open now = open;
        return now == null
                ? Optional.empty()
                : Optional.of((InetSocketAddress) now.port().localAddress());
    }

    /** Why the port is not open; empty when it is, or need not be. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    private void listen() {
        SslContext tls;
        try {
            tls = Tls.server(authority);
        } catch (SSLException | IllegalStateException noKey) {
            fail(noKey);
            return;
        }
        AtomicInteger number = new AtomicInteger();
        ThreadFactory threads = work -> daemon(work, "collector-line-" + number.incrementAndGet());
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(LOOPS, threads, NioIoHandler.newFactory());
        AtomicInteger worker = new AtomicInteger();
        ExecutorService workers = Executors.newFixedThreadPool(
                WORKERS, work -> daemon(work, "collector-work-" + worker.incrementAndGet()));
        ChannelGroup lines = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        InetSocketAddress at = settings.address().isEmpty()
                ? new InetSocketAddress(settings.port())
                : new InetSocketAddress(settings.address(), settings.port());
        try {
            Channel port = new ServerBootstrap()
                    .group(loops)
                    .channel(NioServerSocketChannel.class)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.SO_KEEPALIVE, true)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(WRITE_LOW, WRITE_HIGH))
                    .childHandler(new Lines(tls, workers, lines))
                    .bind(at)
                    .sync()
                    .channel();
            open = new Open(loops, workers, port, lines);
            trouble = null;
            log.info("collectors taken address={}", port.localAddress());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abandon(loops, workers);
        } catch (Exception taken) {
            // Netty throws what the operating system said, unchecked.
            abandon(loops, workers);
            fail(taken);
        }
    }

    private static void abandon(EventLoopGroup loops, ExecutorService workers) {
        workers.shutdown();
        var unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private void fail(Exception why) {
        String said = why.getMessage() == null ? why.toString() : why.getMessage();
        if (!said.equals(trouble)) {
            log.error(
                    "collectors can not come in: port not opened, will be tried again langsong.collectors.port={} reason={}",
                    settings.port(),
                    said);
        }
        trouble = said;
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Builds what a connection goes through. */
    private final class Lines extends ChannelInitializer<SocketChannel> {
        private final SslContext tls;
        private final ExecutorService workers;
        private final ChannelGroup lines;
        private final AtomicLong octets = new AtomicLong();

        Lines(SslContext tls, ExecutorService workers, ChannelGroup lines) {
            this.tls = tls;
            this.workers = workers;
            this.lines = lines;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            SslHandler secure = tls.newHandler(channel.alloc());
            secure.setHandshakeTimeoutMillis(House.HANDSHAKE_WITHIN.toMillis());
            Frames frames = new Frames();
            Lane lane = new Lane(channel, workers, octets);
            lines.add(channel);
            channel.pipeline()
                    .addLast(secure)
                    .addLast(new IdleStateHandler(House.IDLE.toMillis(), 0, 0, TimeUnit.MILLISECONDS))
                    .addLast(frames)
                    .addLast(writer)
                    .addLast(new Line(house, channel, frames, () -> certificate(secure), lane));
        }
    }

    private static @Nullable X509Certificate certificate(SslHandler secure) {
        try {
            Certificate[] chain = secure.engine().getSession().getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate first ? first : null;
        } catch (SSLPeerUnverifiedException stranger) {
            return null;
        }
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void on(InventoryChanged event) {
        changed();
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void on(CollectorsChanged event) {
        changed();
    }

    @EventListener
    void on(ProfilesChanged event) {
        changed();
    }

    /** Tells everybody, once, what they have to do from now on. */
    private void changed() {
        Open now = open;
        if (now != null && changed.compareAndSet(false, true)) {
            var unused = now.loops().schedule(this::assignAgain, DEBOUNCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void assignAgain() {
        changed.set(false);
        roster.lines().forEach(Line::assignAgain);
    }
}
