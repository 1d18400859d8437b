package io.langsong.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import io.langsong.testkit.SmtpSink;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

class DispatcherTest {
    private final SmtpSink sink = new SmtpSink();
    private final Post post = Post.byMail(sink.port(), "an@xa.example");
    private final Dispatcher dispatcher = post.dispatcher();

    @AfterEach
    void stop() {
        dispatcher.stop();
        sink.close();
    }

    @Test
    void sendsNothingBeforeItIsStarted() {
        post.post("outage-1-started");

        assertThat(dispatcher.isAutoStartup()).isFalse();
        assertThat(post.outbox.counts().queued()).isEqualTo(1);
        assertThat(sink.connections()).isZero();
    }

    @Test
    void deliversOnceAndKeepsWhatTheServerCalledIt() throws Exception {
        dispatcher.start();

        post.post("outage-1-started");
        await(() -> post.outbox.counts().delivered() == 1);

        assertThat(sink.mails()).hasSize(1);
        Posted message = post.outbox.messages(null, 1).get(0);
        assertThat(message.state()).isEqualTo(Posted.State.DELIVERED);
        assertThat(message.deliveries().get(0).remoteId()).contains("queued as Q1");
        assertThat(message.deliveries().get(0).attempts()).isEqualTo(1);
        assertThat(message.deliveries().get(0).receipt()).isEqualTo("server");
        assertThat(message.deliveries().get(0).sentAt()).isNotNull();
    }

    @Test
    void anErrorKeepsNoLetterFromLeaving() throws Exception {
        AtomicInteger claims = new AtomicInteger();
        Dispatcher disturbed = post.dispatcher(new TransactionOperations() {
            @Override
            public <T> T execute(TransactionCallback<T> action) {
                if (claims.getAndIncrement() == 0) {
                    throw new OutOfMemoryError("for a moment");
                }
                return post.transactions.execute(action);
            }
        });
        post.post("outage-1-started");
        disturbed.start();

        await(() -> post.outbox.counts().delivered() == 1);
        disturbed.stop();
    }

    @Test
    void aServerThatWasAwayGetsTheLetterWhenItIsBack() throws Exception {
        sink.leave();
        dispatcher.start();
        post.post("outage-1-started");
        await(() -> post.outbox.counts().retried() >= 2);
        Posted.Delivery waiting =
                post.outbox.messages(null, 1).get(0).deliveries().get(0);
        assertThat(waiting.state()).isEqualTo(Posted.State.QUEUED);
        assertThat(waiting.lastError()).contains("127.0.0.1");

        sink.comeBack();

        await(() -> post.outbox.counts().delivered() == 1);
        assertThat(sink.mails()).hasSize(1);
    }

    @Test
    void aPassingRefusalAndASilentServerAreTriedAgain() throws Exception {
        sink.mood(SmtpSink.Mood.TRY_LATER);
        dispatcher.start();
        post.post("outage-1-started");
        await(() -> post.outbox.counts().retried() >= 1);

        sink.mood(SmtpSink.Mood.SILENT);
        int before = sink.connections();
        await(() -> sink.connections() >= before + 2);
        assertThat(post.outbox.counts().queued()).isEqualTo(1);

        sink.mood(SmtpSink.Mood.ACCEPT);
        await(() -> post.outbox.counts().delivered() == 1);
        assertThat(sink.mails()).hasSize(1);
    }

    @Test
    void aFinalRefusalIsRecordedAndNotRepeated() throws Exception {
        sink.mood(SmtpSink.Mood.REFUSE);
        dispatcher.start();
        post.post("outage-1-started");
        await(() -> post.outbox.counts().failed() == 1);

        sink.mood(SmtpSink.Mood.ACCEPT);
        post.post("outage-2-started");
        await(() -> post.outbox.counts().delivered() == 1);

        Posted refused = post.outbox.messages(Posted.State.FAILED, 1).get(0);
        assertThat(refused.deliveries().get(0).attempts()).isEqualTo(1);
        assertThat(refused.deliveries().get(0).lastError()).contains("550 5.1.1 no such mailbox [31m");
        assertThat(sink.mails()).hasSize(1);
        Outbox.Counts counts = post.outbox.counts();
        assertThat(counts.deliveries())
                .isEqualTo(counts.queued() + counts.sent() + counts.delivered() + counts.failed());
    }

    @Test
    void aLostAcknowledgementIsRepeatedUnderTheSameMessageId() throws Exception {
        sink.mood(SmtpSink.Mood.LOSE_ACK);
        dispatcher.start();
        post.post("outage-1-started");
        await(() -> sink.mails().size() == 1);
        sink.mood(SmtpSink.Mood.ACCEPT);

        await(() -> post.outbox.counts().delivered() == 1);

        assertThat(sink.mails()).hasSizeGreaterThan(1);
        assertThat(sink.mails())
                .extracting(SmtpSink.Mail::messageId)
                .containsOnly(sink.mails().get(0).messageId());
        assertThat(sink.mails())
                .extracting(SmtpSink.Mail::data)
                .containsOnly(sink.mails().get(0).data());
    }

    @Test
    void aProcessThatEndsBetweenSendingAndRecordingRepeatsUnderTheSameMessageId() throws Exception {
        post.jdbc.sql("""
                CREATE FUNCTION test_refuse() RETURNS trigger LANGUAGE plpgsql
                AS 'BEGIN RAISE EXCEPTION ''the disk is full''; END'
                """).update();
        post.jdbc.sql("""
                CREATE TRIGGER test_refuse BEFORE UPDATE ON notification_delivery
                FOR EACH ROW WHEN (NEW.state = 'delivered') EXECUTE FUNCTION test_refuse()
                """).update();
        dispatcher.start();
        post.post("outage-1-started");
        await(() -> sink.mails().size() == 1);
        dispatcher.stop();
        post.jdbc.sql("DROP TRIGGER test_refuse ON notification_delivery").update();
        assertThat(post.outbox.counts().queued()).isEqualTo(1);

        Dispatcher next = post.dispatcher();
        next.start();
        await(() -> post.outbox.counts().delivered() == 1);
        next.stop();

        assertThat(sink.mails()).hasSize(2);
        assertThat(sink.mails().get(1).messageId())
                .isEqualTo(sink.mails().get(0).messageId());
    }

    @Test
    void aRestartRepeatsNothingThatWasDelivered() throws Exception {
        for (int restart = 1; restart <= 5; restart++) {
            Dispatcher process = post.dispatcher();
            process.start();
            post.post("outage-" + restart + "-started");
            long expected = restart;
            await(() -> post.outbox.counts().delivered() == expected);
            process.stop();
        }

        assertThat(sink.mails()).extracting(SmtpSink.Mail::messageId).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void twoProcessesNeverSendOneLetterTwice() throws Exception {
        Dispatcher other = post.dispatcher();
        dispatcher.start();
        // Whoever starts takes back what is half done, so it starts before there is anything.
        other.start();
        for (int number = 0; number < 40; number++) {
            post.post("outage-" + number + "-started");
        }

        await(() -> post.outbox.counts().delivered() == 40);

        other.stop();
        assertThat(sink.mails())
                .extracting(SmtpSink.Mail::messageId)
                .hasSize(40)
                .doesNotHaveDuplicates();
    }

    @Test
    void aServerThatIsNoLongerTheActiveOneSendsNothing() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Dispatcher former = post.dispatcher(new TransactionOperations() {
            @Override
            public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
                tries.incrementAndGet();
                throw new IllegalStateException("another server is active");
            }
        });
        post.post("outage-1-started");

        former.start();
        await(() -> tries.get() == 2);
        former.stop();

        assertThat(sink.connections()).isZero();
        dispatcher.start();
        await(() -> post.outbox.counts().delivered() == 1);
    }

    @Test
    void aSlowChannelDoesNotHoldUpTheOther() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        HttpServer slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        slow.createContext("/", exchange -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        slow.start();
        Post both = Post.byMailAndWebhook(
                sink.port(), "http://127.0.0.1:" + slow.getAddress().getPort() + "/", "an@xa.example");
        Dispatcher process = both.dispatcher();
        try {
            process.start();
            for (int number = 0; number < 5; number++) {
                both.post("outage-" + number + "-started");
            }
            await(() -> both.outbox.counts().delivered() == 5);
            assertThat(both.outbox.messages(null, 10))
                    .flatExtracting(Posted::deliveries)
                    .extracting(Posted.Delivery::channel, Posted.Delivery::state)
                    .containsOnly(tuple("email", Posted.State.DELIVERED), tuple("webhook", Posted.State.QUEUED));
        } finally {
            end.countDown();
            process.stop();
            slow.stop(0);
        }
    }

    static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }
}
