package io.langsong.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.access.PersonChange;
import io.langsong.testkit.SmtpSink;
import io.langsong.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A mail server that was away for hours, on a clock that the test moves. */
class StaleDigestsTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-06-05T07:05:00Z"));
    private final SmtpSink sink = new SmtpSink();
    private final Post post = Post.with(clock, settings());

    private Map<String, Object> settings() {
        Map<String, Object> settings = Post.mail(sink.port());
        settings.put("recipients", List.of("an@xa.example", "binh@xa.example"));
        return settings;
    }

    @AfterEach
    void stop() {
        sink.close();
    }

    /** One message every ten minutes, for so long. */
    private void write(Duration length) {
        Instant end = clock.instant().plus(length);
        for (int number = 1; clock.instant().isBefore(end); number++) {
            post.outbox.post(new Message(
                    "outage-" + clock.instant().getEpochSecond(),
                    "Mất kết nối: Điểm " + number,
                    "x",
                    Map.of("object", "device:ap-" + number)));
            clock.advance(Duration.ofMinutes(10));
        }
    }

    private void run() throws Exception {
        Dispatcher process = post.dispatcher();
        process.start();
        DispatcherTest.await(() -> post.outbox.counts().queued() == 0);
        process.stop();
    }

    @Test
    void whatWaitedTooLongIsOneLetterOfEachRecipient() throws Exception {
        write(Duration.ofHours(3));

        run();

        List<SmtpSink.Mail> digests = sink.mails().stream()
                .filter(mail -> mail.subject().startsWith("Báo muộn"))
                .toList();
        assertThat(digests).as("one of each").hasSize(2);
        assertThat(sink.mails())
                .as("two hours are told together, the rest by itself")
                .hasSize(2 + 2 * 11);
        Posted digest = post.outbox.messages(null, 100).stream()
                .filter(message -> message.key().startsWith("stale-"))
                .findFirst()
                .orElseThrow();
        assertThat(digest.subject()).isEqualTo("Báo muộn 7 tin, mới nhất: Mất kết nối: Điểm 7");
        assertThat(digest.text())
                .containsSubsequence("15:05 05/06  Mất kết nối: Điểm 7\n", "14:05 05/06  Mất kết nối: Điểm 1\n");
        assertThat(digest.facts().get("told").toString()).contains("device:ap-1", "device:ap-7");
        assertThat(post.outbox.messages(null, 100))
                .allSatisfy(message -> assertThat(message.state()).isEqualTo(Posted.State.DELIVERED));
        Posted.Delivery single = post.outbox.messages(null, 100).stream()
                .filter(message -> message.subject().equals("Mất kết nối: Điểm 1"))
                .findFirst()
                .orElseThrow()
                .deliveries()
                .get(0);
        assertThat(single.toldBy()).startsWith("stale-");
        assertThat(single.receipt()).isEqualTo("server");
    }

    @Test
    void whileItWaitsThereIsOneAndItGrows() throws Exception {
        write(Duration.ofHours(3));
        post.gather("email");
        assertThat(post.gather("email")).as("nothing more is stale").isZero();

        clock.advance(Duration.ofHours(2));
        assertThat(post.gather("email")).isEqualTo(2 * 11);

        assertThat(post.outbox.messages(null, 100))
                .filteredOn(message -> message.key().startsWith("stale-"))
                .hasSize(2)
                .allSatisfy(digest -> assertThat(digest.subject()).startsWith("Báo muộn 18 tin"));
        run();
        assertThat(sink.mails()).hasSize(2);
    }

    @Test
    void oneAloneAndWhatIsFreshGoesAsItIs() throws Exception {
        write(Duration.ofMinutes(10));
        clock.advance(Duration.ofHours(3));
        write(Duration.ofMinutes(30));

        assertThat(post.gather("email")).isZero();
    }

    @Test
    void whatBecomesOfTheLetterBecomesOfEach() throws Exception {
        write(Duration.ofHours(1));
        clock.advance(Duration.ofHours(3));
        sink.mood(SmtpSink.Mood.REFUSE);

        run();

        assertThat(post.outbox.counts().failed()).isEqualTo(2 * 7);
        assertThat(post.outbox.messages(Posted.State.FAILED, 100))
                .allSatisfy(message ->
                        assertThat(message.deliveries().get(0).lastError()).contains("550"));
        assertThat(sink.connections()).as("asked once for each recipient").isEqualTo(2);
    }

    @Test
    void aPersonReadsItInTheLanguageOfTheAccount() throws Exception {
        post.person("an", "email", "an@xa.example");
        post.people.change("an", new PersonChange("An", "technician", "en", List.of(), true));
        for (int number = 1; number <= 2; number++) {
            post.outbox.post(
                    new Message("k" + number, "Mất kết nối", "x", Map.of())
                            .translated(java.util.Locale.ENGLISH, "Down: " + number, "x"),
                    Set.of("an"));
        }
        clock.advance(Duration.ofHours(3));

        run();

        assertThat(sink.mails())
                .extracting(SmtpSink.Mail::subject)
                .containsExactly("Told late: 2 messages, the newest: Down: 2");
    }
}
