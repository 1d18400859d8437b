package io.langsong.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.langsong.collector.InboxTable.Lived;
import io.langsong.collector.wire.Batch;
import io.langsong.collector.wire.BatchCodec;
import io.langsong.collector.wire.Dating;
import io.langsong.collector.wire.Life;
import io.langsong.collector.wire.Sync;
import io.langsong.collector.wire.WireException;
import io.langsong.event.EventReceiver;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.outage.Condition;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.outage.Outages.Stretch;
import io.langsong.outage.TestJudgement;
import io.langsong.polling.PollIntake;
import io.langsong.polling.PollObserver;
import io.langsong.polling.PollResult;
import io.langsong.polling.PollResult.Outcome;
import io.langsong.testkit.TestClock;
import io.langsong.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class InboxTest {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final DeviceId AP = new DeviceId("ap");
    private static final DeviceId FOREIGN = new DeviceId("cua-nguoi-khac");
    private static final CollectorId SITE = new CollectorId("thon-man");
    private static final Metric LOSS = new Metric("reach.loss", Metric.Kind.GAUGE, "%");
    /** Fifty years and some hours off. */
    private static final Instant WRONG_CLOCK = Instant.parse("1976-03-01T05:00:00Z");

    private final DataSource database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    private final TestClock clock = new TestClock(START);
    private final InboxTable table = new InboxTable(jdbc);
    private final Collectors collectors = mock(Collectors.class);
    private final MetricStore store = mock(MetricStore.class);
    private final EventReceiver messages = mock(EventReceiver.class);
    private final List<Sample> stored = new CopyOnWriteArrayList<>();
    private final List<PollResult> seen = new CopyOnWriteArrayList<>();
    private final Life life = new Life(UUID.randomUUID(), WRONG_CLOCK);
    private TestJudgement judgement;
    private PollIntake intake;
    private LateWork late;
    private Inbox inbox;
    private long number;
    /** Samples that had no room in the store's buffer. */
    private volatile long dropped;

    @BeforeEach
    void start() {
        jdbc.sql(
                        "INSERT INTO collector_record (id, version, name, created_at, spool) VALUES ('thon-man', 1, 'Trạm', now(), 1000000)")
                .update();
        when(collectors.deviceIdsOf(SITE)).thenReturn(Set.of(AP));
        org.mockito.Mockito.doAnswer(call -> stored.addAll(call.<List<Sample>>getArgument(0)))
                .when(store)
                .append(any());
        when(store.counts()).thenAnswer(call -> new MetricStore.Counts(0, 0, 0, dropped, 0, Optional.empty()));
        judgement = new TestJudgement(database, devices(), clock);
        judgement.start();
        begin();
    }

    private void begin() {
        PollObserver judged = new PollObserver() {
            @Override
            public void observe(PollResult result) {
                judgement.detector.observe(result);
                store.append(result.samples());
                seen.add(result);
            }

            @Override
            public void awake() {
                judgement.detector.awake();
            }
        };
        intake = new PollIntake(() -> List.of(judged));
        intake.start();
        late = new LateWork(table, collectors, store, judgement.late, messages, transaction, clock);
        inbox = new Inbox(table, collectors, intake, store, judgement.recorder, messages, late, transaction, clock);
        inbox.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        inbox.stop();
        intake.stop();
        judgement.stop();
    }

    private static InventorySnapshot devices() {
        Village village = new Village(new VillageId("man"), "Thôn Mận", 1, 10, null, null);
        Site site =
                new Site(new SiteId("house"), village.id(), "Nhà văn hóa", Site.Kind.CULTURE_HOUSE, null, null, null);
        return new InventorySnapshot(
                List.of(village),
                List.of(),
                List.of(site),
                List.of(
                        new Device(
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
                                null),
                        new Device(
                                FOREIGN,
                                "Khác",
                                site.id(),
                                Device.Kind.ACCESS_POINT,
                                "192.168.1.3",
                                161,
                                SnmpAccess.community("2c", "cong-cong"),
                                null,
                                Device.Reachability.NONE,
                                List.of(),
                                null,
                                true,
                                null)),
                List.of(),
                List.of());
    }

    /** Polls every ten seconds of the life. */
    private Batch batch(Life of, long from, long until, boolean answers, Sync sync) {
        List<PollResult> results = new ArrayList<>();
        for (long at = from; at < until; at += 10_000) {
            results.add(result(AP, Instant.ofEpochMilli(at), answers));
        }
        return new Batch(of, ++number, from, until, sync, results, List.of(), List.of(), Batch.LeftOut.NOTHING);
    }

    private static PollResult result(DeviceId device, Instant at, boolean answers) {
        return new PollResult(
                device,
                at,
                at.plusMillis(answers ? 5 : 1_000),
                answers ? Outcome.ANSWERED : Outcome.SILENT,
                answers ? 0 : 4,
                answers ? 1 : 4,
                null,
                List.of(),
                List.of(Sample.gauge(
                        new SeriesKey(device, LOSS.name(), ""), LOSS, at.plusMillis(5), answers ? 0 : 100)),
                "");
    }

    private boolean take(Batch batch) throws WireException {
        return inbox.take(SITE, BatchCodec.encode(batch));
    }

    /** The life began when the server's clock was at {@link #START}. */
    private static Sync sync(long millis) {
        return new Sync(millis, START.plusMillis(millis), 20);
    }

    private void pass(Duration time) {
        clock.advance(time);
    }

    @Test
    void aBatchHasItsEffectOnceHoweverOftenItComes() throws Exception {
        assertThat(inbox.connected(SITE, life, 0, START)).as("nothing was lost").isTrue();
        pass(Duration.ofSeconds(2));
        Batch batch = batch(life, 0, 2_000, true, sync(0));

        assertThat(take(batch)).isTrue();
        assertThat(take(batch)).isFalse();
        assertThat(take(batch)).isFalse();

        await().until(() -> !seen.isEmpty());
        intake.stop();
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0).at()).as("by the server's clock").isEqualTo(START.plusMillis(5));
        assertThat(stored).hasSize(1);
        assertThat(table.received(SITE, 10)).singleElement().satisfies(one -> {
            assertThat(one.batches()).isEqualTo(1);
            assertThat(one.startedAt()).isEqualTo(WRONG_CLOCK);
            assertThat(one.beganAt()).isEqualTo(START);
        });
    }

    @Test
    void aCollectorSpeaksOfItsOwnDevicesAlone() throws Exception {
        inbox.connected(SITE, life, 0, START);
        pass(Duration.ofSeconds(2));
        List<PollResult> results =
                List.of(result(FOREIGN, Instant.ofEpochMilli(10), false), result(AP, Instant.ofEpochMilli(20), true));
        take(new Batch(life, 1, 0, 2_000, sync(0), results, List.of(), List.of(), Batch.LeftOut.NOTHING));
        await().until(() -> !seen.isEmpty());
        intake.stop();
        assertThat(seen).extracting(PollResult::device).containsExactly(AP);
    }

    @Test
    void noiseIsRefusedAndLeavesNothing() {
        inbox.connected(SITE, life, 0, START);
        assertThatThrownBy(() -> inbox.take(SITE, new byte[] {1, 2, 3})).isInstanceOf(WireException.class);
        assertThat(jdbc.sql("SELECT count(*) FROM collector_batch")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void whatWasCollectedInAGapBecomesWhatItWasAndNobodyIsAlarmed() throws Exception {
        fresh();
        loseFor(Duration.ofHours(1));
        assertThat(timeline()).extracting(Stretch::condition).contains(Condition.UNKNOWN);
        long back = back(life, Duration.ofHours(1).plusSeconds(60).toMillis());
        assertThat(stored)
                .as("late samples are in the store at their own times")
                .hasSizeGreaterThan(360);
        judgement.events.clear();

        inbox.caughtUp(SITE);

        await().atMost(Duration.ofSeconds(30)).until(() -> table.unjudged(SITE).isEmpty());
        await().untilAsserted(() -> assertThat(table.gaps(SITE, 1))
                .singleElement()
                .satisfies(gap -> {
                    assertThat(gap.outages()).isEqualTo(1);
                    assertThat(gap.undated()).isZero();
                    assertThat(gap.batches()).isEqualTo(61);
                }));
        List<Stretch> known = timeline();
        assertThat(known).extracting(Stretch::condition).containsExactly(Condition.UP, Condition.DOWN, Condition.UP);
        Stretch down = known.get(1);
        assertThat(Duration.between(START.plusSeconds(60 + 20 * 60), down.from())
                        .abs())
                .isLessThan(Duration.ofSeconds(11));
        assertThat(Duration.between(START.plusSeconds(60 + 30 * 60), down.until())
                        .abs())
                .isLessThan(Duration.ofSeconds(11));
        assertThat(judgement.outages.open()).isEmpty();
        assertThat(jdbc.sql("SELECT count(*) FROM collector_batch WHERE late")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(back).isPositive();
    }

    @Test
    void anOutageThatBeganInTheGapAndLastsHasItsTrueBeginning() throws Exception {
        fresh();
        loseFor(Duration.ofHours(1));
        long now = Duration.ofHours(1).plusSeconds(60).toMillis();
        inbox.connected(SITE, life, now, clock.instant());
        inbox.synced(SITE, life, sync(now));
        // It is silent when it is asked again, and has been for half an hour.
        takeFresh(now, false, 8);
        await().until(() -> judgement.outages.open().size() == 1);
        for (long from = 60_000; from < now; from += 60_000) {
            take(batch(life, from, Math.min(now, from + 60_000), from < 1_800_000, sync(0)));
        }
        inbox.caughtUp(SITE);

        await().atMost(Duration.ofSeconds(30)).until(() -> table.unjudged(SITE).isEmpty());

        List<Outage> open = judgement.outages.open();
        assertThat(open).hasSize(1);
        assertThat(Duration.between(
                                START.plusMillis(1_800_000), open.get(0).from().best())
                        .abs())
                .isLessThan(Duration.ofSeconds(11));
        assertThat(timeline()).extracting(Stretch::condition).containsExactly(Condition.UP, Condition.DOWN);
    }

    @Test
    void whatAServerHadNotDoneWhenItDiedIsDoneByTheNext() throws Exception {
        fresh();
        long before = jdbc.sql("SELECT count(*) FROM collector_batch")
                .query(Long.class)
                .single();
        assertThat(before).isPositive();
        // It dies: nothing of it is stopped, and a minute passes until there is another.
        intake.stop();
        judgement.stop();
        stored.clear();
        pass(Duration.ofSeconds(60));
        judgement = new TestJudgement(database, devices(), clock);
        judgement.start();
        begin();
        inbox.lost(SITE, START.plusSeconds(60));
        assertThat(inbox.connected(SITE, life, 120_000, clock.instant())).isFalse();
        take(batch(life, 60_000, 120_000, true, sync(0)));
        takeFresh(120_000, true, 3);

        inbox.caughtUp(SITE);

        await().atMost(Duration.ofSeconds(30)).until(() -> table.unjudged(SITE).isEmpty());
        assertThat(stored.stream().map(Sample::at).distinct().count())
                .as("all since the beginning is in the store")
                .isEqualTo(6 + 6 + 3);
        await().untilAsserted(() ->
                assertThat(timeline()).extracting(Stretch::condition).containsExactly(Condition.UP));
        verify(collectors, org.mockito.Mockito.atLeastOnce()).deviceIdsOf(SITE);
    }

    /** A store that was away for long lets go of what it has no room for. */
    @Test
    void whatHadNoRoomInTheStoreIsHandedOverAgain() throws Exception {
        fresh();
        loseFor(Duration.ofSeconds(60));
        assertThat(inbox.connected(SITE, life, 120_000, clock.instant())).isFalse();
        take(batch(life, 60_000, 120_000, true, sync(0)));
        takeFresh(120_000, true, 3);
        stored.clear();
        dropped = 6;
        AtomicInteger flushes = new AtomicInteger();
        org.mockito.Mockito.doAnswer(call -> dropped += flushes.getAndIncrement() == 0 ? 1 : 0)
                .when(store)
                .flush();

        inbox.caughtUp(SITE);
        await().atMost(Duration.ofSeconds(30)).until(() -> flushes.get() == 1);
        assertThat(stored).as("what may be among them").hasSize(6);
        inbox.caughtUp(SITE);

        await().atMost(Duration.ofSeconds(30)).until(() -> table.unjudged(SITE).isEmpty());
        assertThat(stored).as("once more, since something was let go again").hasSize(12);
    }

    @Test
    void aLineThatGoesAgainWhileItCatchesUpAlarmsNobody() throws Exception {
        long now = beginToCatchUp();
        pass(Duration.ofSeconds(20));
        long again = now + 50_000;

        assertThat(inbox.connected(SITE, life, again, clock.instant()))
                .as("fresh results come first")
                .isFalse();
        inbox.synced(SITE, life, sync(again));
        takeFresh(again, true, 3);
        theRestComesAndNoneOfItIsTakenForFresh(now);
    }

    @Test
    void aProcessThatBeginsAnewWhileItCatchesUpAlarmsNobody() throws Exception {
        long now = beginToCatchUp();
        pass(Duration.ofSeconds(20));
        Instant began = clock.instant();
        Life next = new Life(UUID.randomUUID(), WRONG_CLOCK.plusSeconds(4_000));
        Sync first = new Sync(0, began, 20);

        assertThat(inbox.connected(SITE, next, 0, began)).isFalse();
        inbox.synced(SITE, next, first);
        for (long at = 0; at < 30_000; at += 10_000) {
            pass(Duration.ofSeconds(5));
            Thread.sleep(120);
            pass(Duration.ofSeconds(5));
            take(batch(next, at, at + 10_000, true, first));
        }
        await().until(() -> seen.size() >= 6 + 3 + 3);
        theRestComesAndNoneOfItIsTakenForFresh(now);
    }

    @Test
    void whatComesWhenItsGapWasJudgedAlreadyIsJudgedAsWell() throws Exception {
        long now = beginToCatchUp();
        late.judge(SITE);
        await().until(() -> table.unjudged(SITE).isEmpty());

        catchUpFrom(1_800_000, now);
        assertThat(table.unjudged(SITE)).as("open again").hasSize(1);
        inbox.caughtUp(SITE);

        await().until(() -> table.unjudged(SITE).isEmpty());
        await().untilAsserted(() -> assertThat(table.gaps(SITE, 1))
                .singleElement()
                .satisfies(gap -> assertThat(gap.batches()).isEqualTo(60)));
        itWasOutFromTheTwentiethToTheThirtiethMinute();
    }

    @Test
    void whatComesOnlyAfterTheNextGapFillsTheOneBefore() throws Exception {
        long now = beginToCatchUp();
        late.judge(SITE);
        await().until(() -> table.unjudged(SITE).isEmpty());
        loseFor(Duration.ofMinutes(10));
        long again = now + 30_000 + Duration.ofMinutes(10).toMillis();

        assertThat(inbox.connected(SITE, life, again, clock.instant())).isFalse();
        inbox.synced(SITE, life, sync(again));
        takeFresh(again, true, 3);
        catchUpFrom(1_800_000, now);
        catchUpFrom(now + 30_000, again);
        inbox.caughtUp(SITE);

        await().until(() -> table.unjudged(SITE).isEmpty());
        itWasOutFromTheTwentiethToTheThirtiethMinute();
    }

    /** Judged before it is looked at again. */
    @Test
    void anOutageThatEndedInTheGapAndBeganAnewIsOpen() throws Exception {
        fresh();
        takeFresh(60_000, false, 8);
        await().until(() -> judgement.outages.open().size() == 1);
        loseFor(Duration.ofMinutes(30));
        long now = 140_000 + Duration.ofMinutes(30).toMillis();
        assertThat(inbox.connected(SITE, life, now, clock.instant())).isFalse();
        inbox.synced(SITE, life, sync(now));
        for (long from = 140_000; from < now; from += 60_000) {
            boolean isThere = from >= 740_000 && from < 1_340_000;
            take(batch(life, from, Math.min(now, from + 60_000), isThere, sync(0)));
        }
        inbox.caughtUp(SITE);
        await().until(() -> table.unjudged(SITE).isEmpty());

        takeFresh(now, false, 8);

        await().until(() -> judgement.outages.open().size() == 1);
        assertThat(timeline().stream()
                        .map(Stretch::condition)
                        .filter(condition -> condition != Condition.UNKNOWN)
                        .distinct())
                .containsExactly(Condition.UP, Condition.DOWN);
        assertThat(timeline().get(timeline().size() - 1).condition()).isEqualTo(Condition.DOWN);
        assertThat(jdbc.sql("SELECT count(*) FROM outage_record")
                        .query(Long.class)
                        .single())
                .as("with that which ended")
                .isGreaterThan(1);
    }

    /** It was away for an hour, is back, and has sent the first half of it. @return of the life, when it was back */
    private long beginToCatchUp() throws Exception {
        fresh();
        loseFor(Duration.ofHours(1));
        long now = Duration.ofHours(1).plusSeconds(60).toMillis();
        assertThat(inbox.connected(SITE, life, now, clock.instant())).isFalse();
        inbox.synced(SITE, life, sync(now));
        takeFresh(now, true, 3);
        catchUpFrom(60_000, 1_800_000);
        return now;
    }

    private void catchUpFrom(long begin, long end) throws Exception {
        for (long from = begin; from < end; from += 60_000) {
            boolean out = from >= 60_000 + 20 * 60_000 && from < 60_000 + 30 * 60_000;
            assertThat(take(batch(life, from, Math.min(end, from + 60_000), !out, sync(0))))
                    .isTrue();
        }
    }

    /** And what was collected in the twenty seconds without a line. @param now as {@link #beginToCatchUp} gave it */
    private void theRestComesAndNoneOfItIsTakenForFresh(long now) throws Exception {
        catchUpFrom(1_800_000, now);
        take(batch(life, now + 30_000, now + 50_000, true, sync(0)));
        inbox.caughtUp(SITE);

        await().until(() -> table.unjudged(SITE).isEmpty());
        assertThat(seen)
                .filteredOn(one -> one.outcome() != Outcome.NOT_ASKED)
                .as("handed on as fresh")
                .hasSize(6 + 3 + 3);
        itWasOutFromTheTwentiethToTheThirtiethMinute();
    }

    private void itWasOutFromTheTwentiethToTheThirtiethMinute() {
        await().untilAsserted(() -> assertThat(timeline())
                .extracting(Stretch::condition)
                .containsExactly(Condition.UP, Condition.DOWN, Condition.UP));
        Stretch down = timeline().get(1);
        assertThat(Duration.between(START.plusSeconds(60 + 20 * 60), down.from())
                        .abs())
                .isLessThan(Duration.ofSeconds(11));
        assertThat(Duration.between(START.plusSeconds(60 + 30 * 60), down.until())
                        .abs())
                .isLessThan(Duration.ofSeconds(11));
        assertThat(judgement.outages.open()).isEmpty();
        assertThat(jdbc.sql("SELECT count(*) FROM collector_batch WHERE late")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void aResultSpeaksOfItsOwnDeviceAlone() {
        inbox.connected(SITE, life, 0, START);
        Instant at = Instant.ofEpochMilli(10);
        PollResult ofAnother = new PollResult(
                AP,
                at,
                at,
                Outcome.ANSWERED,
                0,
                1,
                null,
                List.of(),
                List.of(Sample.gauge(new SeriesKey(FOREIGN, LOSS.name(), ""), LOSS, at, 100)),
                "");

        assertThatThrownBy(() -> take(new Batch(
                        life, 1, 0, 2_000, sync(0), List.of(ofAnother), List.of(), List.of(), Batch.LeftOut.NOTHING)))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("sample of cua-nguoi-khac");
        assertThat(stored).isEmpty();
    }

    /** What was collected before a cut brings the readings of then. */
    @Test
    void anOlderReadingOfTheClockDoesNotReplaceTheNewest() {
        table.live(SITE, life, START);
        table.sync(SITE, life.id(), sync(3_600_000));
        table.sync(SITE, life.id(), new Sync(0, START.minusSeconds(3), 20));

        assertThat(table.lives(SITE).get(life.id()).sync()).isEqualTo(sync(3_600_000));
    }

    @Test
    void aLifeThatNeverTalkedIsDatedByTheNextOne() {
        Life first = new Life(UUID.randomUUID(), WRONG_CLOCK);
        Life next = new Life(UUID.randomUUID(), WRONG_CLOCK.plusSeconds(3_600));
        List<Lived> all =
                List.of(new Lived(first, null), new Lived(next, new Sync(10_000, START.plusSeconds(3_610), 5)));

        Dating dating = Clocks.byWallClock(all.get(0), all, START.minusSeconds(60), 3_000_000)
                .orElseThrow();

        assertThat(dating.date(5_000)).isEqualTo(START.plusSeconds(5));
        // A board without a clock begins in 1970 each time: its lives lie over one another.
        assertThat(Clocks.byWallClock(all.get(0), all, START.plusSeconds(600), 3_000_000))
                .isEmpty();
        assertThat(Clocks.byWallClock(all.get(0), all, START.minusSeconds(60), 3_700_000))
                .as("it lasted for longer than the next one leaves it")
                .isEmpty();
        Lived alone = new Lived(first, null);
        assertThat(Clocks.byWallClock(alone, List.of(alone), START, 1_000)).isEmpty();
    }

    @Test
    void aClockThatLosesSecondsIsPutRightInBetween() {
        Sync before = new Sync(0, START, 10);
        // In a day it has lost four seconds.
        long day = Duration.ofDays(1).toMillis();
        Sync after = new Sync(day, START.plusMillis(day + 4_000), 10);

        assertThat(Clocks.between(day / 2, before, after).date(day / 2)).isEqualTo(START.plusMillis(day / 2 + 2_000));
        assertThat(Clocks.between(day / 2, before, null).date(day / 2)).isEqualTo(START.plusMillis(day / 2));
        Sync set = new Sync(day, START.plusSeconds(400 * 86_400L), 10);
        assertThat(Clocks.between(day / 2, before, set).date(0))
                .as("the server's clock was set")
                .isEqualTo(START);
    }

    /** A minute in which it is there. */
    private void fresh() throws Exception {
        inbox.connected(SITE, life, 0, START);
        inbox.synced(SITE, life, sync(0));
        takeFresh(0, true, 6);
    }

    private void takeFresh(long from, boolean answers, int polls) throws Exception {
        int before = seen.size();
        for (int poll = 0; poll < polls; poll++) {
            long at = from + poll * 10_000L;
            pass(Duration.ofSeconds(5));
            Thread.sleep(120);
            pass(Duration.ofSeconds(5));
            take(batch(life, at, at + 10_000, answers, sync(0)));
            int asked = before + poll + 1;
            await().until(() -> seen.size() >= asked);
        }
    }

    private void loseFor(Duration time) {
        Instant lost = clock.instant();
        inbox.lost(SITE, lost);
        await().until(() -> timeline().stream().anyMatch(stretch -> stretch.condition() == Condition.UP));
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusMinutes(5)) {
            pass(Duration.ofMinutes(5));
        }
    }

    /** It was out from the twentieth to the thirtieth minute. @return of the life, when it was back */
    private long back(Life of, long now) throws Exception {
        assertThat(inbox.connected(SITE, of, now, clock.instant())).isFalse();
        inbox.synced(SITE, of, sync(now));
        takeFresh(now, true, 3);
        for (long from = 60_000; from < now; from += 60_000) {
            boolean out = from >= 60_000 + 20 * 60_000 && from < 60_000 + 30 * 60_000;
            assertThat(take(batch(of, from, from + 60_000, !out, sync(0)))).isTrue();
        }
        take(batch(of, now - 1, now - 1, true, sync(0)));
        return now;
    }

    private List<Stretch> timeline() {
        ObjectRef object = ObjectRef.of(AP);
        Map<ObjectRef, List<Stretch>> all = judgement.outages.timelines(
                List.of(object), START.plusSeconds(5), clock.instant().minusSeconds(5));
        return all.get(object);
    }
}
