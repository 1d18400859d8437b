package io.langsong.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.langsong.inventory.InventorySnapshot;
import io.langsong.notification.Post;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.OutagesUnwritten;
import io.langsong.testkit.TestClock;
import io.langsong.testkit.WebhookReceiver;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class UnwrittenNewsTest {
    private static final OutagesUnwritten EVENT = new OutagesUnwritten(
            List.of(new OutagesUnwritten.Unwritten(ObjectRef.parse("device:core"), TestIncidents.NOON)));

    @Test
    void isToldAtOnceButNotWhileAnotherServerMayDoTheWork() throws IOException {
        AtomicBoolean mayTell = new AtomicBoolean();
        InventorySnapshot inventory = Commune.with(1);
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            Post post = Post.with(
                    new TestClock(TestIncidents.NOON),
                    Map.of("webhook.url", receiver.settings()[0].split("=", 2)[1], "webhook.allow-private", true));
            UnwrittenNews news = new UnwrittenNews(
                    post.outbox, new Bilingual(Locale.forLanguageTag("vi"), null), () -> inventory, mayTell::get);

            news.on(EVENT);
            mayTell.set(true);
            news.on(EVENT);

            await().until(() -> !receiver.received().isEmpty());
            assertThat(receiver.received())
                    .singleElement()
                    .satisfies(one -> assertThat(one.key())
                            .isEqualTo("outages-unwritten-core-" + TestIncidents.NOON.toEpochMilli()));
        }
    }
}
