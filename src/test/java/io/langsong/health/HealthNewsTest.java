package io.langsong.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.langsong.notification.Post;
import io.langsong.notification.Posted;
import io.langsong.testkit.TestClock;
import io.langsong.testkit.WebhookReceiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/** What is broken in the server is told once, and that it is well again once, whatever happens to the server and its database in between. */
class HealthNewsTest {
    private static final Finding FULL = Finding.of("disk", Level.BROKEN, "full", "300 MB");
    private static final Finding ROOM = Finding.of("disk", Level.FINE, "fine");
    private static final Finding LATE = Finding.of("polling", Level.BROKEN, "silent");
    private static final Finding AWAY = Finding.of("database", Level.BROKEN, "away");
    private static final Finding THERE = Finding.of("database", Level.FINE, "embedded");

    private final TestClock clock = new TestClock(Instant.parse("2026-10-01T00:00:00Z"));
    private WebhookReceiver receiver;
    private Post post;
    private boolean active = true;
    private HealthNews news;

    @BeforeEach
    void open() throws IOException {
        receiver = new WebhookReceiver();
        post = Post.with(
                clock, Map.of("webhook.url", receiver.settings()[0].split("=", 2)[1], "webhook.allow-private", true));
        news = news(post.transactions);
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private HealthNews news(TransactionOperations transactions) {
        return new HealthNews(post.jdbc, transactions, () -> active, post.outbox, new Speech());
    }

    private static final class Speech implements FindingSpeech {
        @Override
        public String word(String key, Locale language, Object... values) {
            return key + " " + Arrays.toString(values);
        }

        @Override
        public String name(String check, Locale language) {
            return language.getLanguage() + "-" + check;
        }

        @Override
        public String said(Finding finding, Locale language) {
            return finding.kind() + finding.figures();
        }

        @Override
        public @Nullable String remedy(Finding finding, Locale language) {
            return "free some";
        }
    }

    private void look(HealthNews by, Finding... findings) {
        clock.advance(Duration.ofSeconds(20));
        by.looked(new HealthChecks.Looked(clock.instant(), List.of(findings)));
    }

    private List<String> told() {
        return post.outbox.messages(null, 100).stream().map(Posted::key).toList();
    }

    @Test
    void isToldAtTheSecondLookAndOnce() {
        look(news, ROOM);
        look(news, FULL);
        assertThat(told()).isEmpty();
        look(news, FULL);
        look(news, FULL);

        assertThat(told()).singleElement().asString().startsWith("health-disk-broken-");
        Posted message = post.outbox.messages(null, 1).get(0);
        assertThat(message.subject()).isEqualTo("news.broken [vi-disk]");
        assertThat(message.text()).contains("- full[300 MB]", "free some");

        look(news, ROOM);
        look(news, ROOM);
        look(news, ROOM);

        assertThat(told()).hasSize(2).first().asString().startsWith("health-disk-well-");
    }

    @Test
    void whatIsOverAtTheNextLookIsNobodysBusiness() {
        for (int i = 0; i < 5; i++) {
            look(news, FULL);
            look(news, ROOM);
            look(news, ROOM);
        }
        assertThat(told()).isEmpty();
    }

    @Test
    void whatComesTogetherIsOneMessage() {
        look(news, FULL, LATE);
        look(news, FULL, LATE);

        assertThat(told()).hasSize(1);
        assertThat(post.outbox.messages(null, 1).get(0).subject()).isEqualTo("news.broken [vi-disk, vi-polling]");
    }

    @Test
    void aRestartRepeatsNothingAndTellsTheEnd() {
        look(news, FULL);
        look(news, FULL);
        HealthNews next = news(post.transactions);
        look(next, FULL);
        look(next, FULL);
        assertThat(told()).hasSize(1);

        look(next, ROOM);
        look(next, ROOM);
        assertThat(told()).hasSize(2);
    }

    @Test
    void whoStandsByTellsNothing() {
        active = false;
        look(news, FULL);
        look(news, FULL);

        assertThat(told()).isEmpty();
    }

    @Test
    void whileTheDatabaseIsAwayItIsToldPastIt() {
        boolean[] away = {false};
        HealthNews cut = news(new TransactionOperations() {
            @Override
            public <T> T execute(TransactionCallback<T> action) {
                if (away[0]) {
                    throw new DataAccessResourceFailureException("away");
                }
                return post.transactions.execute(action);
            }
        });
        look(cut, THERE);
        away[0] = true;
        active = false;
        CountDownLatch answer = new CountDownLatch(1);
        receiver.atNext(message -> passes(answer));
        look(cut, AWAY);
        look(cut, AWAY);
        await().until(() -> !receiver.received().isEmpty());
        look(cut, AWAY);
        look(cut, AWAY);
        assertThat(receiver.received())
                .as("the first is still on its way")
                .singleElement()
                .satisfies(one -> assertThat(one.key()).startsWith("health-database-broken-"));
        answer.countDown();
        look(cut, AWAY);
        assertThat(told()).isEmpty();

        away[0] = false;
        active = true;
        await().untilAsserted(() -> {
            look(cut, THERE);
            assertThat(told()).isNotEmpty();
        });
        assertThat(receiver.received()).hasSize(1);
        assertThat(told()).singleElement().asString().startsWith("health-database-well-");
    }

    private static void passes(CountDownLatch answer) {
        try {
            assertThat(answer.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatNobodyTookIsToldAgain() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer busy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        busy.createContext("/", exchange -> {
            exchange.sendResponseHeaders(asked.incrementAndGet() == 1 ? 503 : 204, -1);
            exchange.close();
        });
        busy.start();
        String url = "http://127.0.0.1:" + busy.getAddress().getPort() + "/hook";
        Post other = Post.with(clock, Map.of("webhook.url", url, "webhook.allow-private", true));
        TransactionOperations none = new TransactionOperations() {
            @Override
            public <T> T execute(TransactionCallback<T> action) {
                throw new DataAccessResourceFailureException("away");
            }
        };
        HealthNews cut = new HealthNews(other.jdbc, none, () -> true, other.outbox, new Speech());

        await().untilAsserted(() -> {
            look(cut, AWAY);
            assertThat(asked).hasValue(2);
        });
        await().during(Duration.ofMillis(300)).until(() -> {
            look(cut, AWAY);
            return asked.get() == 2;
        });
        busy.stop(0);
    }

    @Test
    void anUnknownStateIsNeither() {
        look(news, FULL);
        look(news, Finding.of("disk", Level.UNKNOWN, "not-looked", "x"));
        look(news, FULL);

        assertThat(told()).hasSize(1);
    }
}
