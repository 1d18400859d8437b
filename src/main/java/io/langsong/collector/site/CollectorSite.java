package io.langsong.collector.site;

import io.langsong.collector.wire.Batch;
import io.langsong.collector.wire.Datagram;
import io.langsong.collector.wire.Life;
import io.langsong.collector.wire.Message;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A collector at work: asks, gathers, keeps, and brings to the server. Everything but asking happens on one thread, {@code collector}. Any thread starts and
 * stops it, once.
 */
public final class CollectorSite {
    private static final Logger log = LoggerFactory.getLogger(CollectorSite.class);
    private static final long TURN_MILLIS = 250;
    private static final long CONNECTED_MILLIS = 2_000;
    private static final long ALONE_MILLIS = 10_000;
    /** Without a line a batch in which nothing was found out costs room, and says no more than the next one will: that somebody looked. */
    private static final long EMPTY_ALONE_MILLIS = 60_000;

    private static final long USUAL_SPOOL = 256L << 20;
    private static final long LONGEST_STOP_SECONDS = 4;

    private final SiteFolder folder;
    private final Clock wall;
    private final LifeClock clock;
    private final Life life;
    private final EventLoopGroup group = loop("collector-line");
    /** What comes in after the end is for nobody: another process may have the data directory by then. */
    private final ScheduledExecutorService work = new ScheduledThreadPoolExecutor(
            1, task -> daemon(task, "collector"), new ThreadPoolExecutor.DiscardPolicy());

    private final Gathering gathering;
    private final Backlog backlog;
    private final Syncs syncs = new Syncs();
    private final Allowance allowance = new Allowance();
    private final Upload upload;
    private final Polls polls;
    private final UdpPorts ports;
    private final Talk talk;
    private final CountDownLatch ended = new CountDownLatch(1);
    private Message.@Nullable Assignment assignment;
    private long closedAt;

    private CollectorSite(
            SiteFolder folder, Kept kept, String version, Clock wall, LongSupplier nanos, Backlog backlog) {
        this.folder = folder;
        this.wall = wall;
        this.clock = new LifeClock(nanos);
        this.life = new Life(UUID.randomUUID(), wall.instant());
        this.backlog = backlog;
        this.gathering = new Gathering(life, clock, () -> work.execute(() -> attempt(this::close)));
        this.upload = new Upload(backlog, allowance, System::nanoTime);
        this.polls = new Polls(clock, gathering, folder.profiles());
        this.ports = new UdpPorts(gathering, clock);
        this.talk = new Talk(
                kept.server(),
                new Credentials(folder, kept),
                group,
                work,
                upload,
                syncs,
                allowance,
                new BackOff(new Random()),
                version,
                new Events());
    }

    static EventLoopGroup loop(String name) {
        ThreadFactory threads = task -> daemon(task, name);
        return new MultiThreadIoEventLoopGroup(1, threads, NioIoHandler.newFactory());
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Gets a certificate for the token of {@code options} and ends.
     *
     * @throws SiteException when it does not, with the remedy
     */
    public static void enrol(SiteOptions options) throws InterruptedException {
        try (SiteFolder folder = SiteFolder.open(options.folder())) {
            Enrolment.identity(folder, options);
        } catch (IOException e) {
            throw new SiteException("The data directory %s can not be closed".formatted(options.folder()), e);
        }
    }

    /**
     * Takes the data directory, and enrols where that is wanted.
     *
     * @param wall the clock of this machine, of which nothing depends but what people read
     * @throws SiteException when it can not begin, with the remedy
     */
    public static CollectorSite open(SiteOptions options, Clock wall) throws InterruptedException {
        return open(options, wall, System::nanoTime);
    }

    static CollectorSite open(SiteOptions options, Clock wall, LongSupplier nanos) throws InterruptedException {
        SiteFolder folder = SiteFolder.open(options.folder());
        boolean opened = false;
        try {
            Kept kept = Enrolment.identity(folder, options);
            CollectorSite site = new CollectorSite(
                    folder, kept, options.version(), wall, nanos, Backlog.open(folder.batches(), USUAL_SPOOL));
            site.ports.open(Datagram.Kind.TRAP, options.trapPort(), "trap-port");
            site.ports.open(Datagram.Kind.SYSLOG, options.syslogPort(), "syslog-port");
            opened = true;
            return site;
        } catch (IOException unusable) {
            throw new SiteException(
                    "%s can not be used: %s; see that its disk is not full, and that it belongs to user %s"
                            .formatted(folder.batches(), unusable, System.getProperty("user.name")),
                    unusable);
        } finally {
            if (!opened) {
                closeQuietly(folder);
            }
        }
    }

    /** Works by what was last assigned, whether the server is there or not. */
    public void start() {
        work.execute(() -> attempt(() -> folder.assignment().ifPresent(this::follow)));
        work.execute(talk::dial);
        var unused =
                work.scheduleWithFixedDelay(() -> attempt(this::turn), TURN_MILLIS, TURN_MILLIS, TimeUnit.MILLISECONDS);
        log.info("collector started folder={} life={}", folder, life.id());
    }

    /** Waits until it was stopped. */
    public void await() throws InterruptedException {
        ended.await();
    }

    /** What was gathered is on disk when this returns, within seconds. */
    public void stop() {
        ports.close();
        work.execute(this::end);
        try {
            if (!ended.await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
                log.error("collector did not stop in time, the batch under way may be lost");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        var unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private void end() {
        try {
            polls.stop();
            ports.tell();
            close();
            talk.stop();
            backlog.close();
        } catch (IOException | RuntimeException failed) {
            log.error("collector did not end well", failed);
        } finally {
            closeQuietly(folder);
            work.shutdownNow();
            ended.countDown();
        }
    }

    private static void closeQuietly(SiteFolder folder) {
        try {
            folder.close();
        } catch (IOException e) {
            log.warn("data directory not closed folder={} reason={}", folder, e.toString());
        }
    }

    /** The executor would keep a fault to itself, and do nothing of that kind again. */
    private static void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException fault) {
            log.error("collector failed at something, and goes on", fault);
        }
    }

    private void turn() {
        boolean welcomed = talk.isWelcomed();
        ports.tell();
        gathering.bundle(welcomed ? Long.MAX_VALUE : allowance.saved());
        if (isDue(welcomed, gathering.isEmpty(), clock.millis() - closedAt)) {
            close();
        }
        talk.turn();
    }

    /** @param empty whether nothing was found out @param passed since the last batch was closed, milliseconds */
    static boolean isDue(boolean welcomed, boolean empty, long passed) {
        if (welcomed) {
            return passed >= (empty ? ALONE_MILLIS : CONNECTED_MILLIS);
        }
        return passed >= (empty ? EMPTY_ALONE_MILLIS : ALONE_MILLIS);
    }

    /** The batch under way is closed, and on disk. */
    private void close() {
        closedAt = clock.millis();
        for (Batch batch : gathering.take()) {
            backlog.add(upload.fitting(dated(batch)));
        }
        upload.send();
    }

    private Batch dated(Batch batch) {
        return new Batch(
                batch.life(),
                batch.number(),
                batch.from(),
                batch.until(),
                syncs.sharpest().orElse(null),
                batch.results(),
                batch.notices(),
                batch.datagrams(),
                batch.leftOut());
    }

    private void follow(Message.Assignment now) {
        assignment = now;
        backlog.limit(now.pace().spool());
        allowance.set(now.pace().budget(), System.nanoTime());
        polls.follow(now);
    }

    /** What the line has to do with the rest, on the thread {@code collector}. */
    private final class Events implements Talk.Events {
        @Override
        public Life life() {
            return life;
        }

        @Override
        public long now() {
            return clock.millis();
        }

        @Override
        public Instant wallClock() {
            return wall.instant();
        }

        @Override
        public String revision() {
            Message.Assignment now = assignment;
            return now == null ? "" : now.revision();
        }

        @Override
        public void welcomed() {
            close();
        }

        @Override
        public void assigned(Message.Assignment next) {
            try {
                folder.keep(next);
            } catch (IOException full) {
                log.error(
                        "assignment can not be written, it is followed until the end of this process reason={}",
                        full.toString());
            }
            follow(next);
            log.info(
                    "assignment taken revision={} devices={}",
                    Plain.text(next.revision()),
                    next.devices().size());
        }

        @Override
        public Message.Figures figures() {
            Backlog.State waits = backlog.state();
            Runtime machine = Runtime.getRuntime();
            return new Message.Figures(
                    waits.batches(),
                    waits.octets(),
                    backlog.oldest(life.id()).orElse(null),
                    polls.polled(),
                    machine.totalMemory() - machine.freeMemory(),
                    machine.maxMemory(),
                    free(),
                    waits.lost());
        }

        private long free() {
            try {
                return folder.free();
            } catch (IOException unknown) {
                return 0;
            }
        }
    }
}
