package io.langsong.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.notification.channel.HeartbeatSettings;
import io.langsong.notification.channel.StandIn;
import io.langsong.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-06-05T07:05:00Z"));
    private final StandIn watch = new StandIn();

    @AfterEach
    void stop() {
        watch.close();
    }

    @Test
    void tellsTheWatchAndKnowsWhetherItHeard() {
        Heartbeat heart = heart(watch.url() + "/ping/bi-mat");
        assertThat(heart.heard()).isEqualTo(new Heartbeat.Heard(null, null));

        heart.beat();
        assertThat(heart.heard()).isEqualTo(new Heartbeat.Heard(clock.instant(), null));
        assertThat(watch.only().method()).isEqualTo("POST");
        assertThat(watch.only().target()).isEqualTo("/ping/bi-mat");

        Instant heard = clock.instant();
        clock.advance(Duration.ofMinutes(1));
        watch.answer(404, "");
        heart.beat();
        assertThat(heart.heard()).isEqualTo(new Heartbeat.Heard(heard, "HTTP 404"));

        watch.close();
        heart.beat();
        assertThat(String.valueOf(heart.heard().trouble()))
                .contains("connection failed")
                .doesNotContain("bi-mat");
    }

    @Test
    void withoutAWatchNothingIsSent() {
        Heartbeat heart = heart(null);
        heart.beat();

        assertThat(heart.isSet()).isFalse();
        assertThat(heart.heard().at()).isNull();
    }

    private Heartbeat heart(@Nullable String url) {
        return new Heartbeat(
                new HeartbeatSettings(url, "post", Duration.ofMinutes(1), true, Duration.ofSeconds(2)), clock);
    }
}
