package io.langsong.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.DeviceId;
import io.langsong.polling.PollResult.DeviceClock;
import io.langsong.polling.PollResult.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceNoticesTest {
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
    private static final DeviceId AP = new DeviceId("ap1");

    private final List<DeviceId> asked = new ArrayList<>();
    private final Poller poller = new Poller(null, null, null, null, Clock.systemUTC(), null) {
        @Override
        public void askNow(DeviceId device) {
            asked.add(device);
        }
    };
    private final PollIntake intake = new PollIntake(List::of);
    private final DeviceNotices notices = new DeviceNotices(intake, poller);

    /** At START the agent has run for {@code uptime} seconds. */
    @ParameterizedTest(name = "uptime {0} s at the poll, trap says {1}, came in after {2} s: happened after {3} s")
    @CsvSource({
        // Between polls, and told late.
        "1000, 101250, 20, 12.5",
        // Just before the poll that gave the uptime.
        "1000, 99900, 5, -1",
        // The clock of the device is a little fast.
        "1000, 102100, 20, 20",
        // It says nothing, or something that can not be.
        "1000, -1, 20, 20",
        "1000, 900000, 20, 20",
        // The agent began anew 3 s ago.
        "1000, 300, 20, 17",
        // 497 days are over.
        "42949662.96, 200, 20, 12",
    })
    void datesBySysUpTime(double uptime, long ticks, long receivedAfter, double happenedAfter) {
        notices.observe(polled(Duration.ofMillis((long) (uptime * 1000))));

        assertThat(notices.dated(AP, ticks, START.plusSeconds(receivedAfter)))
                .isEqualTo(START.plusMillis((long) (happenedAfter * 1000)));
    }

    @Test
    void whereTheUptimeIsNotKnownItHappenedWhenItCameIn() {
        assertThat(notices.dated(AP, 5, START)).isEqualTo(START);
    }

    @Test
    void hasTheDeviceAskedAtOnceButNotForEachWord() {
        for (int second : new int[] {0, 1, 4, 5, 6, 30}) {
            notices.tell(AP, DeviceNotice.Kind.LINK_DOWN, -1, 1, START.plusSeconds(second));
        }
        notices.tell(new DeviceId("ap2"), DeviceNotice.Kind.LINK_UP, -1, 1, START.plusSeconds(30));

        assertThat(asked).containsExactly(AP, AP, AP, new DeviceId("ap2"));
    }

    private static PollResult polled(Duration uptime) {
        return new PollResult(
                AP, START, START, Outcome.ANSWERED, 0, 1, new DeviceClock(uptime, null), List.of(), List.of(), "");
    }

    @Test
    void aFloodOfWordsPutsNobodyElseOff() {
        for (int i = 0; i < 1_000; i++) {
            notices.tell(new DeviceId("ap-" + i), DeviceNotice.Kind.LINK_DOWN, -1, 1, START);
        }
        assertThat(asked).hasSize(40);

        asked.clear();
        for (int i = 0; i < 1_000; i++) {
            notices.tell(new DeviceId("ap-" + i), DeviceNotice.Kind.LINK_DOWN, -1, 1, START.plusSeconds(10));
        }
        assertThat(asked).hasSize(40);
    }

    @Test
    void theSameWordAtOnceIsToldOnce() {
        notices.tell(AP, DeviceNotice.Kind.LINK_DOWN, -1, 1, START);
        notices.tell(AP, DeviceNotice.Kind.LINK_DOWN, -1, 1, START.plusMillis(200));
        notices.tell(AP, DeviceNotice.Kind.LINK_DOWN, -1, 2, START.plusMillis(300));
        notices.tell(AP, DeviceNotice.Kind.LINK_UP, -1, 1, START.plusMillis(400));
        notices.tell(AP, DeviceNotice.Kind.LINK_DOWN, -1, 1, START.plusMillis(500));
        notices.tell(AP, DeviceNotice.Kind.LINK_DOWN, -1, 1, START.plusSeconds(2));

        assertThat(intake.waiting()).isEqualTo(5);
    }
}
