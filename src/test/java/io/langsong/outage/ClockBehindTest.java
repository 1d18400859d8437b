package io.langsong.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.outage.Outages.Stretch;
import io.langsong.polling.PollResult;
import io.langsong.polling.PollResult.Outcome;
import io.langsong.testkit.TestClock;
import io.langsong.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A machine without a battery starts after a power cut and does not know the time yet. */
class ClockBehindTest {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final DeviceId AP = new DeviceId("ap");

    private final DataSource database = TestDatabase.fresh();
    private final TestClock clock = new TestClock(START);
    private TestJudgement judgement = new TestJudgement(database, device(), clock);

    @AfterEach
    void stop() throws InterruptedException {
        judgement.stop();
    }

    private static InventorySnapshot device() {
        Village village = new Village(new VillageId("man"), "Thôn Mận", 1, 10, null, null);
        Site site =
                new Site(new SiteId("house"), village.id(), "Nhà văn hóa", Site.Kind.CULTURE_HOUSE, null, null, null);
        Device device = new Device(
                AP,
                "AP",
                site.id(),
                Device.Kind.ACCESS_POINT,
                "192.168.1.2",
                161,
                SnmpAccess.community("2c", "cong-cong"),
                null,
                Device.Reachability.NONE,
                List.of(),
                null,
                true,
                null);
        return new InventorySnapshot(List.of(village), List.of(), List.of(site), List.of(device), List.of(), List.of());
    }

    private void poll(boolean answers, int times) {
        for (int poll = 0; poll < times; poll++) {
            clock.advance(Duration.ofSeconds(5));
            judgement.detector.awake();
            Instant at = clock.instant();
            judgement.detector.observe(new PollResult(
                    AP,
                    at.minusMillis(answers ? 5 : 1_000),
                    at,
                    answers ? Outcome.ANSWERED : Outcome.SILENT,
                    answers ? 0 : 4,
                    answers ? 1 : 4,
                    null,
                    List.of(),
                    List.of(),
                    ""));
        }
    }

    /** It is up for five minutes, then down for five, then the power of the server goes too. */
    private void upThenDownThenPowerCut() throws InterruptedException {
        judgement.start();
        poll(true, 60);
        poll(false, 60);
        await().until(() -> judgement.outages.open().size() == 1);
        judgement.stop();
    }

    private void startAt(Instant now) {
        clock.set(now);
        judgement = new TestJudgement(database, device(), clock);
        judgement.start();
    }

    private List<Condition> conditions() {
        return judgement
                .outages
                .timelines(List.of(ObjectRef.of(AP)), START.plusSeconds(10), clock.instant())
                .get(ObjectRef.of(AP))
                .stream()
                .map(Stretch::condition)
                .toList();
    }

    @Test
    void nothingKnownIsLostAndNothingIsJudgedUntilTheTimeIsRight() throws InterruptedException {
        upThenDownThenPowerCut();

        startAt(Instant.parse("2000-01-01T00:00:30Z"));
        poll(true, 10);
        await().until(() -> judgement.recorder.waiting() == 0);
        assertThat(judgement.outages.open())
                .as("it can not have ended before it began")
                .hasSize(1);

        clock.set(START.plus(Duration.ofMinutes(20)));
        poll(true, 10);

        await().untilAsserted(() -> assertThat(judgement.outages.open()).isEmpty());
        await().untilAsserted(() -> assertThat(conditions())
                .as("it may have come back at any time while nobody looked")
                .containsExactly(Condition.UP, Condition.DOWN, Condition.UNKNOWN, Condition.UP));
    }

    /** As where the time of the last shutdown was kept in a file. */
    @Test
    void someMinutesBehindCutNothingOff() throws InterruptedException {
        upThenDownThenPowerCut();

        startAt(START.plus(Duration.ofMinutes(4)));
        poll(true, 3);
        clock.set(START.plus(Duration.ofMinutes(20)));
        poll(false, 20);

        await().untilAsserted(() -> assertThat(conditions())
                .startsWith(Condition.UP, Condition.DOWN)
                .endsWith(Condition.DOWN));
        assertThat(judgement.outages.open())
                .singleElement()
                .satisfies(outage -> assertThat(
                                Duration.between(outage.from().best(), START.plus(Duration.ofMinutes(5)))
                                        .abs())
                        .isLessThan(Duration.ofSeconds(11)));
    }

    /** Once set right, it goes on from the right time; nothing of tomorrow stays known. */
    @Test
    void aClockThatWasYearsAheadDoesNotStopTheRecord() throws InterruptedException {
        judgement.start();
        poll(true, 10);
        clock.set(START.plus(Duration.ofDays(4_000)));
        poll(true, 10);
        judgement.stop();

        startAt(START.plus(Duration.ofMinutes(10)));
        poll(true, 140);

        await().until(() -> judgement.recorder.waiting() == 0);
        await().untilAsserted(() -> assertThat(conditions()).endsWith(Condition.UP));
    }
}
