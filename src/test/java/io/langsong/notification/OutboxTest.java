package io.langsong.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.notification.channel.Channel;
import io.langsong.notification.channel.Letter;
import io.langsong.notification.channel.SendResult;
import io.langsong.testkit.SmtpSink;
import io.langsong.testkit.TestDatabase;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

class OutboxTest {
    @Test
    void aMessageGoesToEachRecipientOfEachChannel() {
        Post post = Post.byMailAndWebhook(1, "http://127.0.0.1:1/hook/secret", "an@xa.example", "binh@xa.example");

        post.post("outage-1-started");

        Posted message = post.outbox.messages(null, 10).get(0);
        assertThat(message.state()).isEqualTo(Posted.State.QUEUED);
        assertThat(message.deliveries())
                .extracting(Posted.Delivery::channel, Posted.Delivery::recipient)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("email", "an@xa.example"),
                        org.assertj.core.groups.Tuple.tuple("email", "binh@xa.example"),
                        org.assertj.core.groups.Tuple.tuple("webhook", "127.0.0.1:1"));
    }

    @Test
    void theSameKeyIsWrittenOnce() {
        Post post = Post.byMail(1, "an@xa.example");

        post.post("outage-1-started");
        post.post("outage-1-started");

        assertThat(post.outbox.counts())
                .extracting(Outbox.Counts::posted, Outbox.Counts::deliveries)
                .containsExactly(1L, 1L);
    }

    @Test
    void aMessageOfATransactionThatFailsWasNeverWritten() throws Exception {
        try (SmtpSink sink = new SmtpSink()) {
            Post post = Post.byMail(sink.port(), "an@xa.example");
            Dispatcher dispatcher = post.dispatcher();
            dispatcher.start();

            assertThatThrownBy(() -> post.transactions.executeWithoutResult(transaction -> {
                        post.post("outage-1-started");
                        throw new IllegalStateException("rolled back");
                    }))
                    .hasMessage("rolled back");
            post.post("outage-2-started");

            DispatcherTest.await(() -> post.outbox.counts().delivered() == 1);
            dispatcher.stop();
            assertThat(sink.mails())
                    .extracting(SmtpSink.Mail::subject)
                    .containsExactly("Mất kết nối: outage-2-started");
            assertThat(post.outbox.messages(null, 10)).hasSize(1);
        }
    }

    @Test
    void withoutARecipientTheMessageIsKeptAndSaysSo() {
        Post post = Post.toNobody(Clock.systemUTC());

        post.post("outage-1-started");

        assertThat(post.outbox.hasRecipients()).isFalse();
        assertThat(post.outbox.messages(Posted.State.NO_RECIPIENT, 10)).hasSize(1);
        assertThat(post.outbox.messages(Posted.State.QUEUED, 10)).isEmpty();
    }

    @Test
    void hostileTextIsMadeHarmlessRatherThanLost() {
        Post post = Post.toNobody(Clock.systemUTC());
        String hostile = "ap\r\nBcc: all@xa.example\u0000\u202Egnp.exe\uD800\u001b[31m\u2028x";

        post.outbox.post(
                new Message("k", hostile, hostile, Map.of("name", hostile, "list", List.of(hostile, 1, true))));

        Posted kept = post.outbox.messages(null, 1).get(0);
        assertThat(kept.subject()).isEqualTo("ap Bcc: all@xa.example gnp.exe\uFFFD [31m x");
        assertThat(kept.text()).isEqualTo("ap\nBcc: all@xa.example gnp.exe\uFFFD [31m\nx");
        assertThat(kept.facts().get("list")).isEqualTo(List.of(kept.text(), 1, true));
    }

    @Test
    void aNameInDecomposedFormIsComposed() {
        Message message = new Message("k", "Tho\u0302n Ma\u0323\u0302n", "Tho\u0302n", Map.of());

        assertThat(message.subject()).isEqualTo("Thôn Mận");
        assertThat(message.text()).isEqualTo("Thôn");
    }

    /** A channel that does as it is told, with one recipient. */
    private record Told(String name, Supplier<SendResult> does) implements Channel {
        @Override
        public List<String> recipients() {
            return List.of("xa");
        }

        @Override
        public SendResult send(Letter letter) {
            return does.get();
        }
    }

    private static Outbox over(Channel... channels) {
        DataSource database = TestDatabase.fresh();
        JdbcClient jdbc = JdbcClient.create(database);
        JsonMapper json = JsonMapper.builder().build();
        return new Outbox(
                new Deliveries(jdbc, json),
                new PostBook(jdbc, json),
                null,
                new Channels(List.of(channels), Set.of()),
                new Doorbell(),
                Locale.ENGLISH,
                null,
                Clock.systemUTC(),
                new TransactionTemplate(new JdbcTransactionManager(database)));
    }

    private static Message message(String key) {
        return new Message(key, key, key, Map.of());
    }

    @Test
    void whatIsToldPastTheOutboxGoesOverTheOtherChannelsWhenOneFails() {
        List<String> taken = new CopyOnWriteArrayList<>();
        Channel failing = new Told("zalo", () -> {
            throw new IllegalStateException("its tokens are in the database");
        });
        Channel sms = new Told("sms", () -> {
            taken.add("sms");
            return new SendResult.Taken("1");
        });

        assertThat(over(failing, sms).shout(message("k")).join()).isTrue();
        assertThat(taken).containsExactly("sms");
        assertThat(over(failing).shout(message("k")).join()).isFalse();
    }

    @Test
    void nobodyWaitsForWhatIsToldPastTheOutboxAndOnlySomeWait() {
        CountDownLatch answer = new CountDownLatch(1);
        Outbox outbox = over(new Told("email", () -> {
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new SendResult.Delivered("");
        }));

        List<CompletableFuture<Boolean>> told = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            told.add(outbox.shout(message("k" + i)));
        }

        assertThat(told.stream().filter(CompletableFuture::isDone)).hasSize(7);
        answer.countDown();
        assertThat(told.stream().filter(CompletableFuture::join)).hasSize(33);
        outbox.stopShouting();
        assertThat(outbox.shout(message("late")).join()).isFalse();
    }

    @Test
    void whoAsksForOneFigureAfterTheOtherGetsThemOfOneMoment() {
        Post post = Post.byMail(1, "an@xa.example");
        assertThat(post.outbox.recentCounts().posted()).isZero();

        post.post("outage-1-started");

        assertThat(post.outbox.recentCounts().posted()).isZero();
        assertThat(post.outbox.counts().posted()).isEqualTo(1);
    }
}
