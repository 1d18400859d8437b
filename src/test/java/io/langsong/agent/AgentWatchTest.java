package io.langsong.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.outage.JudgedCommune;
import io.langsong.outage.Outage;
import io.langsong.polling.CollectingIntake;
import io.langsong.polling.PollResult;
import io.langsong.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/** Devices that report each five minutes, before the real judgement: seconds since the start on a clock of the test. */
class AgentWatchTest {
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
    private static final int INTERVAL = 300;

    private final TestClock clock = new TestClock(START);
    private final CollectingIntake intake = new CollectingIntake();
    private final List<Device> devices =
            IntStream.rangeClosed(1, 5).mapToObj(AgentWatchTest::device).toList();
    private int count = 1;
    private final Inventory inventory = new Inventory(null, null, null, null, null, null) {
        @Override
        public InventorySnapshot snapshot() {
            VillageId village = new VillageId("village");
            return new InventorySnapshot(
                    List.of(new Village(village, "Thôn mẫu 01", 1, 300, null, null)),
                    List.of(),
                    List.of(new Site(
                            new SiteId("site"), village, "Nhà văn hóa", Site.Kind.CULTURE_HOUSE, null, null, null)),
                    devices.subList(0, count),
                    List.of(),
                    List.of());
        }
    };
    private final AgentProperties settings = new AgentProperties(
            Duration.ofSeconds(INTERVAL),
            DataSize.ofMegabytes(1),
            Duration.ofMinutes(1),
            120,
            5000,
            Duration.ofDays(31));
    private AgentWatch watch = new AgentWatch(inventory, intake, settings, clock);
    private JudgedCommune judged;

    private static Device device(int number) {
        return new Device(
                new DeviceId("ap" + number),
                "AP " + number,
                new SiteId("site"),
                Device.Kind.ACCESS_POINT,
                "ap" + number + ".invalid",
                161,
                null,
                null,
                Device.Reachability.AGENT,
                List.of(),
                null,
                true,
                null);
    }

    private static DeviceId ap(int number) {
        return new DeviceId("ap" + number);
    }

    /** @param number of devices that there are */
    private void begin(int number) {
        count = number;
        judged = new JudgedCommune(inventory, clock);
        turn();
    }

    @AfterEach
    void stop() throws InterruptedException {
        judged.stop();
    }

    /** Lets time pass, a second at a time. @param reports whether a device reports at a second, by its number from 1 */
    private void pass(int until, Reports reports) {
        while (seconds() < until) {
            clock.advance(Duration.ofSeconds(1));
            int second = seconds();
            IntStream.rangeClosed(1, count)
                    .filter(number -> reports.come(number, second))
                    .forEach(number -> watch.reported(ap(number), clock.instant(), null, List.of()));
            turn();
        }
    }

    private interface Reports {
        boolean come(int device, int second);
    }

    private int seconds() {
        return (int) Duration.between(START, clock.instant()).toSeconds();
    }

    /** As the thread of the intake has it: first all wake, then all see what came. */
    private void turn() {
        watch.awake();
        judged.detector().awake();
        for (PollResult result = intake.take(); result != null; result = intake.take()) {
            judged.detector().observe(result);
        }
    }

    private static Reports each(IntPredicate atSecond) {
        return (device, second) -> second % INTERVAL == 10 * device && atSecond.test(second);
    }

    @Test
    void oneThatReportsIsUpAndOneThatNeverDidIsNot() throws InterruptedException {
        begin(2);
        pass(3600, (device, second) -> device == 1 && second % INTERVAL == 10);

        assertThat(judged.condition(ap(1))).isEqualTo("UP");
        assertThat(judged.outages(ap(1))).isEmpty();
        assertThat(judged.timeline(ap(1))).containsExactly("UNKNOWN 0-10", "UP 10-3600");
        assertThat(judged.condition(ap(2))).isEqualTo("DOWN");
    }

    /** The last report comes at 1210; the one of 1510 is due until 1570, that of 1810 until 1870. */
    @Test
    void onceTwoReportsAreMissingItIsDownFromBetweenTheLastAndTheFirstThatDidNotCome() throws InterruptedException {
        begin(1);
        pass(1869, each(second -> second <= 1210));
        assertThat(judged.outages(ap(1))).isEmpty();
        pass(1872, each(second -> second <= 1210));
        assertThat(judged.condition(ap(1))).isEqualTo("DOWN");
        pass(9000, each(second -> second <= 1210 || second > 7200));

        Outage outage = only(judged.outages(ap(1)));
        assertThat(since(outage.from().earliest())).isEqualTo(1210);
        assertThat(since(outage.from().best())).isEqualTo((1210 + 1570) / 2);
        assertThat(since(outage.from().latest())).isBetween(1570L, 1870L);
        // It came back at 7210; it had been missed about three times an interval.
        assertThat(since(outage.to().latest())).isEqualTo(7210);
        assertThat(since(outage.to().best())).isBetween(7110L, 7210L);
        assertThat(since(outage.to().earliest())).isBetween(6700L, 6950L);
        assertThat(judged.condition(ap(1))).isEqualTo("UP");
    }

    private static Outage only(List<Outage> all) {
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static long since(Instant at) {
        return Duration.between(START, at).toSeconds();
    }

    /** A box that is short of memory leaves a sample out. */
    @ParameterizedTest(name = "{0} left out, late by {1} s")
    @CsvSource({"1, 0", "1, 55", "0, 59"})
    void oneReportThatIsLeftOutOrLateIsNoOutage(int leftOut, int late) throws InterruptedException {
        begin(1);
        pass(1211, each(second -> true));
        pass(1799, (device, second) -> second == 1510 + late && leftOut == 0);
        pass(2100, (device, second) -> second == 1810 + late || second == 2110);
        pass(3600, each(second -> true));

        assertThat(judged.outages(ap(1))).isEmpty();
        assertThat(judged.timeline(ap(1))).containsExactly("UNKNOWN 0-10", "UP 10-3600");
    }

    @Test
    void whatTheBoxSaysOfItsStartNarrowsTheEnd() throws InterruptedException {
        begin(1);
        pass(1200, (device, second) -> false);
        IntStream.of(1210, 1510).forEach(second -> {
            pass(second - 1, (device, at) -> false);
            clock.advance(Duration.ofSeconds(1));
            watch.reported(ap(1), clock.instant(), Duration.ofHours(10).plusSeconds(second), List.of());
            turn();
        });
        pass(7199, (device, second) -> false);
        clock.advance(Duration.ofSeconds(1));
        watch.reported(ap(1), clock.instant(), Duration.ofSeconds(20), List.of());
        turn();

        Outage outage = judged.outages(ap(1)).get(judged.outages(ap(1)).size() - 1);
        assertThat(since(outage.to().earliest())).isEqualTo(7180);
        assertThat(since(outage.to().best())).isBetween(7180L, 7200L);
        assertThat(outage.cause()).isNotEqualTo(Outage.Cause.LINK);
    }

    /** The server is away from 2000 to 6000; boxes report on, and are not heard. */
    @Test
    void whileTheServerWasAwayNobodyIsMissed() throws InterruptedException {
        begin(2);
        pass(2000, each(second -> true));
        judged.stop();
        clock.set(START.plusSeconds(6000));
        watch = new AgentWatch(inventory, intake, settings, clock);
        judged.start();
        turn();
        pass(9000, each(second -> true));

        assertThat(judged.outages(ap(1))).isEmpty();
        assertThat(judged.timeline(ap(1)))
                .containsExactly("UNKNOWN 0-10", "UP 10-2000", "UNKNOWN 2000-6010", "UP 6010-9000");
    }

    /** The process stands still from 2000 to 5000, as on a machine that sleeps. */
    @Test
    void whileNobodyLookedNobodyIsMissed() throws InterruptedException {
        begin(1);
        pass(2000, each(second -> true));
        clock.set(START.plusSeconds(5000));
        turn();
        pass(8000, each(second -> true));

        assertThat(judged.outages(ap(1))).isEmpty();
        assertThat(judged.timeline(ap(1))).contains("UNKNOWN 2000-5000");
    }

    /** A proxy before us lets nobody in from 3000 on: our own line is there. Four of five would be gone together. */
    @Test
    void whenNoAgentAtAllIsHeardOurOwnDoorMayBeShut() throws InterruptedException {
        begin(5);
        pass(9000, each(second -> second <= 3000 || second > 7200));

        for (int number = 1; number <= count; number++) {
            assertThat(judged.outages(ap(number))).as("ap%d", number).isEmpty();
            long last = 2700 + 10 * number;
            assertThat(judged.timeline(ap(number)))
                    .containsExactly(
                            "UNKNOWN 0-" + 10 * number,
                            "UP " + 10 * number + "-" + last,
                            "UNKNOWN " + last + "-" + (7200 + 10 * number),
                            "UP " + (7200 + 10 * number) + "-9000");
        }
        assertThat(watch.shutSince()).isNull();
    }

    @Test
    void oneThatIsHeardShowsThatTheDoorIsOpen() throws InterruptedException {
        begin(5);
        pass(9000, (device, second) -> each(at -> at <= 3000 || device == 5).come(device, second));

        for (int number = 1; number < count; number++) {
            assertThat(judged.outages(ap(number))).as("ap%d", number).hasSize(1);
            assertThat(judged.condition(ap(number))).isEqualTo("DOWN");
        }
        assertThat(judged.outages(ap(5))).isEmpty();
    }

    /** The configuration agent asks each two minutes, whatever becomes of the other. */
    @Test
    void theOtherAgentOfABoxShowsThatItIsThere() throws InterruptedException {
        begin(1);
        pass(600, each(second -> true));
        while (seconds() < 6000) {
            pass(seconds() + 120, (device, second) -> false);
            watch.heard(ap(1), clock.instant());
            turn();
        }

        assertThat(judged.outages(ap(1))).isEmpty();
        assertThat(judged.condition(ap(1))).isEqualTo("UP");
    }

    @Test
    void ofTwoBoxesThatLookAlikeNothingIsKnownUntilNeitherReports() throws InterruptedException {
        begin(1);
        pass(1300, each(second -> true));
        watch.mark(ap(1), true);
        while (seconds() < 4000) {
            watch.doubted(ap(1), clock.instant());
            watch.heard(ap(1), clock.instant());
            turn();
            pass(seconds() + 150, (device, second) -> false);
        }
        assertThat(judged.condition(ap(1))).isEqualTo("UNKNOWN");
        assertThat(judged.outages(ap(1))).isEmpty();

        pass(6000, (device, second) -> false);
        assertThat(judged.condition(ap(1))).isEqualTo("DOWN");
    }

    @Test
    void ourOwnBlindnessMeansUnknownForThoseWatchedByAgentsToo() throws InterruptedException {
        begin(4);
        pass(3000, each(second -> true));
        judged.setReferenceAnswers(false);
        pass(7200, (device, second) -> false);
        judged.setReferenceAnswers(true);
        pass(9000, each(second -> true));

        for (int number = 1; number <= count; number++) {
            assertThat(judged.outages(ap(number))).as("ap%d", number).isEmpty();
        }
    }
}
