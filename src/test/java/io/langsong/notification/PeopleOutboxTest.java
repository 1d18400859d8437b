package io.langsong.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.access.PersonChange;
import io.langsong.access.Refused;
import io.langsong.notification.channel.FakeModem;
import io.langsong.notification.channel.SmsReader;
import io.langsong.notification.channel.StandIn;
import io.langsong.testkit.SmtpSink;
import io.langsong.testkit.TestClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Letters to named people, over a real mail server and a service that stands in for ntfy. */
class PeopleOutboxTest {
    private static final String TAKEN = "{\"id\":\"xE73Iyuabi\"}";

    private final SmtpSink sink = new SmtpSink();
    private final StandIn ntfy = new StandIn();
    private final Post post = Post.with(Clock.systemUTC(), settings());
    private final Dispatcher dispatcher = post.dispatcher();

    private Map<String, Object> settings() {
        Map<String, Object> settings = Post.mail(sink.port());
        settings.put("ntfy.topic", "chung");
        settings.put("ntfy.url", ntfy.url());
        settings.put("ntfy.allow-private", true);
        return settings;
    }

    @AfterEach
    void stop() {
        dispatcher.stop();
        sink.close();
        ntfy.close();
    }

    @Test
    void eachPersonGetsOneCopyInTheLanguageOfTheAccount() throws Exception {
        post.person("an", "email", "an@xa.example", "ntfy", "an-9f2");
        post.person("ba", "email", "ba@xa.example");
        post.person("chi", "email", "chi@xa.example");
        post.people.change("ba", new PersonChange("Ba", "technician", "en", List.of(), true));
        dispatcher.start();

        post.outbox.post(message("outage-1"), Set.of("an", "ba"));

        DispatcherTest.await(() -> post.outbox.counts().delivered() == 2);
        assertThat(sink.mails())
                .extracting(SmtpSink.Mail::subject)
                .containsExactlyInAnyOrder("Mất kết nối: Thôn Mận", "Down: Thôn Mận");
        assertThat(ntfy.requests()).as("the next channel is not needed").isEmpty();
        Posted kept = post.outbox.messages(null, 1).get(0);
        assertThat(kept.severity()).isEqualTo(Severity.WARNING);
        assertThat(kept.deliveries())
                .extracting(Posted.Delivery::person, Posted.Delivery::recipient)
                .as("contacts are not shown")
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("an", "an"),
                        org.assertj.core.groups.Tuple.tuple("ba", "ba"));
    }

    @Test
    void whatOneChannelRefusesTheNextDelivers() throws Exception {
        post.person("an", "email", "an@xa.example", "ntfy", "an-9f2");
        sink.mood(SmtpSink.Mood.REFUSE);
        ntfy.answer(200, TAKEN);
        dispatcher.start();

        post.outbox.post(message("outage-1"), Set.of("an"));

        DispatcherTest.await(() -> post.outbox.counts().delivered() == 1);
        assertThat(ntfy.only().body()).contains("\"topic\":\"an-9f2\"");
        Posted.Delivery delivery =
                post.outbox.messages(null, 1).get(0).deliveries().get(0);
        assertThat(delivery.channel()).isEqualTo("ntfy");
        assertThat(delivery.attempts()).isEqualTo(2);
    }

    @Test
    void whatNoChannelWillEverTakeHasFailed() throws Exception {
        post.person("an", "email", "an@xa.example", "ntfy", "an-9f2");
        sink.mood(SmtpSink.Mood.REFUSE);
        ntfy.answer(400, "{\"error\":\"topic invalid\"}");
        dispatcher.start();

        post.outbox.post(message("outage-1"), Set.of("an"));

        DispatcherTest.await(() -> post.outbox.counts().failed() == 1);
        assertThat(sink.connections()).isEqualTo(1);
        assertThat(ntfy.requests()).hasSize(1);
    }

    @Test
    void aServerThatIsAwayIsPassedBy() throws Exception {
        post.person("an", "email", "an@xa.example", "ntfy", "an-9f2");
        sink.leave();
        ntfy.answer(200, TAKEN);
        dispatcher.start();

        post.outbox.post(message("outage-1"), Set.of("an"));

        DispatcherTest.await(() -> post.outbox.counts().delivered() == 1);
        assertThat(post.outbox.messages(null, 1).get(0).deliveries().get(0).channel())
                .isEqualTo("ntfy");
    }

    @Test
    void aServerThatIsAwayIsAskedOnceForAll() throws Exception {
        Map<String, Object> settings = settings();
        settings.put("recipients", "xa@xa.example");
        settings.put("retry.longest", "9m");
        Post patient = Post.with(Clock.systemUTC(), settings);
        patient.person("an", "email", "an@xa.example", "ntfy", "an-9f2");
        patient.person("ba", "email", "ba@xa.example");
        sink.leave();
        ntfy.answer(200, TAKEN);
        Dispatcher process = patient.dispatcher();
        process.start();
        try {
            patient.post("outage-1");
            // Once, and again after the first short wait; from then on it has a minute.
            DispatcherTest.await(() -> patient.outbox.counts().retried() == 1);
            for (int number = 2; number <= 9; number++) {
                patient.outbox.post(message("outage-" + number), Set.of("an", "ba"));
            }

            DispatcherTest.await(() -> patient.outbox.counts().delivered() == 9);
            assertThat(attempts(patient, "an"))
                    .as("by the other channel")
                    .containsOnly("ntfy 1")
                    .hasSize(8);
            assertThat(attempts(patient, "ba"))
                    .as("has no other")
                    .containsOnly("email 0")
                    .hasSize(8);
            assertThat(attempts(patient, null)).containsExactlyInAnyOrder("email 2", "ntfy 1");
        } finally {
            process.stop();
        }
    }

    @Test
    void whileTheLineIsCutTheModemTells() throws Exception {
        try (FakeModem modem = new FakeModem()) {
            Map<String, Object> settings = settings();
            settings.put("gsm-modem.device", "tcp:127.0.0.1:" + modem.port());
            Post cutOff = Post.with(Clock.systemUTC(), settings);
            cutOff.person("an", "email", "an@xa.example", "ntfy", "an-9f2", "phone", "0912345678");
            sink.leave();
            ntfy.close();
            Dispatcher process = cutOff.dispatcher();
            process.start();
            try {
                cutOff.outbox.post(message("outage-1"), Set.of("an"));
                DispatcherTest.await(() -> cutOff.outbox.counts().sent() == 1);
                cutOff.outbox.post(message("outage-2"), Set.of("an"));
                DispatcherTest.await(() -> cutOff.outbox.counts().sent() == 2);
                assertThat(modem.messages())
                        .extracting(SmsReader.Submitted::text)
                        .containsOnly("Mat ket noi: Thon Man")
                        .hasSize(2);
                Posted second = cutOff.outbox.messages(Posted.State.SENT, 1).get(0);
                assertThat(second.key()).isEqualTo("outage-2");
                assertThat(second.deliveries().get(0).attempts())
                        .as("it did not try the line again")
                        .isEqualTo(1);

                modem.report(254, "+84912345678", 0x00);
                modem.report(255, "+84912345678", 0x00);
                DispatcherTest.await(() -> cutOff.outbox.counts().delivered() == 2);
                assertThat(cutOff.outbox
                                .messages(null, 1)
                                .get(0)
                                .deliveries()
                                .get(0)
                                .receipt())
                        .isEqualTo("device");
            } finally {
                process.stop();
            }
        }
    }

    @Test
    void whatTheNetworkLostGoesOnByTheNextChannel() throws Exception {
        try (FakeModem modem = new FakeModem()) {
            Map<String, Object> settings = Post.mail(sink.port());
            settings.put("gsm-modem.device", "tcp:127.0.0.1:" + modem.port());
            Post both = Post.with(Clock.systemUTC(), settings);
            both.person("an");
            both.preferences.change(
                    "an",
                    new PersonalWish(
                            Map.of("email", "an@xa.example", "phone", "0912345678"),
                            List.of("gsm-modem", "email"),
                            null,
                            null,
                            null),
                    null);
            Dispatcher process = both.dispatcher();
            process.start();
            try {
                both.outbox.post(message("outage-1"), Set.of("an"));
                DispatcherTest.await(() -> both.outbox.counts().sent() == 1);
                assertThat(sink.mails()).isEmpty();

                modem.report(254, "+84912345678", 0x46);

                DispatcherTest.await(() -> both.outbox.counts().delivered() == 1);
                assertThat(sink.mails()).hasSize(1);
                Posted.Delivery delivery =
                        both.outbox.messages(null, 1).get(0).deliveries().get(0);
                assertThat(delivery.channel()).isEqualTo("email");
                assertThat(delivery.receipt()).isEqualTo("server");
            } finally {
                process.stop();
            }
        }
    }

    @Test
    void theOwnOrderCounts() throws Exception {
        post.person("an");
        post.preferences.change(
                "an",
                new PersonalWish(
                        Map.of("email", "an@xa.example", "ntfy", "an-9f2", "phone", "0912345678"),
                        List.of("gsm-modem", "ntfy", "email"),
                        null,
                        null,
                        null),
                null);
        ntfy.answer(200, TAKEN);
        dispatcher.start();

        assertThat(post.preferences.ways("an")).as("no modem is set").containsExactly("ntfy", "email");
        post.outbox.post(message("outage-1"), Set.of("an"));

        DispatcherTest.await(() -> post.outbox.counts().delivered() == 1);
        assertThat(ntfy.requests()).hasSize(1);
        assertThat(sink.mails()).isEmpty();
    }

    @Test
    void quietHoursHoldAWarningAndNothingWorse() throws Exception {
        TestClock clock = new TestClock(Instant.parse("2026-06-05T16:00:00Z"));
        Post nightly = Post.with(clock, Post.mail(sink.port()));
        nightly.person("an");
        nightly.preferences.change(
                "an", new PersonalWish(Map.of("email", "an@xa.example"), List.of(), "22:00", "06:00", "warning"), null);
        Dispatcher process = nightly.dispatcher();
        process.start();
        try {
            nightly.outbox.post(message("warned"), Set.of("an"));
            nightly.outbox.post(message("burns").with(Severity.CRITICAL), Set.of("an"));
            DispatcherTest.await(() -> nightly.outbox.counts().delivered() == 1);

            Posted held = nightly.outbox.messages(Posted.State.QUEUED, 1).get(0);
            assertThat(held.key()).isEqualTo("warned");
            assertThat(held.deliveries().get(0).nextAt()).isEqualTo(Instant.parse("2026-06-05T23:00:00Z"));
            assertThat(nightly.outbox.counts().oldestQueued())
                    .as("it is not late")
                    .isZero();

            clock.advance(Duration.ofHours(7));
            DispatcherTest.await(() -> nightly.outbox.counts().delivered() == 2);
        } finally {
            process.stop();
        }
    }

    @Test
    void whatIsLateIsHeldByTheHoursItComesInto() throws Exception {
        TestClock clock = new TestClock(Instant.parse("2026-06-05T14:00:00Z"));
        Post evening = Post.with(clock, Post.mail(sink.port()));
        evening.person("an");
        evening.preferences.change(
                "an", new PersonalWish(Map.of("email", "an@xa.example"), List.of(), "22:00", "06:00", "warning"), null);
        evening.outbox.post(message("warned"), Set.of("an"));
        clock.advance(Duration.ofHours(2));
        Dispatcher process = evening.dispatcher();
        process.start();
        try {
            DispatcherTest.await(() -> Instant.parse("2026-06-05T23:00:00Z")
                    .equals(evening.outbox
                            .messages(null, 1)
                            .get(0)
                            .deliveries()
                            .get(0)
                            .nextAt()));
            assertThat(sink.connections()).isZero();
            assertThat(evening.outbox
                            .messages(null, 1)
                            .get(0)
                            .deliveries()
                            .get(0)
                            .attempts())
                    .isZero();

            clock.advance(Duration.ofHours(7));
            DispatcherTest.await(() -> evening.outbox.counts().delivered() == 1);
        } finally {
            process.stop();
        }
    }

    @Test
    void aChannelThatIsNoLongerSetKeepsNoLetterBack() throws Exception {
        post.person("an", "email", "an@xa.example");
        post.outbox.post(message("outage-1"), Set.of("an"));
        post.jdbc
                .sql("UPDATE notification_delivery SET channel = 'telegram', recipient = '42'")
                .update();

        dispatcher.start();

        DispatcherTest.await(() -> post.outbox.counts().delivered() == 1);
        assertThat(sink.mails()).hasSize(1);
    }

    @Test
    void whoCanNotBeToldIsSeen() {
        post.person("an");
        post.person("ba", "email", "ba@xa.example");
        post.people.change("ba", new PersonChange("Ba", "technician", null, List.of(), false));

        post.outbox.post(message("outage-1"), Set.of("an", "ba", "khong-co"));

        assertThat(post.outbox.messages(Posted.State.FAILED, 1).get(0).deliveries())
                .extracting(Posted.Delivery::person, Posted.Delivery::channel, Posted.Delivery::lastError)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "an", "none", "this person has no contact for a channel that is set"),
                        org.assertj.core.groups.Tuple.tuple(
                                "ba", "none", "no account of that name, or it may not sign in"),
                        org.assertj.core.groups.Tuple.tuple(
                                "khong-co", "none", "no account of that name, or it may not sign in"));
    }

    @Test
    void wrongWishesAreRefusedByField() {
        post.person("an", "email", "an@xa.example");
        int version = post.preferences.of("an").version();

        refused("phone", new PersonalWish(Map.of("phone", "một hai ba"), List.of(), null, null, null));
        refused("channels", new PersonalWish(Map.of(), List.of("pigeon"), null, null, null));
        refused("quietFrom", new PersonalWish(Map.of(), List.of(), "25:00", "06:00", null));
        refused("quietUntil", new PersonalWish(Map.of(), List.of(), "22:00", "", null));
        refused("quietUntil", new PersonalWish(Map.of(), List.of(), "22:00", "22:00", null));
        refused("quietHolds", new PersonalWish(Map.of(), List.of(), "22:00", "06:00", "critical"));

        assertThat(post.preferences.of("an").contacts()).isEqualTo(Map.of("email", "an@xa.example"));
        assertThatThrownBy(() -> post.preferences.change(
                        "an", new PersonalWish(Map.of(), List.of(), null, null, null), version - 1))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.CHANGED_MEANWHILE));
    }

    private void refused(String field, PersonalWish wish) {
        assertThatThrownBy(() -> post.preferences.change("an", wish, null))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.field()).isEqualTo(field));
    }

    private static Message message(String key) {
        return new Message(key, "Mất kết nối: Thôn Mận", "Từ 14:05\n", Map.of("event", "outage-started"))
                .with(Severity.WARNING)
                .translated(Locale.ENGLISH, "Down: Thôn Mận", "Since 14:05\n");
    }

    private static List<String> attempts(Post post, @Nullable String person) {
        return post.outbox.messages(null, 20).stream()
                .flatMap(message -> message.deliveries().stream())
                .filter(delivery -> Objects.equals(delivery.person(), person))
                .map(delivery -> delivery.channel() + " " + delivery.attempts())
                .toList();
    }
}
