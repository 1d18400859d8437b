package io.langsong.collector.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.collector.wire.Batch;
import io.langsong.collector.wire.Batch.LeftOut;
import io.langsong.collector.wire.Datagram;
import io.langsong.collector.wire.Life;
import io.langsong.collector.wire.Sync;
import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.polling.PollResult;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a collector goes by, one rule at a time. */
class SiteRulesTest {
    private static final Life LIFE = new Life(new UUID(3, 4), Instant.EPOCH);
    private long nanos = 5_000_000_000L;

    private static PollResult result(int device, Instant at) {
        DeviceId id = new DeviceId("ap-" + device);
        Metric metric = new Metric("wifi.rssi", Metric.Kind.GAUGE, "dBm");
        Series series = new Series(new SeriesKey(id, metric.name(), ""), metric);
        return new PollResult(
                id,
                at,
                at,
                PollResult.Outcome.ANSWERED,
                0,
                1,
                null,
                List.of(),
                List.of(Sample.gauge(series, at, 1), Sample.gauge(series, at, 2)),
                "");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            langsong.example.vn:7701 | langsong.example.vn | 7701
            langsong.example.vn      | langsong.example.vn | 7701
            10.0.0.1:443             | 10.0.0.1            | 443
            [fd00::1]:7702           | fd00::1             | 7702
            fd00::1                  | fd00::1             | 7701
            """)
    void aServerHasAHostAndAPort(String text, String host, int port) {
        assertThat(ServerAddress.parse(text)).isEqualTo(new ServerAddress(host, port));
        assertThat(ServerAddress.parse(ServerAddress.parse(text).toString())).isEqualTo(new ServerAddress(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":7701", "a:0", "a:70000", "a:x", "a b:1", "a:", "[fd00::1]:"})
    void whatIsNoServerIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> ServerAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("langsong.example.vn:7701");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ls1.AAAAAAAAAAAAAAAAAAAAAA", "ls2.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA", "ls1.A.A"
            })
    void whatIsNoTokenIsRefusedAndNotShown(String text) {
        assertThatThrownBy(() -> Token.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("AAAA");
    }

    @Test
    void theSharpestReadingOfAnHourCounts() {
        Syncs syncs = new Syncs();
        assertThat(syncs.sharpest()).isEmpty();
        syncs.add(sync(0, 0, 200));
        syncs.add(sync(5_000, 40, 20));
        syncs.add(sync(10_000, -30, 90));
        assertThat(syncs.sharpest().orElseThrow().error()).isEqualTo(20);
        syncs.add(sync(5_000 + 3_600_001, 10, 80));
        assertThat(syncs.sharpest().orElseThrow().error()).isEqualTo(80);
    }

    @Test
    void aReadingThatContradictsThoseBeforeTakesTheirPlace() {
        Syncs syncs = new Syncs();
        syncs.add(sync(0, 0, 5));
        syncs.add(sync(60_000, 7_200_000, 500));
        assertThat(syncs.sharpest().orElseThrow().error()).isEqualTo(500);
    }

    /** Of a server whose clock was {@code off} from that of the life. */
    private static Sync sync(long at, long off, long error) {
        return new Sync(at, Instant.ofEpochMilli(1_790_000_000_000L + at + off), error);
    }

    @Test
    void whatMayBeSentIsTheRateAndTenSecondsOfItAtOnce() {
        Allowance allowance = new Allowance();
        allowance.set(80_000L, nanos);
        long sent = 0;
        long began = nanos;
        while (nanos < began + TimeUnit.SECONDS.toNanos(60)) {
            while (allowance.allows(4_000, true, nanos)) {
                allowance.spend(4_000, nanos);
                sent += 4_000;
            }
            nanos += TimeUnit.MILLISECONDS.toNanos(250);
        }
        assertThat(sent).isBetween(640_000L, 700_000L);
    }

    @Test
    void whatCanWaitLeavesRoomForWhatCanNot() {
        Allowance allowance = new Allowance();
        allowance.set(8_000L, nanos);
        while (allowance.allows(500, false, nanos)) {
            allowance.spend(500, nanos);
        }
        assertThat(allowance.allows(4_000, true, nanos)).isTrue();
        // Larger than all that can be saved: it leaves when the bucket is full, and is paid afterwards.
        assertThat(allowance.allows(1_000_000, true, nanos)).isFalse();
        nanos += TimeUnit.SECONDS.toNanos(20);
        assertThat(allowance.allows(1_000_000, true, nanos)).isTrue();
        allowance.spend(1_000_000, nanos);
        nanos += TimeUnit.SECONDS.toNanos(900);
        assertThat(allowance.allows(1, true, nanos)).isFalse();
    }

    @Test
    void samplesAreLeftOutCountedAndEachDeviceHasItsTurn() {
        Set<DeviceId> kept = new HashSet<>();
        for (long number = 1; number <= 12; number++) {
            List<PollResult> results = new ArrayList<>();
            for (int device = 0; device < 10; device++) {
                results.add(result(device, Instant.EPOCH));
            }
            Batch batch = new Batch(LIFE, number, 0, 1, null, results, List.of(), List.of(), new LeftOut(0, 1, 0));
            Batch thin = Thinning.thinned(batch, 0.35);
            assertThat(thin.results())
                    .extracting(PollResult::device)
                    .isEqualTo(results.stream().map(PollResult::device).toList());
            assertThat(thin.leftOut()).isEqualTo(new LeftOut(0, 1 + 14, 0));
            thin.results().stream()
                    .filter(result -> !result.samples().isEmpty())
                    .forEach(result -> kept.add(result.device()));
        }
        assertThat(kept).hasSize(10);
    }

    @Test
    void aBatchCoversOnlyTimeAtWhichSomebodyWasLooking() {
        LifeClock clock = new LifeClock(() -> nanos);
        Gathering gathering = new Gathering(LIFE, clock, () -> {});
        pass(5, gathering);
        gathering.observe(result(1, clock.instant()));
        pass(3_600, gathering);
        pass(4, gathering);
        List<Batch> taken = gathering.take();

        assertThat(taken).hasSize(2);
        assertThat(taken.get(0))
                .returns(0L, Batch::from)
                .returns(5_000L, Batch::until)
                .returns(1L, Batch::number);
        assertThat(taken.get(1)).returns(3_605_000L, Batch::from).returns(3_609_000L, Batch::until);
        assertThat(taken.get(0).results()).hasSize(1);
        pass(1, gathering);
        assertThat(gathering.take().get(0).from()).isEqualTo(3_609_000L);
    }

    private void pass(long seconds, Gathering gathering) {
        nanos += TimeUnit.SECONDS.toNanos(seconds);
        gathering.awake();
    }

    @Test
    void itSaysOnceThatThereIsEnoughForABatch() {
        List<String> told = new ArrayList<>();
        Gathering gathering = new Gathering(LIFE, new LifeClock(() -> nanos), () -> told.add("full"));
        for (int i = 0; i < 2 * Gathering.MANY_RESULTS; i++) {
            gathering.observe(result(i, Instant.EPOCH));
        }
        assertThat(told).hasSize(1);
        gathering.take();
        for (int i = 0; i < Gathering.MANY_RESULTS; i++) {
            gathering.observe(result(i, Instant.EPOCH));
        }
        assertThat(told).hasSize(2);
    }

    @Test
    void withABudgetMessagesAreBundledInBatchesThatItCanPayFor() throws Exception {
        List<String> told = new ArrayList<>();
        Gathering gathering = new Gathering(LIFE, new LifeClock(() -> nanos), () -> told.add("full"));
        Allowance allowance = new Allowance();
        allowance.set(24_000L, nanos);
        gathering.bundle(allowance.saved());
        Datagram message = new Datagram(Datagram.Kind.SYSLOG, 1, InetAddress.getLoopbackAddress(), new byte[1_000]);
        for (int i = 0; i < 25; i++) {
            gathering.add(message);
        }
        assertThat(told).isEmpty();
        for (int i = 0; i < 5; i++) {
            gathering.add(message);
        }
        assertThat(told).hasSize(1);
        gathering.take();
        allowance.set(null, nanos);
        gathering.bundle(allowance.saved());
        for (int i = 0; i < 400; i++) {
            gathering.add(message);
        }
        assertThat(told).hasSize(1);
    }

    @ParameterizedTest(name = "welcomed {0}, empty {1}: after {2} ms")
    @CsvSource(textBlock = """
            true,  false,  2_000
            true,  true,  10_000
            false, false, 10_000
            false, true,  60_000
            """)
    void aBatchIsClosedSoonerWhereItIsWorthMore(boolean welcomed, boolean empty, String after) {
        long passed = Long.parseLong(after.replace("_", ""));
        assertThat(CollectorSite.isDue(welcomed, empty, passed - 1)).isFalse();
        assertThat(CollectorSite.isDue(welcomed, empty, passed)).isTrue();
    }

    @Test
    void triesAreAMinuteApartAtMostAndNotAllAtOnce() {
        BackOff backOff = new BackOff(new Random(1));
        Set<Long> waits = new HashSet<>();
        assertThat(backOff.nextMillis()).isBetween(500L, 1_000L);
        for (int i = 0; i < 50; i++) {
            long wait = backOff.nextMillis();
            assertThat(wait).isBetween(1_000L, 60_000L);
            waits.add(wait);
        }
        assertThat(waits).hasSizeGreaterThan(40);
        backOff.worked();
        assertThat(backOff.nextMillis()).isBetween(500L, 1_000L);
    }

    @Test
    void aThinLineHasOneBatchUnderWayAndAFastOneMany() {
        Window window = new Window();
        for (int i = 0; i < 5; i++) {
            window.taken(10_000);
        }
        assertThat(window.hasRoom(0, 80_000)).isTrue();
        assertThat(window.hasRoom(80_000, 1)).isFalse();
        for (int i = 0; i < 8; i++) {
            window.taken(100);
        }
        assertThat(window.hasRoom(800_000, 80_000)).isTrue();
    }
}
