package io.langsong.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.alert.LastingAlerts;
import io.langsong.availability.Interval;
import io.langsong.incident.PlannedOutages;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryChanged;
import io.langsong.inventory.InventoryDiff;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Link;
import io.langsong.inventory.LinkId;
import io.langsong.inventory.ProviderId;
import io.langsong.inventory.Service;
import io.langsong.inventory.ServiceId;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.maintenance.Maintenance;
import io.langsong.maintenance.Plan;
import io.langsong.maintenance.PlanWish;
import io.langsong.maintenance.Plans;
import io.langsong.maintenance.Scope;
import io.langsong.maintenance.Timing;
import io.langsong.polling.Cadence;
import io.langsong.polling.DeviceNotice;
import io.langsong.polling.PollResult;
import io.langsong.polling.PollResult.DeviceClock;
import io.langsong.polling.PollResult.Outcome;
import io.langsong.polling.PollResult.PortState;
import io.langsong.polling.Poller;
import io.langsong.testkit.TestClock;
import io.langsong.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** core ── router ── ap1, ap2; the core's port eth1 leads to the router. */
class OutageDetectorTest {
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");

    private final TestClock clock = new TestClock(START);
    private final DataSource database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final List<Object> events = new CopyOnWriteArrayList<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final Map<String, Cadence> cadences = new HashMap<>();
    private final Set<DeviceId> alerted = new HashSet<>();
    private final LastingAlerts alerts = new LastingAlerts() {
        @Override
        public boolean any(DeviceId device) {
            return alerted.contains(device);
        }
    };
    private List<String> references = List.of();
    private Optional<String> gateway = Optional.empty();
    private boolean referenceAnswers = true;
    private Plans plans;
    private Maintenance maintenance;
    private OutageRecorder recorder;
    private OutageDetector detector;
    private Conditions conditions;
    private Outages outages;
    private TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    private List<Device> boxes =
            List.of(box("core"), box("router", "core"), box("ap1", "router"), box("ap2", "router"));
    private List<Link> links = List.of(new Link(
            new LinkId("trunk"),
            "Trục",
            new Link.End(new DeviceId("core"), "eth1"),
            new Link.End(new DeviceId("router"), "wan"),
            null,
            null,
            null,
            null));

    @BeforeEach
    void start() {
        Inventory commune = commune();
        plans = new Plans(jdbc, new JdbcTransactionManager(database), commune, clock);
        maintenance = new Maintenance(plans, commune);
        OutageTable table =
                new OutageTable(jdbc, JsonMapper.builder().build(), events::add, new PlannedOutages(maintenance));
        outages = new Outages(jdbc, table, clock);
        begin(table);
    }

    private void begin(OutageTable table) {
        Inventory inventory = commune();
        conditions = new Conditions(events::add);
        recorder = new OutageRecorder(table, inventory, transaction, clock, events::add);
        Poller poller = poller();
        MonitoringPath path = new MonitoringPath(new OutageProperties(references), poller, clock, () -> gateway);
        detector = new OutageDetector(inventory, poller, recorder, conditions, alerts, path, clock);
        detector.start();
        recorder.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        detector.stop();
        recorder.stop();
    }

    @Test
    void aDeadAccessPointIsDownByItselfOnceItsUplinkHasAnswered() {
        good("core", "router", "ap1", "ap2");
        at(30);
        silent("ap1", 2);

        assertThat(asked).contains("router");
        assertThat(cadences).containsEntry("ap1", Cadence.CONFIRMING);

        silent("ap1", 1);
        silent("ap1", 1);
        assertThat(conditions.of(device("ap1")).suspect()).isTrue();
        assertThat(open()).isEmpty();

        at(31);
        good("router");
        assertThat(open()).containsExactly("device:ap1 DOWN root=device:ap1");
        assertThat(conditions.of(device("ap1")).condition()).isEqualTo(Condition.DOWN);
        assertThat(conditions.of(service()).condition()).isEqualTo(Condition.DEGRADED);
    }

    @Test
    void whatLiesBehindADeadRouterIsUnreachableWhicheverIsAskedFirst() {
        good("core", "router", "ap1", "ap2");
        at(30);
        for (String id : List.of("ap1", "ap2", "router")) {
            silent(id, 2);
            silent(id, 1);
            silent(id, 1);
        }
        assertThat(open()).isEmpty();
        at(31);
        good("core");

        assertThat(open())
                .containsExactlyInAnyOrder(
                        "device:router DOWN root=device:router",
                        "device:ap1 UNREACHABLE root=device:router",
                        "device:ap2 UNREACHABLE root=device:router",
                        "service:wifi UNREACHABLE root=device:router",
                        "link:trunk UNREACHABLE root=device:router");
        assertThat(startedIn()).first().isEqualTo("device:router");
    }

    @Test
    void aChildThatDoesNotReturnWithItsUplinkIsDownByItselfFromThen() {
        whatLiesBehindADeadRouterIsUnreachableWhicheverIsAskedFirst();
        at(90);
        good("router");
        good("ap2");
        at(91);
        silent("ap1", 1);
        silent("ap1", 1);
        silent("ap1", 1);
        assertThat(open()).contains("device:ap1 UNREACHABLE root=device:router");
        silent("ap1", 1);

        assertThat(open())
                .contains("device:ap1 DOWN root=device:ap1")
                .doesNotContain("device:router DOWN root=device:router");
        List<Outage> ofChild = outages.between(START, START.plusSeconds(3600), device("ap1"));
        assertThat(ofChild).hasSize(2);
        assertThat(ofChild.get(1).to()).isEqualTo(ofChild.get(0).from());
    }

    @Test
    void aPollThatIsAnsweredAtTheSecondTryIsNoOutage() {
        good("core", "router", "ap1", "ap2");
        at(30);
        silent("ap1", 2);
        at(32);
        good("ap1");

        assertThat(open()).isEmpty();
        assertThat(cadences).containsEntry("ap1", Cadence.REGULAR);
        assertThat(jdbc.sql("SELECT count(*) FROM outage_record")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void thePortThatWentDownDatesTheOutageBehindItToASecond() {
        coreWith(true, 0);
        good("router", "ap1", "ap2");
        at(30);
        silent("router", 2);
        silent("router", 1);
        silent("router", 1);
        at(31);
        coreWith(false, 11);
        assertThat(open()).contains("device:router DOWN root=device:router");

        Outage router = outages.open().stream()
                .filter(outage -> outage.object().equals(device("router")))
                .findFirst()
                .orElseThrow();
        assertThat(router.from().best()).isBetween(START.plusSeconds(19), START.plusSeconds(21));
        assertThat(router.evidence()).anyMatch(evidence -> evidence.kind().equals(Evidence.PORT_DOWN));
        assertThat(open()).contains("link:trunk DOWN root=device:router");
    }

    @Test
    void aTrapOfThePortDatesTheOutageWhereTheDeviceDoesNotSayWhenItChanged() {
        withPort("core", true);
        good("router", "ap1", "ap2");
        at(30);
        silent("router", 2);
        silent("router", 1);
        silent("router", 1);
        told("core", DeviceNotice.Kind.LINK_DOWN, 12, 1);
        told("core", DeviceNotice.Kind.LINK_DOWN, 15, 9);
        at(31);
        withPort("core", false);
        assertThat(open()).contains("device:router DOWN root=device:router");

        Outage router = outageOf("router");
        assertThat(router.from().best()).isEqualTo(START.plusSeconds(12));
        assertThat(router.from().earliest()).isEqualTo(START.plusMillis(11_500));
        assertThat(router.evidence()).anyMatch(evidence -> evidence.kind().equals(Evidence.PORT_DOWN));
    }

    @Test
    void aTrapAloneTurnsNothing() {
        withPort("core", true);
        good("router", "ap1", "ap2");
        at(10);
        told("core", DeviceNotice.Kind.LINK_DOWN, 9, 1);
        told("router", DeviceNotice.Kind.COLD_START, 9, 0);
        told("router", DeviceNotice.Kind.ON_BATTERY, 9, 0);
        at(30);
        withPort("core", true);
        good("router", "ap1", "ap2");

        assertThat(open()).isEmpty();
        assertThat(conditions.of(device("router")).condition()).isEqualTo(Condition.UP);
    }

    @Test
    void aColdStartDatesTheEndAndABatteryNamesTheCause() {
        good("core", "router", "ap1", "ap2");
        at(28);
        told("core", DeviceNotice.Kind.ON_BATTERY, 27, 0);
        at(30);
        down("ap1");
        at(31);
        good("router");
        written();
        assertThat(outageOf("ap1").cause()).isEqualTo(Outage.Cause.POWER);
        assertThat(outageOf("ap1").evidence())
                .anyMatch(one ->
                        one.kind().equals(Evidence.ON_BATTERY) && one.detail().equals("core"));

        at(90);
        told("ap1", DeviceNotice.Kind.COLD_START, 80, 0);
        good("ap1");
        written();
        Outage over =
                outages.between(START, START.plusSeconds(3600), device("ap1")).get(0);
        assertThat(over.to()).isEqualTo(Bound.between(START.plusSeconds(80), START.plusSeconds(90)));
        assertThat(over.cause()).isEqualTo(Outage.Cause.POWER);
        assertThat(over.evidence()).anyMatch(one -> one.kind().equals(Evidence.COLD_START));
    }

    @Test
    void aWarmStartSaysThatItWasNotThePower() {
        good("core", "router", "ap1", "ap2");
        at(30);
        down("ap1");
        at(31);
        good("router");
        at(90);
        told("ap1", DeviceNotice.Kind.WARM_START, 80, 0);
        good("ap1");
        written();

        Outage over =
                outages.between(START, START.plusSeconds(3600), device("ap1")).get(0);
        assertThat(over.to()).isEqualTo(Bound.between(START.plusSeconds(80), START.plusSeconds(90)));
        assertThat(over.cause()).isEqualTo(Outage.Cause.DEVICE);
        assertThat(over.evidence()).anyMatch(one -> one.kind().equals(Evidence.WARM_START));
    }

    @ParameterizedTest(name = "{0}, the box {1}, a neighbour {2} -> {3}")
    @CsvSource(textBlock = """
            # the word,   box,        neighbour,  cause
            COLD_START,   untold,     untold,     UNKNOWN
            COLD_START,   untold,     restarted,  POWER
            COLD_START,   untold,     ran on,     DEVICE
            COLD_START,   ran on,     untold,     DEVICE
            COLD_START,   restarted,  restarted,  POWER
            WARM_START,   untold,     untold,     DEVICE
            WARM_START,   restarted,  untold,     DEVICE
            WARM_START,   restarted,  restarted,  POWER
            WARM_START,   ran on,     untold,     DEVICE
            ,             restarted,  untold,     UNKNOWN
            ,             ran on,     untold,     LINK
            """)
    void whatItSaysOfItsStartHelpsToNameTheCause(
            DeviceNotice.@Nullable Kind word, String box, String neighbour, Outage.Cause cause) {
        good("core", "router", "ap1", "ap2");
        running("ap1", box, 1000);
        running("ap2", neighbour, 1000);
        at(30);
        down("ap1");
        at(31);
        good("router");
        at(90);
        running("ap2", neighbour, neighbour.equals("restarted") ? 12 : 1090);
        if (word != null) {
            told("ap1", word, 80, 0);
        }
        running("ap1", box, box.equals("restarted") ? 12 : 1090);
        written();

        assertThat(outages.between(START, START.plusSeconds(3600), device("ap1"))
                        .get(0)
                        .cause())
                .isEqualTo(cause);
    }

    @Test
    void thatItWasThePowerShowsOnlyWhenTheOthersAreBack() {
        good("core", "router");
        running("ap1", "boot", 1000);
        running("ap2", "boot", 1000);
        at(30);
        down("ap1");
        down("ap2");
        at(90);
        running("ap1", "boot", 20);
        written();
        assertThat(outageOver("ap1").cause()).isEqualTo(Outage.Cause.UNKNOWN);

        at(100);
        running("ap2", "boot", 10);
        written();
        assertThat(List.of(outageOver("ap1"), outageOver("ap2"))).allSatisfy(outage -> {
            assertThat(outage.cause()).isEqualTo(Outage.Cause.POWER);
            assertThat(outage.evidence())
                    .filteredOn(one -> one.kind().equals(Evidence.RESTARTED_TOGETHER))
                    .singleElement()
                    .satisfies(one -> assertThat(one.detail()).isEqualTo("2"));
        });
        assertThat(events)
                .filteredOn(OutageExplained.class::isInstance)
                .singleElement()
                .satisfies(
                        event -> assertThat(((OutageExplained) event).outage()).isEqualTo(outageOver("ap1")));
    }

    @Test
    void whatFallsInPlannedTimeIsPlannedAndWhatHidesBehindItIsNot() {
        Plan plan = plan(20, 60, "device:router");
        good("core", "router", "ap1", "ap2");
        at(30);
        for (String id : List.of("ap1", "router")) {
            silent(id, 2);
            silent(id, 2);
        }
        at(31);
        good("core");
        written();

        assertThat(outageOver("router").cause()).isEqualTo(Outage.Cause.PLANNED);
        assertThat(outageOver("router").evidence())
                .anyMatch(one ->
                        one.kind().equals(Evidence.PLANNED) && one.detail().equals(Long.toString(plan.id())));
        assertThat(outageOver("ap1").cause()).isEqualTo(Outage.Cause.UPSTREAM);
        at(90);
        running("router", "boot", 20);
        written();
        assertThat(outageOver("router").cause()).isEqualTo(Outage.Cause.PLANNED);
    }

    @Test
    void aPlanThatIsEnteredWhileItLastsCountsAtItsEnd() {
        good("core", "router", "ap1", "ap2");
        at(30);
        down("ap1");
        written();
        assertThat(outageOver("ap1").cause()).isEqualTo(Outage.Cause.UNKNOWN);

        plan(0, 60, "village:village");
        at(90);
        good("ap1");
        written();
        assertThat(outageOver("ap1").cause()).isEqualTo(Outage.Cause.PLANNED);
    }

    @Test
    void whatFallsBeforeOrAfterPlannedTimeIsNotPlanned() {
        plan(100, 200, "device:ap1");
        good("core", "router", "ap1", "ap2");
        at(30);
        down("ap1");
        written();

        assertThat(outageOver("ap1").cause()).isEqualTo(Outage.Cause.UNKNOWN);
    }

    @Test
    void whatAPersonSaysOfACauseCountsAndTheMachineGoesOnGuessingBesideIt() {
        Corrections corrections = new Corrections(
                jdbc,
                new OutageTable(jdbc, JsonMapper.builder().build(), events::add, new PlannedOutages(maintenance)),
                events::add,
                transaction,
                clock);
        good("core", "router");
        running("ap1", "boot", 1000);
        running("ap2", "boot", 1000);
        at(30);
        down("ap1");
        written();
        long id = outageOver("ap1").id();
        events.clear();
        assertThat(corrections.correct(id, Outage.Cause.PROVIDER, "Viettel báo đứt cáp", "ha"))
                .isPresent();
        assertThat(events).hasOnlyElementsOfType(OutageExplained.class).hasSize(1);
        assertThat(corrections.guess(id).map(Corrections.MachineGuess::cause)).contains(Outage.Cause.UNKNOWN);

        at(90);
        running("ap1", "boot", 20);
        at(95);
        running("ap2", "boot", 1095);
        written();
        assertThat(outageOver("ap1").cause()).isEqualTo(Outage.Cause.PROVIDER);
        assertThat(corrections.guess(id).map(Corrections.MachineGuess::cause)).contains(Outage.Cause.DEVICE);

        corrections.correct(id, Outage.Cause.CONFIGURATION, "Nhầm VLAN", "an");
        assertThat(outageOver("ap1").cause()).isEqualTo(Outage.Cause.CONFIGURATION);
        assertThat(corrections.guess(id).map(Corrections.MachineGuess::cause)).contains(Outage.Cause.DEVICE);
        assertThat(corrections.of(id)).extracting(Correction::by).containsExactly("an", "ha");
        assertThat(corrections.correct(id + 1000, Outage.Cause.POWER, "x", "an"))
                .isEmpty();
    }

    private Plan plan(int from, int until, String... scope) {
        return plans.enter(
                new PlanWish(
                        Plan.Kind.WORK,
                        "Thay bộ nguồn",
                        "Nguồn hỏng",
                        null,
                        Scope.parse(List.of(scope)),
                        new Timing.Once(new Interval(START.plusSeconds(from), START.plusSeconds(until)))),
                "ha");
    }

    @Test
    void aDeviceOfWhichAnAlertLastsServesAndIsDegraded() {
        good("core", "router", "ap1", "ap2");
        alerted.add(new DeviceId("ap1"));
        at(30);
        good("core", "router", "ap1", "ap2");
        assertThat(conditions.of(device("ap1")).condition()).isEqualTo(Condition.DEGRADED);
        assertThat(conditions.of(device("ap1")).fault()).isEqualTo("alert");
        assertThat(conditions.of(service()).condition()).isEqualTo(Condition.UP);

        alerted.clear();
        at(60);
        good("core", "router", "ap1", "ap2");
        written();
        assertThat(conditions.of(device("ap1")).condition()).isEqualTo(Condition.UP);
        assertThat(stretches("ap1", 60)).containsExactly("UP 30", "DEGRADED 30");
    }

    @Test
    void aNeighbourThatWasNotLookedAtSinceIsNoWitness() {
        good("core", "router");
        running("ap1", "boot", 1000);
        running("ap2", "boot", 1000);
        at(30);
        down("ap1");
        at(90);
        running("ap1", "boot", 20);
        written();
        assertThat(outageOver("ap1").cause()).isEqualTo(Outage.Cause.UNKNOWN);

        at(95);
        running("ap2", "boot", 1095);
        written();
        assertThat(outageOver("ap1").cause()).isEqualTo(Outage.Cause.DEVICE);
        assertThat(outageOver("ap1").evidence())
                .anyMatch(one ->
                        one.kind().equals(Evidence.RAN_ON) && one.detail().equals("ap2"));
    }

    private Outage outageOver(String id) {
        return outages.between(START, START.plusSeconds(3600), device(id)).get(0);
    }

    @Test
    void aBatteryThatIsOverOrToldTooLongAgoNamesNoCause() {
        good("core", "router", "ap1", "ap2");
        at(28);
        told("core", DeviceNotice.Kind.ON_BATTERY, 20, 0);
        told("core", DeviceNotice.Kind.ON_MAINS, 25, 0);
        told("router", DeviceNotice.Kind.ON_BATTERY, -3700, 0);
        at(30);
        down("ap1");
        at(31);
        good("router");
        written();

        assertThat(outageOf("ap1").cause()).isEqualTo(Outage.Cause.UNKNOWN);
    }

    private Outage outageOf(String id) {
        open();
        return outages.open().stream()
                .filter(outage -> outage.object().equals(device(id)))
                .findFirst()
                .orElseThrow();
    }

    /** @param second when it happened, after the start */
    private void told(String id, DeviceNotice.Kind kind, int second, int ifIndex) {
        detector.observe(new DeviceNotice(new DeviceId(id), kind, START.plusSeconds(second), ifIndex));
    }

    /** The port 1, eth1, of a device that does not say when it changed. */
    private void withPort(String id, boolean portUp) {
        observe(new PollResult(
                new DeviceId(id),
                now(),
                now(),
                Outcome.ANSWERED,
                0,
                1,
                null,
                List.of(new PortState(1, "eth1", true, portUp, null)),
                List.of(),
                ""));
    }

    @Test
    void aRestartOfTheServerNeitherClosesAnOutageNorTellsItTwice() {
        good("core", "router", "ap1", "ap2");
        at(30);
        down("ap1");
        written();
        asleepUntil(40);
        restart();
        events.clear();
        at(100);
        good("router");
        down("ap1");

        assertThat(open()).contains("device:ap1 DOWN root=device:ap1");
        assertThat(startedIn()).doesNotContain("device:ap1");
        at(160);
        good("ap1");
        written();
        assertThat(outages.between(START, START.plusSeconds(3600), device("ap1")))
                .hasSize(1);
        assertThat(events).anyMatch(event -> event instanceof OutageEnded);
    }

    @Test
    void whatIsMadeOfDevicesIsKnownAgainOnlyFromWhenSomebodyLooks() {
        whatLiesBehindADeadRouterIsUnreachableWhicheverIsAskedFirst();
        at(60);
        asleepUntil(10_000);
        restart();
        good("core", "router", "ap1", "ap2");
        written();

        for (ObjectRef object : List.of(service(), ObjectRef.of(new LinkId("trunk")), device("ap1"))) {
            assertThat(outages.timeline(object, START.plusSeconds(100), START.plusSeconds(10_000)))
                    .as("%s", object)
                    .singleElement()
                    .satisfies(stretch -> assertThat(stretch.condition()).isEqualTo(Condition.UNKNOWN));
        }
    }

    @Test
    void whatWasHiddenWhenWeStoppedAndIsDownByItselfNowIsWrittenToBeSo() {
        good("core", "router", "ap1", "ap2");
        at(30);
        for (String id : List.of("core", "router", "ap1", "ap2")) {
            silent(id, 2);
            silent(id, 2);
        }
        assertThat(open()).contains("link:trunk UNREACHABLE root=device:core");
        asleepUntil(1_000);
        restart();
        events.clear();
        coreWith(false, 500);
        silentForSixSeconds("router");
        coreWith(false, 506);
        silentForSixSeconds("router");
        assertThat(open())
                .contains("device:router DOWN root=device:router")
                .as("it may still be for want of an answer")
                .contains("link:trunk UNREACHABLE root=device:core");

        at(1_400);

        assertThat(open())
                .contains("link:trunk DOWN root=device:router")
                .doesNotContain("link:trunk UNREACHABLE root=device:core");
        List<Outage> rows = outages.between(START, now(), ObjectRef.of(new LinkId("trunk")));
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1).to()).as("without a gap").isEqualTo(rows.get(0).from());
        assertThat(rows.get(0).from().best()).isBefore(START.plusSeconds(1_020));
    }

    private void silentForSixSeconds(String id) {
        for (int second = 0; second < 6; second++) {
            clock.advance(Duration.ofSeconds(1));
            silent(id, 1);
        }
    }

    @Test
    void anEndThatNobodySawBeganWhenTheObjectItselfWasLastSeen() {
        good("core", "router", "ap1", "ap2");
        at(30);
        down("ap1");
        written();
        asleepUntil(100);
        restart();
        good("core");
        written();
        asleepUntil(200);
        restart();
        good("ap1");
        written();

        Bound to = outages.between(START, now(), device("ap1")).get(0).to();
        assertThat(to.earliest()).isBefore(START.plusSeconds(40));
        assertThat(to.latest()).isEqualTo(now());
    }

    @Test
    void ourOwnAbsenceIsUnknown() {
        good("core", "router", "ap1", "ap2");
        at(60);
        good("core", "router", "ap1", "ap2");
        written();
        asleepUntil(600);
        restart();
        good("core", "router", "ap1", "ap2");
        written();

        assertThat(outages.timeline(device("ap2"), START, START.plusSeconds(600)).stream()
                        .map(stretch -> stretch.condition()
                                + " "
                                + Duration.between(stretch.from(), stretch.until())
                                        .toSeconds()))
                .containsExactly("UP 60", "UNKNOWN 540");
    }

    @Test
    void refusedCredentialsAreAFaultAndNoOutage() {
        good("core", "router", "ap1", "ap2");
        at(30);
        observe(new PollResult(
                new DeviceId("ap1"), now(), now(), Outcome.REFUSED, 0, 1, null, List.of(), List.of(), "credentials"));

        assertThat(conditions.of(device("ap1")).condition()).isEqualTo(Condition.DEGRADED);
        assertThat(conditions.of(device("ap1")).fault()).isEqualTo("credentials");
        assertThat(open()).isEmpty();
        at(60);
        good("ap1");
        assertThat(conditions.of(device("ap1")).condition()).isEqualTo(Condition.UP);
    }

    @Test
    void conditionsOfOneObjectCanNotOverlap() {
        good("core", "router", "ap1", "ap2");
        at(30);
        down("ap1");
        written();

        assertThatThrownBy(() -> jdbc.sql("""
                INSERT INTO outage_record (object, condition, root, began_earliest, began, began_latest,
                                           ended_earliest, ended, ended_latest, cause)
                SELECT object, 'UNREACHABLE', root, began, began, began,
                       began + interval '1 s', began + interval '1 s', began + interval '1 s', 'UNKNOWN' FROM outage_record
                """).update()).isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void aMachineThatSleptKnowsNothingOfThatTime() {
        good("core", "router", "ap1", "ap2");
        at(60);
        good("core", "router", "ap1", "ap2");
        asleepUntil(8 * 3600);
        good("core", "router", "ap1", "ap2");
        at(8 * 3600 + 60);
        written();

        assertThat(stretches("ap2", 8 * 3600 + 60)).containsExactly("UP 60", "UNKNOWN 28740", "UP 60");
    }

    /** Between waking and its next poll it is as between any two polls that it answers. */
    @Test
    void whatAnswersAfterWeStoodStillDidSoSinceWeWoke() {
        good("core", "router", "ap1", "ap2");
        at(60);
        good("core", "router", "ap1", "ap2");
        asleepUntil(120);
        detector.awake();
        at(140);
        good("core", "router", "ap2");
        down("ap1");
        at(180);
        written();

        assertThat(stretches("ap2", 180)).containsExactly("UP 60", "UNKNOWN 60", "UP 60");
        assertThat(stretches("ap1", 180))
                .as("silent since it was asked")
                .containsExactly("UP 60", "UNKNOWN 80", "DOWN 40");
    }

    /** It was not looked at before, so nothing is known of it until it answers. */
    @Test
    void whatNobodyWatchedBeforeIsKnownOnlySinceItAnswers() {
        good("core");
        at(60);
        asleepUntil(120);
        at(150);
        good("ap2");
        at(180);
        written();

        assertThat(stretches("ap2", 180)).containsExactly("UNKNOWN 150", "UP 30");
    }

    @Test
    void aQuestionThatWasUnderWayWhenTheMachineFellAsleepSaysNothing() {
        good("core", "router", "ap1", "ap2");
        at(60);
        Instant asked = now();
        asleepUntil(3600);
        detector.awake();
        observe(new PollResult(
                new DeviceId("ap2"), asked, now(), Outcome.SILENT, 2, 2, null, List.of(), List.of(), ""));
        assertThat(conditions.of(device("ap2")).suspect()).isFalse();
        good("ap2");
        at(3660);
        written();

        assertThat(stretches("ap2", 3660)).containsExactly("UP 60", "UNKNOWN 3540", "UP 60");
    }

    @Test
    void aClockThatIsSetBackBlindsNobody() {
        asleepUntil(7 * 3600);
        good("core", "router", "ap1", "ap2");
        at(7 * 3600 + 20);
        asleepUntil(100);
        good("core", "router", "ap1", "ap2");
        at(130);
        down("ap1");

        assertThat(open()).containsExactlyInAnyOrder("device:ap1 DOWN root=device:ap1");
        assertThat(conditions.of(device("ap2")).condition()).isEqualTo(Condition.UP);
        assertThat(stretches("ap2", 130)).containsExactly("UNKNOWN 100", "UP 30");
    }

    @Test
    void anOutageThatBeganByAClockThatWasAheadKeepsItsLengthSinceThen() {
        asleepUntil(7 * 3600);
        good("core", "router", "ap1", "ap2");
        at(7 * 3600 + 20);
        down("ap1");
        assertThat(open()).containsExactly("device:ap1 DOWN root=device:ap1");
        asleepUntil(100);
        good("core", "router", "ap2");
        down("ap1");
        at(160);
        good("ap1");
        at(200);
        written();

        assertThat(outages.between(START, now(), device("ap1"))).hasSize(1);
        assertThat(stretches("ap1", 200)).containsExactly("UNKNOWN 100", "DOWN 30", "UP 69");
        assertThat(conditions.of(device("ap1")).condition()).isEqualTo(Condition.UP);
    }

    @Test
    void aBeatFromTheFutureMakesNoTimeKnown() {
        good("core", "router", "ap1", "ap2");
        asleepUntil(7 * 3600);
        restart();
        good("core", "router", "ap1", "ap2");
        written();
        asleepUntil(100);
        restart();
        at(705);
        good("core", "router", "ap1", "ap2");
        at(7200);
        written();

        assertThat(stretches("ap2", 7200))
                .as("for ten minutes the clock may have been behind")
                .containsExactly("UNKNOWN 705", "UP 6495");
    }

    @Test
    void aDatabaseThatIsSlowMakesNoJudgementUndone() throws InterruptedException {
        recorder.stop();
        CountDownLatch slow = new CountDownLatch(1);
        transaction = new TransactionTemplate(new JdbcTransactionManager(database)) {
            @Override
            public void executeWithoutResult(Consumer<TransactionStatus> action) {
                try {
                    slow.await();
                } catch (InterruptedException e) {
                    throw new TransactionTimedOutException("interrupted", e);
                }
                super.executeWithoutResult(action);
            }
        };
        begin(new OutageTable(jdbc, JsonMapper.builder().build(), events::add, new PlannedOutages(maintenance)));
        good("core", "router", "ap1", "ap2");
        at(60);
        silent("ap1", 2);
        at(61);
        slow.countDown();
        written();
        good("core");

        assertThat(conditions.of(device("ap1")).suspect()).isTrue();
        assertThat(stretches("ap2", 61)).containsExactly("UP 61");
    }

    /** Ten seconds of real time, in which the recorder tries again and again. */
    @Test
    void whatIsDownIsToldOnceWhileTheDatabaseIsAwayAndWrittenWhenItIsBack() throws InterruptedException {
        recorder.stop();
        AtomicBoolean away = new AtomicBoolean();
        transaction = new TransactionTemplate(new JdbcTransactionManager(database)) {
            @Override
            public void executeWithoutResult(Consumer<TransactionStatus> action) {
                if (away.get()) {
                    throw new CannotCreateTransactionException("no connection");
                }
                super.executeWithoutResult(action);
            }
        };
        begin(new OutageTable(jdbc, JsonMapper.builder().build(), events::add, new PlannedOutages(maintenance)));
        good("core", "router", "ap1", "ap2");
        at(30);
        away.set(true);
        silent("ap1", 2);
        silent("ap1", 1);
        silent("ap1", 1);
        at(31);
        good("router");

        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .until(() -> !unwritten().isEmpty());
        Awaitility.await().during(Duration.ofSeconds(6)).until(() -> unwritten().size() == 1);
        assertThat(unwritten().get(0).outages())
                .extracting(OutagesUnwritten.Unwritten::object)
                .containsExactly(device("ap1"));

        away.set(false);
        written();
        assertThat(open()).containsExactly("device:ap1 DOWN root=device:ap1");
        assertThat(unwritten()).hasSize(1);
    }

    private List<OutagesUnwritten> unwritten() {
        return events.stream()
                .filter(OutagesUnwritten.class::isInstance)
                .map(OutagesUnwritten.class::cast)
                .toList();
    }

    @Test
    void whatAnEarlierRunCouldNotWriteIsNotWrittenByTheNext() throws InterruptedException {
        good("core", "router", "ap1", "ap2");
        at(30);
        detector.stop();
        recorder.stop();
        recorder.submit(new Turn.Began(
                device("ap1"), Condition.DOWN, "", device("ap1"), Bound.exactly(now()), Guess.NONE, List.of()));

        detector.start();
        recorder.start();

        assertThat(open()).isEmpty();
    }

    @Test
    void aServerThatTakesOverAgainRemembersNothingOfItsEarlierRun() throws InterruptedException {
        good("core", "router", "ap1", "ap2");
        at(30);
        down("ap1");
        down("ap2");
        assertThat(open()).contains("service:wifi DOWN root=service:wifi");
        detector.stop();
        recorder.stop();
        // Another server saw them end.
        jdbc.sql("""
                UPDATE outage_record SET ended_earliest = began + interval '60 s', ended = began + interval '60 s',
                       ended_latest = began + interval '60 s' WHERE ended IS NULL
                """).update();
        asleepUntil(600);
        detector.start();
        recorder.start();
        good("core", "router");
        down("ap1");
        down("ap2");

        assertThat(open()).contains("service:wifi DOWN root=service:wifi", "device:ap1 DOWN root=device:ap1");
    }

    @Test
    void whatHangsOnADeviceThatIsNotAskedHangsOnTheOneAbove() {
        links = List.of();
        for (Device between : List.of(
                box("switch", null, true, "router"),
                box("switch", SnmpAccess.community("2c", "public"), false, "router"))) {
            boxes = List.of(box("core"), box("router", "core"), between, box("ap1", "switch"), box("ap2", "switch"));
            detector.on(new InventoryChanged(new InventoryDiff(List.of(), List.of(), 0), List.of()));
            good("core", "router", "ap1", "ap2");
            at(seconds() + 30);
            down("ap1");
            assertThat(open()).contains("device:ap1 DOWN root=device:ap1");

            good("ap1");
            at(seconds() + 30);
            for (String id : List.of("ap2", "router")) {
                silent(id, 2);
                silent(id, 2);
            }
            at(seconds() + 1);
            good("core");
            assertThat(open())
                    .contains("device:router DOWN root=device:router", "device:ap2 UNREACHABLE root=device:router");
            at(seconds() + 30);
            good("router", "ap2");
            assertThat(open()).isEmpty();
        }
    }

    @Test
    void aLinkToADeviceThatIsNotAskedGoesDown() {
        boxes = List.of(box("core"), box("router", null, true, "core"), box("ap1", "router"), box("ap2", "router"));
        detector.on(new InventoryChanged(new InventoryDiff(List.of(), List.of(), 0), List.of()));
        coreWith(true, 1000);
        at(30);
        coreWith(false, 5);
        at(31);
        coreWith(false, 6);

        assertThat(open()).contains("link:trunk DOWN root=link:trunk");
    }

    private static Link lineOf(String id, String port) {
        return new Link(
                new LinkId(id),
                "Đường truyền",
                new Link.End(new DeviceId("router"), port),
                null,
                new ProviderId("nha-mang"),
                null,
                null,
                null);
    }

    private void withLines(Link... lines) {
        links = List.of(lines);
        detector.on(new InventoryChanged(new InventoryDiff(List.of(), List.of(), 0), List.of()));
        good("core", "ap1", "ap2");
    }

    /** The access points answer us, who are in the same house; those who use them get nowhere. */
    @Test
    void aWifiWhoseOnlyLineToTheProviderIsDownServesNobody() {
        withLines(lineOf("line", "wan"));
        withPort("router", "wan", true, 6000);
        assertThat(conditions.of(service()).condition()).isEqualTo(Condition.UP);
        at(30);
        good("ap1", "ap2");
        withPort("router", "wan", false, 4);
        good("router");

        assertThat(open())
                .containsExactlyInAnyOrder("link:line DOWN root=link:line", "service:wifi UNREACHABLE root=link:line");

        at(60);
        good("ap1", "ap2");
        withPort("router", "wan", true, 3);
        written();
        assertThat(open()).isEmpty();
        assertThat(conditions.of(service()).condition()).isEqualTo(Condition.UP);
        Outage outage = outages.between(START, now(), service()).get(0);
        assertThat(outage.from().best()).isEqualTo(START.plusSeconds(26));
        assertThat(outage.to().best()).isEqualTo(START.plusSeconds(57));
    }

    @Test
    void aWifiWithASecondLineServesOn() {
        withLines(lineOf("line", "wan"), lineOf("spare", "lte"));
        withPort("router", "wan", true, 6000);
        at(30);
        good("ap1", "ap2");
        withPort("router", "wan", false, 4);
        good("router");

        assertThat(open()).containsExactly("link:line DOWN root=link:line");
        assertThat(conditions.of(service()).condition()).isEqualTo(Condition.UP);
    }

    @Test
    void aLinkIsDatedByThePortThatChanged() {
        int ago = 6000;
        coreWith(true, ago);
        withPort("router", "wan", true, ago);
        at(30);
        withPort("router", "wan", false, 4);
        coreWith(true, ago + 30);
        good("router");
        at(60);
        coreWith(true, ago + 60);
        withPort("router", "wan", true, 3);
        written();

        Outage link =
                outages.between(START, now(), ObjectRef.of(new LinkId("trunk"))).get(0);
        assertThat(link.from().best()).isEqualTo(START.plusSeconds(26));
        assertThat(link.to()).isNotNull();
        assertThat(link.to().best()).isEqualTo(START.plusSeconds(57));
        assertThat(link.evidence())
                .anyMatch(fact ->
                        fact.kind().equals(Evidence.PORT_DOWN) && fact.detail().equals("router wan"));
    }

    @Test
    void aDegradedServiceThatStopsWhileNobodyLooksIsDownAfterwards() {
        good("core", "router", "ap1", "ap2");
        at(30);
        down("ap1");
        assertThat(open()).contains("device:ap1 DOWN root=device:ap1");
        assertThat(conditions.of(service()).condition()).isEqualTo(Condition.DEGRADED);
        asleepUntil(100);
        restart();
        good("core", "router");
        down("ap1");
        down("ap2");

        assertThat(open()).contains("service:wifi DOWN root=service:wifi");
    }

    @Test
    void whatStaysDownAfterItsRootCameBackWhileNobodyLookedIsDownByItself() {
        whatLiesBehindADeadRouterIsUnreachableWhicheverIsAskedFirst();
        asleepUntil(100);
        restart();
        good("core", "router", "ap2");
        down("ap1");

        // Some of these tries may have been made before the router was back.
        assertThat(open()).contains("device:ap1 UNREACHABLE root=device:router");
        at(105);
        down("ap1");

        assertThat(open())
                .contains("device:ap1 DOWN root=device:ap1")
                .doesNotContain("device:router DOWN root=device:router");
        List<Outage> ofChild = outages.between(START, START.plusSeconds(3600), device("ap1"));
        assertThat(ofChild).hasSize(2);
        assertThat(ofChild.get(1).to()).isEqualTo(ofChild.get(0).from());
        at(160);
        good("ap1");
        assertThat(open()).noneMatch(row -> row.startsWith("device:"));
    }

    @Test
    void anOutageThatWasNotSeenToEndIsEndedThoughNobodyLookedTwice() {
        good("core", "router", "ap1", "ap2");
        at(30);
        down("ap1");
        written();
        asleepUntil(100);
        restart();
        silent("ap1", 1);
        asleepUntil(200);
        good("core", "router", "ap1");

        assertThat(open()).isEmpty();
    }

    @Test
    void whatHidesBehindAChildThatDoesNotReturnHidesBehindThatOne() {
        boxes = List.of(
                box("core"),
                box("router", "core"),
                box("switch", "router"),
                box("ap1", "switch"),
                box("ap2", "switch"));
        detector.on(new InventoryChanged(new InventoryDiff(List.of(), List.of(), 0), List.of()));
        good("core", "router", "switch", "ap1", "ap2");
        at(30);
        for (String id : List.of("ap1", "ap2", "switch", "router")) {
            silent(id, 2);
            silent(id, 2);
        }
        at(31);
        good("core");
        assertThat(open()).contains("device:ap1 UNREACHABLE root=device:router");
        at(90);
        good("router");
        at(91);
        silent("switch", 2);
        silent("switch", 2);

        assertThat(open())
                .contains(
                        "device:switch DOWN root=device:switch",
                        "device:ap1 UNREACHABLE root=device:switch",
                        "device:ap2 UNREACHABLE root=device:switch",
                        "service:wifi UNREACHABLE root=device:switch")
                .doesNotContain("device:ap1 UNREACHABLE root=device:router");
    }

    @Test
    void aLinkThatIsTakenAwayIsNeitherOutNorWatchedAnyMore() {
        coreWith(true, 100);
        good("router", "ap1", "ap2");
        at(30);
        coreWith(false, 5);
        at(31);
        good("router");
        coreWith(false, 6);
        assertThat(open()).contains("link:trunk DOWN root=link:trunk");
        at(60);
        links = List.of();
        detector.on(new InventoryChanged(new InventoryDiff(List.of(), List.of(), 0), List.of()));
        good("core");
        at(90);

        assertThat(open()).isEmpty();
        assertThat(jdbc.sql("SELECT count(*) FROM outage_watch WHERE object = 'link:trunk' AND upper_inf(during)")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void whenNothingAnswersNorAReferenceTargetItIsOurOwnLine() {
        references = List.of("198.51.100.1");
        restart();
        allGoneAt(30);

        assertThat(open()).isEmpty();
        for (String id : List.of("core", "router", "ap1", "ap2")) {
            assertThat(conditions.of(device(id)).condition()).isEqualTo(Condition.UNKNOWN);
        }
        assertThat(conditions.of(service()).condition()).isEqualTo(Condition.UNKNOWN);
        assertThat(told()).containsExactly("lost");
        assertThat(stretches("ap1", 200)).containsExactly("UP 30", "UNKNOWN 170");

        referenceAnswers = true;
        at(300);
        assertThat(told()).containsExactly("lost", "found");
        good("core", "router", "ap2");
        for (int n = 0; n < 5; n++) {
            silent("ap1", 1);
            at(seconds() + 1);
        }
        good("router");

        assertThat(open()).containsExactly("device:ap1 DOWN root=device:ap1");
        Outage outage = outageOf("ap1");
        assertThat(outage.from().earliest()).as("good last").isEqualTo(START);
        assertThat(outage.from().latest()).as("bad after").isAfterOrEqualTo(START.plusSeconds(300));
        assertThat(outage.evidence()).extracting(Evidence::kind).contains(Evidence.LAST_GOOD, Evidence.FIRST_BAD);
    }

    @Test
    void aReferenceTargetThatAnswersLeavesTheJudgementAsItIs() {
        references = List.of("198.51.100.1");
        restart();
        good("core", "router", "ap1", "ap2");
        silentFrom(30, "core", "router", "ap1", "ap2");

        assertThat(open()).contains("device:core DOWN root=device:core", "device:ap1 UNREACHABLE root=device:core");
        assertThat(told()).isEmpty();
    }

    @Test
    void withoutAnyTargetEachIsJudgedByItself() {
        allGoneAt(30);

        assertThat(open()).contains("device:core DOWN root=device:core");
        assertThat(told()).isEmpty();
    }

    @Test
    void aGatewayCountsOnceItHasAnswered() {
        gateway = Optional.of("192.0.2.1");
        referenceAnswers = false;
        restart();
        allGoneAt(30);
        assertThat(open()).as("that never answered").contains("device:core DOWN root=device:core");

        referenceAnswers = true;
        at(400);
        good("core", "router", "ap1", "ap2");
        referenceAnswers = false;
        silentFrom(430, "core", "router", "ap1", "ap2");
        assertThat(open()).as("that has answered").noneMatch(row -> row.startsWith("device:"));
        assertThat(told()).containsExactly("lost");
    }

    @Test
    void aRestartWhileWeAreBlindInventsNothing() {
        gateway = Optional.of("192.0.2.1");
        restart();
        good("core", "router", "ap1", "ap2");
        at(20);
        allGoneAt(30);
        assertThat(told()).containsExactly("lost");

        asleepUntil(400);
        restart();
        silentFrom(401, "core", "router", "ap1", "ap2");
        assertThat(open()).isEmpty();
        assertThat(told()).containsExactly("lost");

        referenceAnswers = true;
        at(600);
        silentFrom(601, "ap1");
        good("router");
        assertThat(told()).containsExactly("lost", "found");
        assertThat(open()).containsExactly("device:ap1 DOWN root=device:ap1");
    }

    /** All answered at the start; from {@code second} on nothing does. */
    private void allGoneAt(int second) {
        good("core", "router", "ap1", "ap2");
        at(second);
        referenceAnswers = false;
        silentFrom(second, "core", "router", "ap1", "ap2");
        at(second + 60);
    }

    /** Asked once a second for ten. */
    private void silentFrom(int second, String... ids) {
        at(second);
        for (int n = 1; n <= 10; n++) {
            for (String id : ids) {
                silent(id, 1);
            }
            at(second + n);
        }
    }

    private List<String> told() {
        written();
        return events.stream()
                .filter(event -> event instanceof MonitoringPathLost || event instanceof MonitoringPathFound)
                .map(event -> event instanceof MonitoringPathLost ? "lost" : "found")
                .toList();
    }

    /** The program is killed, and begins again at once. */
    private void restart() {
        OutageTable table =
                new OutageTable(jdbc, JsonMapper.builder().build(), events::add, new PlannedOutages(maintenance));
        try {
            recorder.stop();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        begin(table);
    }

    /** Waits until all that was judged is written. */
    private void written() {
        try {
            recorder.stop();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        recorder.start();
    }

    /** Time passes while the intake wakes all the time, as it does. */
    private void at(int second) {
        for (Instant end = START.plusSeconds(second); now().isBefore(end); ) {
            Instant next = now().plusSeconds(5);
            clock.set(next.isBefore(end) ? next : end);
            detector.awake();
        }
    }

    /** Time passes while nothing runs. */
    private void asleepUntil(int second) {
        clock.set(START.plusSeconds(second));
    }

    private Instant now() {
        return clock.instant();
    }

    private void good(String... ids) {
        for (String id : ids) {
            observe(new PollResult(
                    new DeviceId(id), now(), now(), Outcome.ANSWERED, 0, 1, null, List.of(), List.of(), ""));
        }
    }

    /** @param told {@code untold} for a box that does not say how long it has been running */
    private void running(String id, String told, int seconds) {
        Duration uptime = Duration.ofSeconds(seconds);
        observe(new PollResult(
                new DeviceId(id),
                now(),
                now(),
                Outcome.ANSWERED,
                0,
                1,
                told.equals("untold") ? null : new DeviceClock(uptime, uptime),
                List.of(),
                List.of(),
                ""));
    }

    private void coreWith(boolean portUp, int changedSecondsAgo) {
        withPort("core", "eth1", portUp, changedSecondsAgo);
    }

    private void withPort(String id, String port, boolean portUp, int changedSecondsAgo) {
        Duration uptime = Duration.ofDays(1);
        observe(new PollResult(
                new DeviceId(id),
                now(),
                now(),
                Outcome.ANSWERED,
                0,
                1,
                new DeviceClock(uptime, uptime),
                List.of(new PortState(1, port, true, portUp, uptime.minusSeconds(changedSecondsAgo))),
                List.of(),
                ""));
    }

    private void silent(String id, int tries) {
        observe(new PollResult(
                new DeviceId(id),
                now(),
                now().plusMillis(300),
                Outcome.SILENT,
                tries,
                tries,
                null,
                List.of(),
                List.of(),
                ""));
    }

    private void down(String id) {
        silent(id, 2);
        silent(id, 2);
        clock.advance(Duration.ofSeconds(1));
        good("router");
    }

    private void observe(PollResult result) {
        detector.awake();
        detector.observe(result);
    }

    private List<String> open() {
        written();
        return outages.open().stream()
                .map(outage -> outage.object() + " " + outage.condition() + " root=" + outage.root())
                .toList();
    }

    private List<String> startedIn() {
        List<String> started = new ArrayList<>();
        for (Object event : events) {
            if (event instanceof OutageStarted begun) {
                started.add(begun.outage().object().toString());
            }
        }
        return started;
    }

    private List<String> stretches(String id, int until) {
        return outages.timeline(device(id), START, START.plusSeconds(until)).stream()
                .map(stretch -> stretch.condition()
                        + " "
                        + Duration.between(stretch.from(), stretch.until()).toSeconds())
                .toList();
    }

    private int seconds() {
        return (int) Duration.between(START, now()).toSeconds();
    }

    private static ObjectRef device(String id) {
        return ObjectRef.of(new DeviceId(id));
    }

    private static ObjectRef service() {
        return ObjectRef.of(new ServiceId("wifi"));
    }

    private Poller poller() {
        return new Poller(null, null, null, null, null, null) {
            @Override
            public void setCadence(DeviceId device, Cadence cadence) {
                cadences.put(device.value(), cadence);
            }

            @Override
            public void askNow(DeviceId device) {
                asked.add(device.value());
            }

            @Override
            public CompletableFuture<Boolean> showsItself(String host, int port) {
                return CompletableFuture.completedFuture(referenceAnswers);
            }
        };
    }

    private Inventory commune() {
        SiteId site = new SiteId("site");
        return new Inventory(null, null, null, null, null, null) {
            @Override
            public InventorySnapshot snapshot() {
                return new InventorySnapshot(
                        List.of(new Village(new VillageId("village"), "Thôn mẫu 01", 1, 300, null, null)),
                        List.of(),
                        List.of(new Site(
                                site,
                                new VillageId("village"),
                                "Nhà văn hóa",
                                Site.Kind.CULTURE_HOUSE,
                                null,
                                null,
                                null)),
                        boxes,
                        links,
                        List.of(new Service(
                                new ServiceId("wifi"),
                                "Wi-Fi",
                                site,
                                Service.Kind.PUBLIC_WIFI,
                                List.of(new DeviceId("ap1"), new DeviceId("ap2")),
                                1,
                                null)));
            }
        };
    }

    private static Device box(String id, String... uplinks) {
        return box(id, SnmpAccess.community("2c", "public"), true, uplinks);
    }

    private static Device box(String id, @Nullable SnmpAccess snmp, boolean enabled, String... uplinks) {
        List<DeviceId> above =
                java.util.Arrays.stream(uplinks).map(DeviceId::new).toList();
        return new Device(
                new DeviceId(id),
                id,
                new SiteId("site"),
                Device.Kind.OTHER,
                "127.0.0.1",
                161,
                snmp,
                null,
                Device.Reachability.NONE,
                above,
                null,
                enabled,
                null);
    }
}
