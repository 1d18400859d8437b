package io.langsong.collector.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.langsong.collector.wire.Batch.LeftOut;
import io.langsong.collector.wire.Life;
import io.langsong.collector.wire.Message;
import io.netty.channel.EventLoopGroup;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line to a real server, and faults of our own on the way. */
class TalkTest {
    private final ScheduledExecutorService work = Executors.newSingleThreadScheduledExecutor();
    private final EventLoopGroup group = CollectorSite.loop("test-line");

    @TempDir
    private Path folder;

    /** Fails once at the hello, and once at the welcome. */
    private static final class Failing implements Talk.Events {
        private final long began = System.nanoTime();
        private volatile boolean failedAtHello;
        private volatile boolean failedAtWelcome;

        @Override
        public Life life() {
            return new Life(new UUID(7, 8), Instant.EPOCH);
        }

        @Override
        public long now() {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        }

        @Override
        public Instant wallClock() {
            return Instant.now();
        }

        @Override
        public String revision() {
            if (!failedAtHello) {
                failedAtHello = true;
                throw new IllegalStateException("a fault at the hello");
            }
            return "";
        }

        @Override
        public void welcomed() {
            if (!failedAtWelcome) {
                failedAtWelcome = true;
                throw new IllegalStateException("a fault at the welcome");
            }
        }

        @Override
        public void assigned(Message.Assignment assignment) {}

        @Override
        public Message.Figures figures() {
            return new Message.Figures(0, 0, null, 0, 0, 0, 0, LeftOut.NOTHING);
        }
    }

    @Test
    void aFaultOfOurOwnEndsTheLineAndNotTheCalling() throws Exception {
        Failing events = new Failing();
        try (TestServer server = new TestServer(new TestAuthority()).start(0)) {
            ServerAddress address = new ServerAddress("127.0.0.1", server.port);
            CollectorSite.enrol(new SiteOptions(folder, address, server.token, 0, 0, "test"));
            try (SiteFolder opened = SiteFolder.open(folder);
                    Backlog backlog = Backlog.open(opened.batches(), 1 << 30)) {
                Allowance allowance = new Allowance();
                allowance.set(null, System.nanoTime());
                Talk talk = new Talk(
                        address,
                        new Credentials(opened, opened.kept().orElseThrow()),
                        group,
                        work,
                        new Upload(backlog, allowance, System::nanoTime),
                        new Syncs(),
                        allowance,
                        new BackOff(new Random(2)),
                        "test",
                        events);
                work.execute(talk::dial);
                await().atMost(Duration.ofSeconds(60)).until(() -> server.hears(Message.CaughtUp.class));
                work.submit(talk::stop).get();
            }
        } finally {
            work.shutdown();
            var unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
        assertThat(events.failedAtWelcome).isTrue();
    }
}
